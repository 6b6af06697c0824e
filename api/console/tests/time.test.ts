import { describe, expect, it } from 'vitest';
import { noteServerTime, serverNow } from '../src/time/clock.ts';
import { leftOf, urgencyOf } from '../src/time/remaining.ts';

const hour = 3600_000;

describe('urgencyOf', () => {
  it.each([
    [24 * hour + 1, 'ample'],
    [24 * hour, 'soon'],
    [4 * hour + 1, 'soon'],
    [4 * hour, 'urgent'],
    [1, 'urgent'],
    [0, 'overdue'],
    [-1, 'overdue'],
  ])('%d ms left is %s', (left, urgency) => expect(urgencyOf(left)).toBe(urgency));
});

describe('leftOf', () => {
  it.each([
    [0, { days: 0, clock: '00:00:00', past: false }],
    [1, { days: 0, clock: '00:00:01', past: false }],
    [999, { days: 0, clock: '00:00:01', past: false }],
    [3 * hour + 12 * 60_000 + 44_000, { days: 0, clock: '03:12:44', past: false }],
    [24 * hour, { days: 1, clock: '00:00:00', past: false }],
    [-1500, { days: 0, clock: '00:00:01', past: true }],
    [-(49 * hour), { days: 2, clock: '01:00:00', past: true }],
  ])('%d ms', (left, shown) => expect(leftOf(left)).toEqual(shown));
});

describe('the server clock', () => {
  it('is taken as of the middle of a call, and a quick call beats a slow one', () => {
    const here = Date.now();
    noteServerTime(new Date(here + 60_000).toISOString(), here - 20, here + 20);
    expect(Math.abs(serverNow() - (Date.now() + 60_000))).toBeLessThan(60);
    noteServerTime(new Date(here + 60_300).toISOString(), here - 900, here + 900);
    expect(Math.abs(serverNow() - (Date.now() + 60_000))).toBeLessThan(60);
  });
  it('follows a clock that was set', () => {
    const here = Date.now();
    noteServerTime(new Date(here - 7200_000).toISOString(), here - 500, here + 500);
    expect(Math.abs(serverNow() - (Date.now() - 7200_000))).toBeLessThan(60);
  });
  it('ignores what is no time', () => {
    const before = serverNow() - Date.now();
    noteServerTime('soon', 0, 1);
    expect(Math.abs(serverNow() - Date.now() - before)).toBeLessThan(5);
  });
});
