import { describe, expect, it } from 'vitest';
import { factorHint, grouped, looksWhole, plainCode } from '../src/factor/code.ts';

describe('codes as people type them', () => {
  it.each([
    ['287082', '287082'],
    ['287 082', '287082'],
    ['２８７０８２', '287082'],
    [' abcd-efgh-ijkl-mnop ', 'abcd-efgh-ijkl-mnop'],
    ['ＡＢＣＤ－ＥＦＧＨ－ＩＪＫＬ－ＭＮＯＰ', 'ABCD-EFGH-IJKL-MNOP'],
  ])('%s is sent as %s', (typed, sent) => expect(plainCode(typed)).toBe(sent));

  it.each([
    ['287082', true],
    ['２８７ ０８２', true],
    ['28708', false],
    ['2870821', false],
    ['abcd-efgh-ijkl-mnop', true],
    ['abcdefghijklmno', false],
    ['abcd-efgh-ijkl-mno1', false],
    ['', false],
  ])('%s is whole: %s', (typed, whole) => expect(looksWhole(typed)).toBe(whole));

  it('shows a key in groups of four', () => {
    expect(grouped('JBSWY3DPEHPK3PXP')).toBe('JBSW Y3DP EHPK 3PXP');
    expect(grouped('JBSWY')).toBe('JBSW Y');
    expect(grouped('')).toBe('');
  });

  it('takes hints it knows and no others', () => {
    for (const hint of ['required', 'wrong', 'enrol']) expect(factorHint({ second_factor: hint })).toBe(hint);
    for (const data of [undefined, {}, { second_factor: 'else' }, { second_factor: 7 }])
      expect(factorHint(data)).toBeUndefined();
  });
});
