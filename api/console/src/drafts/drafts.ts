import { useCallback, useEffect, useRef, useState } from 'react';

/**
 * What someone was writing, kept on this computer per user, case and form until it is sent or thrown away: a restart of the
 * server or of the browser loses nothing.
 */

const keptFor_ms = 14 * 24 * 3600_000;
const prefix = 'redress.draft';

const keyOf = (user: string, about: string, form: string): string =>
  [prefix, user, about, form].map(encodeURIComponent).join('/');

export function readDraft<T>(user: string, about: string, form: string, store: Storage = localStorage): T | undefined {
  try {
    const kept = JSON.parse(store.getItem(keyOf(user, about, form)) ?? 'null') as { at: number; value: T } | null;
    return kept && Date.now() - kept.at < keptFor_ms ? kept.value : undefined;
  } catch {
    return undefined;
  }
}

export function writeDraft<T>(
  user: string,
  about: string,
  form: string,
  value: T,
  store: Storage = localStorage,
): void {
  try {
    store.setItem(keyOf(user, about, form), JSON.stringify({ at: Date.now(), value }));
  } catch {
    // A full or forbidden store must not keep anyone from writing.
  }
}

/** Forms that stand open, to hear that what they show is gone. */
const showing = new Set<(place: string) => void>();

export function dropDraft(user: string, about: string, form: string, store: Storage = localStorage): void {
  const place = keyOf(user, about, form);
  store.removeItem(place);
  for (const heard of showing) heard(place);
}

/** Old drafts, of cases long done, go when the page starts. */
export function sweepDrafts(store: Storage = localStorage): void {
  for (const key of Object.keys(store)) {
    if (!key.startsWith(`${prefix}/`)) continue;
    try {
      const kept = JSON.parse(store.getItem(key) ?? 'null') as { at: number } | null;
      if (!kept || Date.now() - kept.at >= keptFor_ms) store.removeItem(key);
    } catch {
      store.removeItem(key);
    }
  }
}

export type Draft<T> = {
  value: T;
  set: (next: T) => void;
  drop: () => void;
  /** This was sent and is done with; what was written into the form since then stays. */
  arrived: (sent: T) => void;
  restored: boolean;
};

export function useDraft<T>(user: string, about: string, form: string, initial: T): Draft<T> {
  const place = keyOf(user, about, form);
  const [state, setState] = useState(() => {
    const kept = readDraft<T>(user, about, form);
    return { place, value: kept ?? initial, restored: kept !== undefined };
  });
  const latest = useRef(initial);
  latest.current = initial;
  let shown = state;
  if (state.place !== place) {
    const kept = readDraft<T>(user, about, form);
    shown = { place, value: kept ?? initial, restored: kept !== undefined };
  }
  useEffect(() => {
    if (state.place !== place) setState(shown);
  }, [place]);
  const set = useCallback(
    (value: T) => {
      writeDraft(user, about, form, value);
      setState({ place, value, restored: false });
    },
    [place],
  );
  useEffect(() => {
    const heard = (gone: string): void => {
      if (gone === place) setState({ place, value: latest.current, restored: false });
    };
    showing.add(heard);
    return () => void showing.delete(heard);
  }, [place]);
  const drop = useCallback(() => dropDraft(user, about, form), [place]);
  const arrived = useCallback(
    (sent: T) => {
      const kept = readDraft<T>(user, about, form);
      if (kept === undefined || JSON.stringify(kept) === JSON.stringify(sent)) drop();
    },
    [place, drop],
  );
  return { value: shown.value, set, drop, arrived, restored: shown.restored };
}
