import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { NoAnswer } from '../rpc/errors.ts';
import type { LiveEntry, Person } from '../rpc/types.ts';
import { LiveLine, type LiveStatus } from './socket.ts';

/** The page's line to the server, and what its messages renew: the query cache stays the one place screens read from. */

export const line = new LiveLine();

const statusListeners = new Set<() => void>();
const entryListeners = new Set<(entry: LiveEntry) => void>();
const people = new Map<string, Person[]>();
const peopleListeners = new Set<() => void>();
const nobody: Person[] = [];

const told = (listeners: Set<() => void>): void => {
  for (const listener of listeners) listener();
};

export function startLive(queries: QueryClient, onEnded: () => void): () => void {
  line.onEnded = onEnded;
  let stale: ReturnType<typeof setTimeout> | undefined;
  let reading = false;
  let owed = false;
  // Lists and counts are read again at most once a second, however busy the shop is; a read that takes longer comes to its end
  // before the next, which would cut it off.
  const renewLists = (): void => {
    owed = true;
    if (reading) return;
    stale ??= setTimeout(async () => {
      stale = undefined;
      owed = false;
      reading = true;
      await queries.invalidateQueries({ predicate: (query) => query.meta?.live === 'any' });
      reading = false;
      if (owed) renewLists();
    }, 1000);
  };
  line.onEntry = (entry) => {
    void queries.invalidateQueries({
      predicate: ({ queryKey, meta }) => {
        const params = queryKey[1] as { case_id?: string } | undefined;
        return meta?.live === 'case' && params?.case_id === entry.case_id;
      },
    });
    renewLists();
    for (const listener of entryListeners) listener(entry);
  };
  line.onResync = () => void queries.invalidateQueries({ predicate: ({ meta }) => meta?.live !== undefined });
  line.onStatus = () => {
    // What could not be read while the line was gone is read now, without anybody pressing a button.
    if (line.status === 'live')
      void queries.refetchQueries({ type: 'active', predicate: ({ state }) => state.error instanceof NoAnswer });
    told(statusListeners);
  };
  line.onPresence = (case_id, who) => {
    people.set(case_id, who);
    told(peopleListeners);
  };
  line.start();
  const nudge = (): void => line.nudge();
  const doubt = (): void => line.doubt();
  addEventListener('offline', doubt);
  addEventListener('online', nudge);
  document.addEventListener('visibilitychange', nudge);
  return () => {
    clearTimeout(stale);
    owed = false;
    removeEventListener('offline', doubt);
    removeEventListener('online', nudge);
    document.removeEventListener('visibilitychange', nudge);
    line.stop();
  };
}

export function useLiveStatus(): LiveStatus {
  return useSyncExternalStore(
    (listener) => {
      statusListeners.add(listener);
      return () => statusListeners.delete(listener);
    },
    () => line.status,
  );
}

/** Calls back for each entry of the ledger this session may see. */
export function useLiveEntries(heard: (entry: LiveEntry) => void): void {
  useEffect(() => {
    entryListeners.add(heard);
    return () => {
      entryListeners.delete(heard);
    };
  }, [heard]);
}

/** Who else has this case open; tells them about us. */
export function usePresence(case_id: string | undefined, doing: 'viewing' | 'editing', me: string): Person[] {
  const status = useLiveStatus();
  useEffect(() => {
    if (case_id === undefined || status !== 'live') return;
    line
      .call<{ people: Person[] }>('presence.set', { case_id, doing })
      .then((answer) => line.onPresence(case_id, answer.people))
      .catch(() => {});
  }, [case_id, doing, status]);
  useEffect(() => {
    if (case_id === undefined) return;
    return () => {
      people.delete(case_id);
      line.call('presence.set', { case_id, doing: 'gone' }).catch(() => {});
    };
  }, [case_id]);
  const all = useSyncExternalStore(
    (listener) => {
      peopleListeners.add(listener);
      return () => peopleListeners.delete(listener);
    },
    () => (case_id === undefined ? nobody : (people.get(case_id) ?? nobody)),
  );
  return all.filter((person) => person.actor !== me);
}
