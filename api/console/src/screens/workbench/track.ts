import type { Entry, Workflow } from '../../rpc/types.ts';

export type Step = { state: string; is: 'past' | 'now' | 'ahead'; at?: string };

/**
 * The states a case came through, the one it is in, and the way it goes by itself: what the deadline leads to, then the shortest
 * way to an end. Drawn from the workflow's own rows, so a new state shows up here without a change.
 */
export function trackOf(workflow: Workflow, trail: Entry[], state: string, on_expiry: string | undefined): Step[] {
  const past: Step[] = [];
  for (const entry of trail) {
    if (entry.outcome !== 'accepted' || entry.to === entry.from) continue;
    past.push({ state: entry.to, is: 'past', at: entry.at });
  }
  const last = past[past.length - 1];
  if (last?.state === state) past.pop();
  const now: Step = { state, is: 'now', ...(last?.state === state && last.at ? { at: last.at } : {}) };
  const finals = new Set(workflow.states.filter((s) => s.final).map((s) => s.name));
  const ahead: Step[] = [];
  if (!finals.has(state)) {
    const first = on_expiry !== undefined && on_expiry !== state ? on_expiry : undefined;
    const way = first ? [first, ...shortest(workflow, first, finals)] : shortest(workflow, state, finals);
    for (const name of way) ahead.push({ state: name, is: 'ahead' });
  }
  return [...past, now, ...ahead];
}

/** States after `from` on the shortest way to an end; empty where it is one. */
function shortest(workflow: Workflow, from: string, finals: Set<string>): string[] {
  if (finals.has(from)) return [];
  const before = new Map<string, string>([[from, '']]);
  const line = [from];
  for (let state = line.shift(); state !== undefined; state = line.shift()) {
    for (const row of workflow.rows) {
      if (row.from !== state || before.has(row.to)) continue;
      before.set(row.to, state);
      if (finals.has(row.to)) {
        const way = [row.to];
        for (let at = state; at !== from; at = before.get(at) ?? from) way.unshift(at);
        return way;
      }
      line.push(row.to);
    }
  }
  return [];
}
