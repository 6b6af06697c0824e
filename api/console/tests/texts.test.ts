import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { findTextFaults } from '../build/texts.ts';
import '../src/i18n/texts.ts';

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
    [
      'a form for one without one for many',
      { ...i18n, 'i18n/en.json': '{"a":{"b":"A {{n}}","c_one":"C"}}' },
      '"a.c_one" is missing',
    ],
    [
      'a form for one with another slot',
      { ...i18n, 'i18n/en.json': '{"a":{"b":"A {{n}}","b_one":"A {{m}}"}}' },
      '"a.b_one" has other slots',
    ],
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

describe('a count in English', () => {
  it.each([
    ['en', 1, '1 row'],
    ['en', 0, '0 rows'],
    ['en', 2, '2 rows'],
    ['zh', 1, '1 行'],
  ])('in %s of %d is told as "%s"', (lang, count, text) =>
    expect(i18next.getFixedT(lang)('table.rows', { count })).toBe(text),
  );

  /** The texts of a language by their file and key. */
  function* texts(folder: string, path = ''): Generator<[string, string]> {
    for (const name of readdirSync(folder)) {
      if (statSync(join(folder, name)).isDirectory()) yield* texts(join(folder, name), `${path}${name}/`);
      else if (name === 'en.json') yield* flat(JSON.parse(readFileSync(join(folder, name), 'utf8')), path);
    }
  }
  function* flat(tree: Record<string, unknown>, path: string): Generator<[string, string]> {
    for (const [key, value] of Object.entries(tree)) {
      if (typeof value === 'string') yield [path + key, value];
      else yield* flat(value as Record<string, unknown>, `${path}${key}.`);
    }
  }

  it('has a form for one wherever the word behind it has one', () => {
    const all = new Map(texts('src'));
    // What is never one: the methods of the API, the columns of the list, a limit, a pace, a page of lines.
    const never = /methods|columns|at most|a second|lines shown/;
    const lacking = [...all]
      .filter(([, text]) => /{{count}} (?:\w+ ){0,2}?(?:\w{3,}s|are|have|wait)\b/.test(text) && !never.test(text))
      .filter(([key]) => !key.endsWith('_one') && !all.has(`${key}_one`));
    expect(lacking).toEqual([]);
  });
});
