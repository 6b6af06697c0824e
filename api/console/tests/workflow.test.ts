import { describe, expect, it } from 'vitest';
import type { Workflow } from '../src/rpc/types.ts';
import { graphOf, holdsOn, speaksOf, waysOf } from '../src/screens/workflow/graph.ts';
import { pathThrough, pictureOf } from '../src/screens/workflow/layout.ts';

const says = { zh: '一', en: 'one' };
const names = ['START', 'A', 'B', 'C', 'D', 'E', 'END'];

const workflow = (more: string[] = []): Workflow => ({
  kind: 'refund',
  version: 1,
  initial: 'START',
  states: [...names, ...more].map((name) => ({ name, owed_by: 'seller', final: name === 'END', says })),
  events: [
    { name: 'go', party: 'seller', irreversible: false, says },
    { name: 'close', party: 'buyer', irreversible: true, says },
    { name: 'deadline_passed', party: 'timer', irreversible: false, says },
  ],
  rows: [
    { from: 'START', on: 'go', to: 'A', do: [] },
    { from: 'A', on: 'go', to: 'B', do: [] },
    { from: 'A', on: 'deadline_passed', to: 'C', do: [] },
    { from: 'B', on: 'go', to: 'A', do: [] },
    { from: 'B', on: 'go', to: 'B', do: [] },
    { from: 'C', on: 'go', to: 'D', do: [] },
    { from: 'D', on: 'go', to: 'E', do: [] },
    ...['A', 'B', 'C', 'D', 'E'].map((from) => ({ from, on: 'close', to: 'END', do: [] })),
    ...more.map((to) => ({ from: 'E', on: 'go', to, do: [] })),
  ],
  diagram: '',
});

describe('the graph of a workflow', () => {
  it('draws a move of many states once, and each when asked', () => {
    const graph = graphOf(workflow(), undefined, false);
    expect(graph.wide.map((e) => [e.from, e.to])).toEqual([[['A', 'B', 'C', 'D', 'E'], 'END']]);
    expect(graph.edges.map((e) => e.id)).not.toContain('A~END');
    expect([...graph.stays.keys()]).toEqual(['B']);
    const whole = graphOf(workflow(), undefined, true);
    expect(whole.wide).toEqual([]);
    expect(whole.edges.map((e) => e.id)).toContain('A~END');
  });

  it('counts what was accepted on a way, and each refused attempt once', () => {
    const stats = {
      states: [],
      edges: [
        { from: 'A', event: 'close', to: 'END', accepted: 2, refused: 3 },
        { from: 'B', event: 'close', to: 'END', accepted: 1, refused: 4 },
        { from: 'B', event: 'go', to: 'A', accepted: 5, refused: 6 },
        { from: 'B', event: 'go', to: 'B', accepted: 7, refused: 6 },
      ],
    };
    const graph = graphOf(workflow(), stats, false);
    expect(graph.wide[0]).toMatchObject({ accepted: 3, refused: 7 });
    expect(graph.edges.find((e) => e.id === 'B~A')).toMatchObject({ accepted: 5, refused: 6 });
    expect(graph.stays.get('B')).toMatchObject({ accepted: 7, refused: 6 });
  });

  it('knows what happens by itself', () => {
    const graph = graphOf(workflow(), undefined, false);
    expect(graph.edges.filter((e) => e.byItself).map((e) => e.id)).toEqual(['A~C']);
  });

  it('tells every way out and in, drawn or not', () => {
    const ways = waysOf(workflow(), undefined, 'A');
    expect(ways.out.map((e) => e.to)).toEqual(['B', 'C', 'END']);
    expect(ways.in.map((e) => e.from[0])).toEqual(['START', 'B']);
  });
});

describe('the picture', () => {
  const draw = (table: Workflow) =>
    pictureOf(
      table.states.map((s) => s.name),
      graphOf(table, undefined, false),
      () => 'xx',
    );

  it('has every state, the first on top, and ends each line at its state', () => {
    const picture = draw(workflow());
    const at = new Map(picture.states.map((s) => [s.id, s]));
    expect([...at.keys()]).toEqual(names);
    for (const state of picture.states) expect(state.y).toBeGreaterThanOrEqual(at.get('START')?.y ?? 0);
    const back = picture.lines.find((l) => l.edge.id === 'B~A');
    expect(back?.points[0]?.y).toBeGreaterThan(back?.points[back.points.length - 1]?.y ?? 0);
  });

  it('shows a state that the table gains, with nothing changed here', () => {
    const picture = draw(workflow(['SOMETHING_NEW']));
    expect(picture.states.map((s) => s.id)).toContain('SOMETHING_NEW');
    expect(picture.lines.map((l) => l.edge.id)).toContain('E~SOMETHING_NEW');
    const boxes = picture.states;
    for (const a of boxes)
      for (const b of boxes)
        if (a !== b) {
          const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
          expect(apart, `${a.id} ${b.id}`).toBe(true);
        }
  });

  it('draws a line through its points', () => {
    expect(pathThrough([])).toBe('');
    const two = [
      { x: 0, y: 0 },
      { x: 4, y: 8 },
    ];
    expect(pathThrough(two)).toBe('M0,0L4,8');
    expect(pathThrough([...two, { x: 4, y: 20 }])).toBe('M0,0Q4,8 4,20');
  });
});

describe('clauses of an event', () => {
  it.each([
    ['refund.refuse', true],
    ['*.refuse', true],
    ['refund.*', true],
    ['*', true],
    ['exchange.refuse', false],
    ['refund.refuse_return', false],
  ])('%s', (on, speaks) => expect(speaksOf([on], 'refund', 'refuse')).toBe(speaks));

  it('hold from their first to their last day', () => {
    const clause = { from: '2026-01-01', to: '2026-01-31' };
    expect(['2025-12-31', '2026-01-01', '2026-01-31', '2026-02-01'].map((d) => holdsOn(d, clause))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
