import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changedLines, compareTexts } from '../src/screens/rules/compare.ts';
import { clausesIn, excerpt, findClause, offsetOf } from '../src/screens/rules/texts.ts';

const file = (name: string): string => readFileSync(resolve('../../workflows/rulebooks', `${name}.yaml`), 'utf8');

describe('the text of a rulebook', () => {
  const timers = file('taobao-timers');

  it('finds each clause, and its versions apart', () => {
    const ids = clausesIn(timers).map((c) => c.id);
    expect(ids).toContain('D-01a');
    expect(ids).toContain('D-01b');
    const found = findClause([{ name: 'taobao-timers', text: timers }], 'D-01b');
    expect(timers.split('\n')[(found?.line ?? 0) - 1]).toContain('D-01b');
    expect(findClause([{ name: 'a', text: '- id: X\n- id: X\n' }], 'X', 1)?.line).toBe(2);
    expect(findClause([{ name: 'a', text: timers }], 'NONE')).toBeUndefined();
  });

  it('cuts a clause out whole, with its examples and nothing of the next', () => {
    const line = findClause([{ name: 'a', text: timers }], 'D-01b')?.line ?? 0;
    const text = excerpt(timers, line);
    expect(text.startsWith('- id: D-01b')).toBe(true);
    expect(text).toContain('examples:');
    expect(clausesIn(text)).toHaveLength(1);
  });

  it('counts columns in characters, as findings do', () => {
    const text = 'a\n甲乙😀丙\nend';
    expect(text.slice(offsetOf(text, 2, 4))).toBe('丙\nend');
    expect(offsetOf(text, 9, 1)).toBe(text.length);
    expect(text.slice(offsetOf(text, 2, 99))).toBe('\nend');
  });
});

describe('two texts', () => {
  const before = 'a: 1\nb: 2\nc: 3\n';

  it('are the same or not', () => {
    expect(compareTexts(before, before)).toEqual([]);
    expect(changedLines(before, before).size).toBe(0);
  });

  it('mark what changed within a line', () => {
    const [hunk] = compareTexts(before, 'a: 1\nb: 25\nc: 3\n');
    const gone = hunk?.lines.find((l) => l.is === 'gone');
    const come = hunk?.lines.find((l) => l.is === 'new');
    expect(gone).toMatchObject({ old: 2 });
    expect(come).toMatchObject({ now: 2 });
    expect(come?.parts.filter((p) => p.marked).map((p) => p.text)).toEqual(['25']);
    expect([...changedLines(before, 'a: 1\nb: 25\nc: 3\n')]).toEqual([2]);
  });

  it('leave lines apart that share nothing', () => {
    const [hunk] = compareTexts('x\nwhole other words here\ny\n', 'x\nsomething: quite_different\ny\n');
    expect(hunk?.lines.flatMap((l) => l.parts).some((p) => p.marked)).toBe(false);
  });

  it('put together what they tell', () => {
    const text = file('taobao');
    const changed = text.replace('order.paid_minor <= 20000', 'order.paid_minor <= 5000');
    const lines = compareTexts(text, changed).flatMap((h) => h.lines);
    const side = (skip: 'gone' | 'new'): string =>
      lines
        .filter((l) => l.is !== skip)
        .map((l) => l.parts.map((p) => p.text).join(''))
        .join('\n');
    expect(text).toContain(side('new'));
    expect(changed).toContain(side('gone'));
  });
});
