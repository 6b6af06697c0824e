import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { line, startLive } from '../src/live/live.ts';
import type { LiveEntry } from '../src/rpc/types.ts';

let stop: () => void;
const queries = new QueryClient();
const entry = (): void => line.onEntry({ seq: 1, case_id: 'c' } as LiveEntry);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal(
    'WebSocket',
    class {
      close(): void {}
    },
  );
  stop = startLive(queries, () => {});
});
afterEach(() => {
  stop();
  queries.clear();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** A list that takes `ms` to read, as read to its end or cut off on the way. */
function watched(ms: number): { ended: number; cut: number } {
  const reads = { ended: 0, cut: 0 };
  const observer = new QueryObserver(queries, {
    queryKey: ['case.list', {}],
    queryFn: ({ signal }) =>
      new Promise((done) => {
        signal.addEventListener('abort', () => reads.cut++);
        setTimeout(() => done(++reads.ended), ms);
      }),
    meta: { live: 'any' },
  });
  observer.subscribe(() => {});
  return reads;
}

it.each([
  ['once a second where it is read at once', 10, 10],
  ['after each read that takes longer', 1500, 4],
])('a busy shop renews a list %s, and cuts off no read', async (_what, ms, least) => {
  const reads = watched(ms);
  await vi.advanceTimersByTimeAsync(ms);
  for (let i = 0; i < 60; i++) {
    entry();
    await vi.advanceTimersByTimeAsync(200);
  }
  expect(reads.ended).toBeGreaterThan(least);
  expect(reads.cut).toBe(0);
});

it('an entry that comes during a read has the list read once more', async () => {
  const reads = watched(1500);
  await vi.advanceTimersByTimeAsync(1500);
  entry();
  await vi.advanceTimersByTimeAsync(1600);
  entry();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(reads).toEqual({ ended: 3, cut: 0 });
});
