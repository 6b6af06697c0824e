import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CaseAnswer } from '../src/rpc/types.ts';
import { heatGrid } from '../src/screens/board/figures.ts';
import { slotsOf } from '../src/screens/workbench/slots.ts';
import {
  formatClock,
  formatDay,
  formatFull,
  formatMoment,
  formatWeekday,
  fromInput,
  isElsewhere,
  toInput,
} from '../src/time/format.ts';

// 1:30 at night of the sixth in Beijing, and still the fifth nearly everywhere else.
const at = '2026-01-05T17:30:09Z';

describe.each(['Asia/Shanghai', 'America/New_York', 'UTC'])('on a computer set to %s', (set) => {
  beforeAll(() => {
    vi.stubEnv('TZ', set);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
  });

  it.each([
    [formatMoment, '01/06 01:30'],
    [formatFull, '2026/01/06 01:30:09'],
    [formatDay, '2026/01/06'],
    [formatClock, '01:30:09'],
    [formatWeekday, '01/06周二'],
  ])('%o is by the clock in Beijing', (format, text) => expect(format(at, 'zh')).toBe(text));

  it('a field for a time shows and takes the same clock', () => {
    expect(toInput(Date.parse(at))).toBe('2026-01-06T01:30');
    expect(fromInput('2026-01-06T01:30')).toBe('2026-01-05T17:30:00.000Z');
    expect(fromInput('')).toBeUndefined();
  });

  it('a week of the heat map has its days and hours by it', () => {
    const query = { method: 'case.list', params: {} };
    const grid = heatGrid([{ kind: 'refund', hour_from: at, count: 1, query }], Date.parse(at), 'week');
    expect([grid.cells[0]?.x, grid.cells[0]?.y, grid.rows[0]?.day]).toEqual([1, 0, Date.parse('2026-01-05T16:00:00Z')]);
    expect(heatGrid([], Date.parse(at), 'day').hours[0]).toBe(1);
  });

  it('a buyer is told it too, as it is written there', () => {
    const answer = { case: { id: 'c', due: { at }, claim: {} }, facts: { 'shipment.carrier': at } };
    const named = { goods: undefined, state: '', reason: '', clause: undefined };
    const slots = slotsOf(answer as unknown as CaseAnswer, named);
    expect([slots.due_at, slots.carrier]).toEqual(['01/06 01:30', '01/06 01:30']);
  });

  it('says so where the computer has another', () => expect(isElsewhere()).toBe(set !== 'Asia/Shanghai'));
});
