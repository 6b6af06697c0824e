import { describe, expect, it } from 'vitest';
import { formatMoney, parseMoney, plainMoney } from '../src/money/money.ts';

const cny = (minor: number) => ({ minor, currency: 'CNY' });

describe('formatMoney', () => {
  it.each([
    [cny(20007), '¥200.07'],
    [cny(0), '¥0.00'],
    [cny(5), '¥0.05'],
    [cny(-5), '-¥0.05'],
    [cny(123456789), '¥1,234,567.89'],
    [cny(9007199254740991), '¥90,071,992,547,409.91'],
    [{ minor: 1500, currency: 'JPY' }, 'JP¥1,500'],
    [{ minor: 1500, currency: 'KWD' }, 'KWD 1.500'],
  ])('%j is %s', (money, text) => expect(formatMoney(money)).toBe(text));
});

describe('parseMoney', () => {
  it.each([
    ['200.07', 20007],
    ['200', 20000],
    ['200.', 20000],
    ['0.1', 10],
    ['¥1,234.50', 123450],
    ['１２．３４', 1234],
    ['12。34', 1234],
    ['19.9 元', 1990],
    ['0.29', 29],
    ['4.35', 435],
    ['1,234,567', 123456700],
    ['50,5', undefined],
    ['50，5', undefined],
    ['1,2345', undefined],
    ['1234,567', undefined],
    ['5 0', undefined],
    ['50x', undefined],
    ['1.005', undefined],
    ['-1', undefined],
    ['', undefined],
    ['.', undefined],
    ['1e3', undefined],
    ['99999999999999', undefined],
  ])('%s', (typed, minor) => expect(parseMoney(typed, 'CNY')?.minor).toBe(minor));

  it('reads back whatever plainMoney writes', () => {
    for (let minor = 0; minor < 100_000; minor += 37)
      expect(parseMoney(plainMoney(cny(minor)), 'CNY')).toEqual(cny(minor));
  });
});
