import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, createElement, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { rpc } from '../src/rpc/client.ts';
import { chosenOf } from '../src/screens/cases/chosen.ts';
import type { ListedCase } from '../src/screens/cases/columns.tsx';
import { readAll } from '../src/screens/cases/pages.ts';
import { type Queue, useQueue } from '../src/screens/workbench/useQueue.ts';
import { QueryTable } from '../src/ui/QueryTable.tsx';
import { RowTable } from '../src/ui/RowTable.tsx';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

let root: Root;
let queries: QueryClient;
let sent: { method: string; params: Record<string, unknown> }[];
const settle = () => act(() => new Promise((done) => setTimeout(done, 1)));
async function show(shown: ReactNode): Promise<void> {
  await act(async () => root.render(createElement(QueryClientProvider, { client: queries }, shown)));
  await settle();
}

beforeEach(() => {
  sent = [];
  queries = new QueryClient();
  root = createRoot(document.body.appendChild(document.createElement('div')));
});
afterEach(() => {
  act(() => root.unmount());
  document.body.innerHTML = '';
  vi.restoreAllMocks();
});

const row = (id: string, version = 1): ListedCase => ({ id, version }) as ListedCase;

describe('what is chosen of a list', () => {
  it.each([
    ['rows that are loaded', ['a', 'b'], [row('a'), row('b')], [], ['a1', 'b1']],
    ['rows the list no longer shows', ['a', 'b'], [row('b')], [row('a')], ['a1', 'b1']],
    ['rows as they are loaded now', ['a'], [row('a', 2)], [row('a')], ['a2']],
    ['no row whose tick was taken away', ['b'], [row('a'), row('b')], [row('a'), row('b')], ['b1']],
  ])('keeps %s', (_what, keys, loaded, before, kept) => {
    const chosen = chosenOf(new Set(keys), loaded, { keys: new Set(), rows: before });
    expect(chosen.rows.map((one) => `${one.id}${one.version}`)).toEqual(kept);
  });

  it.each([
    ['adds what is loaded', ['x'], ['x', 'a', 'b']],
    ['takes away what is loaded', ['x', 'a', 'b'], ['x']],
  ])('outlasts the tick over the rows, which %s', async (_what, before, after) => {
    const told = vi.fn();
    await show(
      createElement(RowTable<ListedCase>, {
        rows: [row('a'), row('b')],
        rowKey: (one: ListedCase) => one.id,
        columns: [],
        label: 'cases',
        selected: new Set(before),
        onSelect: (keys: Set<string>) => told([...keys]),
      }),
    );
    act(() => document.querySelector<HTMLInputElement>('input[type=checkbox]')?.click());
    expect(told).toHaveBeenCalledWith(after);
  });
});

/** A server with two pages of cases, that counts with a moment of its own each time. */
function answers(): void {
  let count = 0;
  vi.spyOn(rpc, 'call').mockImplementation(async (method, params = {}) => {
    sent.push({ method, params });
    if (method === 'case.counts') {
      const due_soon = { method: 'case.list', params: { due_before: `moment ${++count}` } };
      return { mine: 1, due_soon: 2, queries: { due_soon } } as never;
    }
    return { cases: [{ id: params.cursor ? 'b' : 'a' }], ...(params.cursor ? {} : { next_cursor: 'next' }) } as never;
  });
}
const listed = () => sent.filter((one) => one.method === 'case.list').map(({ params }) => params);

describe('the queue', () => {
  let queue: Queue;
  function Screen() {
    queue = useQueue();
    return null;
  }

  it('is the same list while the moments of its query pass, and reads by the last', async () => {
    answers();
    await show(createElement(MemoryRouter, { initialEntries: ['/?tab=due_soon'] }, createElement(Screen)));
    await settle();
    await act(async () => queue.more());
    await settle();
    expect(listed().map((one) => [one.due_before, one.cursor])).toEqual([
      ['moment 1', undefined],
      ['moment 1', 'next'],
    ]);
    await act(async () => void queries.invalidateQueries({ queryKey: ['case.counts'] }));
    await settle();
    await settle();
    expect(queue.cases.map((one) => one.id)).toEqual(['a', 'b']);
    expect(
      listed()
        .slice(2)
        .map((one) => [one.due_before, one.cursor]),
    ).toEqual([
      ['moment 2', undefined],
      ['moment 2', 'next'],
    ]);
  });
});

describe('a list of what falls due from now on', () => {
  const at = (from: string) => vi.spyOn(Date, 'now').mockReturnValue(Date.parse(from));
  const day = (moment: unknown) => String(moment).slice(0, 10);

  it('asks by the time at which it is read', async () => {
    answers();
    let now = 'one';
    await show(
      createElement(QueryTable<{ id: string }, { cases: { id: string }[] }>, {
        method: 'case.list',
        params: { due_before: 'now+24h' },
        ask: () => ({ due_before: now }),
        rows: (answer) => answer.cases,
        rowKey: (one) => one.id,
        columns: [],
        label: 'cases',
      }),
    );
    await settle();
    now = 'two';
    await act(async () => void queries.invalidateQueries());
    await settle();
    const asked = listed().map((one) => [one.due_before, one.cursor]);
    expect(asked.slice(0, 2)).toEqual([
      ['one', undefined],
      ['one', 'next'],
    ]);
    expect(asked.slice(2)).toEqual([
      ['two', undefined],
      ['two', 'next'],
    ]);
  });

  it('is read whole by one moment, anew each time', async () => {
    answers();
    at('2026-11-22T10:00:00Z');
    await readAll({ due_before: 'now+24h' }, { most: 10 });
    at('2026-11-25T10:00:00Z');
    await readAll({ due_before: 'now+24h' }, { most: 10 });
    expect(listed().map((one) => day(one.due_before))).toEqual([
      '2026-11-23',
      '2026-11-23',
      '2026-11-26',
      '2026-11-26',
    ]);
  });
});
