import { useEffect, useSyncExternalStore } from 'react';
import { useLiveStatus } from '../live/live.ts';
import { outbox, type Parcel } from './outbox.ts';

const listeners = new Set<() => void>();
outbox.onChange = () => {
  for (const listener of listeners) listener();
};

export const useParcels = (): readonly Parcel[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => outbox.parcels,
  );

const every_ms = 15_000;

/** Sends what waits: when someone signs in, when the line comes back, and now and then while something waits. */
export function useSending(actor: string): void {
  const status = useLiveStatus();
  const waits = useParcels().some((parcel) => !parcel.refused);
  useEffect(() => {
    void outbox.enter(actor).then(() => outbox.flush());
    return () => void outbox.enter('');
  }, [actor]);
  useEffect(() => {
    if (status === 'live') void outbox.flush();
  }, [status]);
  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(() => void outbox.flush(), every_ms);
    const ask = (event: BeforeUnloadEvent): void => {
      if (!outbox.lasting) event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    return () => {
      clearInterval(timer);
      removeEventListener('beforeunload', ask);
    };
  }, [waits]);
}
