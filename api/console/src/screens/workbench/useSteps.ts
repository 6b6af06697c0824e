import { useState } from 'react';

/** The first steps are shown to someone until they are put away, or until this many actions were sent from this computer. */
const known_after = 3;

const keyOf = (actor: string): string => `redress.first-steps/${encodeURIComponent(actor)}`;

function read(actor: string): number {
  return Number(localStorage.getItem(keyOf(actor)) ?? 0) || 0;
}

export type Steps = { shown: boolean; away: () => void; again: () => void; sent: () => void };

export function useSteps(actor: string): Steps {
  const [count, setCount] = useState(() => read(actor));
  const set = (next: number): void => {
    setCount(next);
    try {
      localStorage.setItem(keyOf(actor), String(next));
    } catch {
      // Without a store they come back with the next visit.
    }
  };
  return {
    shown: count < known_after,
    away: () => set(known_after),
    again: () => set(0),
    sent: () => {
      if (count < known_after) set(count + 1);
    },
  };
}
