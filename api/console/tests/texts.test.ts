import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findTextFaults } from '../build/texts.ts';

function tree(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'texts-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}
const i18n = { 'i18n/zh.json': '{"a":{"b":"甲{{n}}"}}', 'i18n/en.json': '{"a":{"b":"A {{n}}"}}' };

describe('findTextFaults', () => {
  it('finds nothing in complete texts, and nothing in ours', () => {
    expect(findTextFaults(tree({ ...i18n, 'x.tsx': "t('a.b', { n: 1 })" }))).toEqual([]);
    expect(findTextFaults('src')).toEqual([]);
  });

  it.each([
    ['a key English lacks', { ...i18n, 'i18n/en.json': '{"a":{}}' }, 'en.json: "a.b" is missing'],
    ['a key Chinese lacks', { ...i18n, 'i18n/zh.json': '{"a":{}}' }, 'zh.json: "a.b" is missing'],
    ['an empty text', { ...i18n, 'i18n/zh.json': '{"a":{"b":" "}}' }, 'is empty'],
    ['another slot', { ...i18n, 'i18n/en.json': '{"a":{"b":"A {{m}}"}}' }, 'other slots'],
    ['a key written nowhere', { ...i18n, 'x.tsx': "t('a.c')" }, '"common:a.c" is written nowhere'],
    ['a screen with one language', { ...i18n, 'screens/q/zh.json': '{}' }, 'screens/q: en.json is missing'],
    [
      "a key that is not the screen's",
      { ...i18n, 'screens/q/zh.json': '{"k":"k"}', 'screens/q/en.json': '{"k":"k"}', 'q.tsx': "useTexts('q'); t('z')" },
      '"q:z" is written nowhere',
    ],
  ])('finds %s', (_what, files, fault) => {
    expect(findTextFaults(tree(files as Record<string, string>)).join('\n')).toContain(fault);
  });
});
