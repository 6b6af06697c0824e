import type { Entry } from '../../rpc/types.ts';

export type Step = { state: string; is: 'past' | 'now' | 'ahead'; at?: string };

/**
 * The states a case came through, the one it is in, and the one it goes to by itself when the time is up. What else may come is
 * for people to decide, so it is not drawn.
 */
export function trackOf(trail: Entry[], state: string, on_expiry: string | undefined): Step[] {
  const past: Step[] = [];
  for (const entry of trail) {
    if (entry.outcome !== 'accepted' || entry.to === entry.from) continue;
    past.push({ state: entry.to, is: 'past', at: entry.at });
  }
  const last = past[past.length - 1];
  if (last?.state === state) past.pop();
  const now: Step = { state, is: 'now', ...(last?.state === state ? { at: last.at as string } : {}) };
  return [
    ...past,
    now,
    ...(on_expiry !== undefined && on_expiry !== state ? [{ state: on_expiry, is: 'ahead' as const }] : []),
  ];
}
