import { describe, expect, it } from 'vitest';
import { type HeatCell, heatGrid, isWorse, spanOf, trendOf } from '../src/screens/board/figures.ts';

const cell = (kind: string, at: Date, count: number): HeatCell => ({
  kind,
  hour_from: at.toISOString(),
  count,
  query: { method: 'case.list', params: { kind, final: false, due_from: at.toISOString() } },
});

describe('the heat map', () => {
  const now = Date.parse('2026-11-22T15:20:00+08:00');
  const at = (day: number, hour: number): Date => new Date(Date.UTC(2026, 10, 22 + day, hour - 8));
  const heat = [
    cell('refund', at(0, 15), 3),
    cell('exchange', at(0, 15), 2),
    cell('refund', at(1, 14), 5),
    cell('refund', at(1, 15), 7),
    cell('refund', at(7, 14), 1),
  ];

  it('shows the next 24 hours by workflow, from this hour on', () => {
    const grid = heatGrid(heat, now, 'day');
    expect(grid.rows.map((row) => row.kind)).toEqual(['exchange', 'refund']);
    expect(grid.hours[0]).toBe(15);
    expect(grid.cells.map((c) => [c.x, c.y, c.count])).toEqual([
      [0, 1, 3],
      [0, 0, 2],
      [23, 1, 5],
    ]);
  });

  it('shows seven days by hour, loses no case, and asks for all kinds where it adds them', () => {
    const grid = heatGrid(heat, now, 'week');
    expect(grid.cells.reduce((sum, c) => sum + c.count, 0)).toBe(18);
    const first = grid.cells.find((c) => c.x === 15 && c.y === 0);
    expect(first?.count).toBe(5);
    expect(first?.query.params).toEqual({ final: false, due_from: at(0, 15).toISOString() });
    expect(grid.rows.length).toBe(8);
    expect(grid.cells.every((c) => c.y >= 0 && c.y < 8)).toBe(true);
  });
});

describe('a figure against the time before', () => {
  it.each([
    ['overdue', 3, 1, 'up', true],
    ['overdue', 1, 3, 'down', false],
    ['reply_rate', 0.9, 0.8, 'up', false],
    ['open', 9, 3, 'up', undefined],
    ['duration_s', 5, 5, 'same', undefined],
    ['duration_s', null, 5, undefined, undefined],
    ['duration_s', 5, null, undefined, undefined],
  ] as const)('%s %s after %s', (id, value, previous, trend, worse) => {
    expect(trendOf({ value, previous })).toBe(trend);
    expect(isWorse(id, trend)).toBe(worse);
  });
});

describe('how long', () => {
  it.each([
    [0, { seconds: 0 }],
    [59, { seconds: 59 }],
    [60, { minutes: 1 }],
    [3600, { hours: 1 }],
    [3660, { hours: 1, minutes: 1 }],
    [86400, { days: 1 }],
    [100800, { days: 1, hours: 4 }],
    [86400 + 59 * 60, { days: 1 }],
  ])('%i s', (seconds, span) => expect(spanOf(seconds)).toEqual(span));
});
