import { useSyncExternalStore } from 'react';

/**
 * The server's clock, and one ticker of one second for the whole page. Countdowns read only these, so a wrong clock of this
 * computer moves no deadline.
 */

let offset_ms = 0;
let best_ms = Number.POSITIVE_INFINITY;
let now_ms = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** Takes the server's time as of the middle of a call; a quicker call tells it better. */
export function noteServerTime(server_time: string, sent_ms: number, received_ms: number): void {
  const told = Date.parse(server_time);
  if (Number.isNaN(told)) return;
  const trip = Math.max(0, received_ms - sent_ms);
  const next = told - (sent_ms + trip / 2);
  if (trip <= best_ms || Math.abs(next - offset_ms) > trip) {
    offset_ms = next;
    best_ms = trip;
  } else {
    best_ms = Math.min(best_ms * 1.5, 60_000);
  }
}

export const serverNow = (): number => Date.now() + offset_ms;

function tick(): void {
  now_ms = serverNow();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    now_ms = serverNow();
    timer = setInterval(tick, 1000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== undefined) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The server's time in ms, renewed each second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now_ms);
}

/** The same for whoever needs only its coarse steps: renders again when `pick` answers otherwise. */
export function useNowAs<T extends string | number | boolean>(pick: (now: number) => T): T {
  return useSyncExternalStore(subscribe, () => pick(now_ms));
}
