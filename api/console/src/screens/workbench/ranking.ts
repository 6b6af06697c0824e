import type { Action, Case, Due, Workflow, WorkflowRow } from '../../rpc/types.ts';

export type Ranked = { own: Action[]; others: Action[] };

/** What a ranking reads of the case and of its workflow's table. */
export type Standing = { state: string; due?: Due | undefined; workflow?: Workflow | undefined };

/**
 * Our own moves first, those that can be made before those that cannot. Among these:
 *
 * 1. the ordinary way on: what leads where the case goes by itself once its time is up, or one move further along that way, and
 *    hands the case to somebody else. Where silence is a breach, the case stays with us, and such a move is not the way on.
 *    In a state without such a way that waits for us, the first move of the table is;
 * 2. moves that leave things open;
 * 3. moves that settle something: those without a way back, those that end the case, and those after which the other side's
 *    silence ends it, as a refusal does.
 *
 * Otherwise the table's order stands. Moves of others are told apart: they only happen to us.
 */
export function rankActions(actions: Action[], standing: Standing, party: string): Ranked {
  const own = actions.filter((action) => action.party === party || action.allowed);
  const way = wayOn(own, standing, party);
  const weight = (action: Action): number =>
    (action.allowed ? 0 : 100) + (way.has(action.event) ? 0 : 10) + (settles(action, standing) ? 1 : 0);
  return {
    own: own
      .map((action, at) => ({ action, at }))
      .sort((a, b) => weight(a.action) - weight(b.action) || a.at - b.at)
      .map(({ action }) => action),
    others: actions.filter((action) => !own.includes(action)),
  };
}

const rowsBy = (workflow: Workflow | undefined, from: string, byTimer: boolean): WorkflowRow[] => {
  const timers = new Set(workflow?.events.filter((e) => e.party === 'timer').map((e) => e.name));
  return workflow?.rows.filter((row) => row.from === from && timers.has(row.on) === byTimer) ?? [];
};

/** The events that are the ordinary way on from here, open or not. */
function wayOn(own: Action[], { state, due, workflow }: Standing, party: string): Set<string> {
  const ours = (name: string): boolean => workflow?.states.find((s) => s.name === name)?.owed_by === party;
  const silence = due ? [due.on_expiry] : rowsBy(workflow, state, true).map((row) => row.to);
  const here = new Set(rowsBy(workflow, state, false).map((row) => row.on));
  const beyond = silence.filter(ours).flatMap((passed) =>
    rowsBy(workflow, passed, false)
      .filter((row) => !here.has(row.on) && workflow?.events.find((e) => e.name === row.on)?.party === party)
      .map((row) => row.to),
  );
  const handsOn = (to: string): boolean => to !== state && !ours(to);
  const leads = (action: Action): boolean => {
    const rows = rowsBy(workflow, state, false).filter((row) => row.on === action.event);
    const ends = action.to === undefined ? rows.map((row) => row.to) : [action.to];
    // An offer leaves the answer to the other side, so only what binds is a move further along that way.
    return ends.some((to) => handsOn(to) && (silence.includes(to) || (action.irreversible && beyond.includes(to))));
  };
  const way = own.filter((action) => action.party === party && leads(action));
  const first = own.find((action) => action.party === party && action.allowed);
  return new Set((way.length > 0 || !first || !ours(state) ? way : [first]).map((action) => action.event));
}

/** Whether after a move nothing is left to choose: no way back, the end, or an end by the other side's silence. */
function settles(action: Action, { state, workflow }: Standing): boolean {
  if (action.irreversible) return true;
  const ends = (name: string): boolean => workflow?.states.find((s) => s.name === name)?.final === true;
  const { to } = action;
  if (to === undefined || to === state) return false;
  const silence = rowsBy(workflow, to, true);
  return ends(to) || (silence.length > 0 && silence.every((row) => ends(row.to)));
}

/** Whether a move leads where the case goes by itself once its time is up. */
export const sameAsSilence = (action: Action, due: Due | undefined): boolean =>
  action.allowed && due !== undefined && action.to === due.on_expiry;

/** What a step would pay, from a preview of it: the difference it makes to what the case has paid and ordered. */
export function paidBy(before: Case, after: Case): { minor: number; currency: string } | undefined {
  const sum = (c: Case): number => (c.refunded?.minor ?? 0) + (c.pending?.minor ?? 0) + (c.compensated?.minor ?? 0);
  const minor = sum(after) - sum(before);
  const currency = after.pending?.currency ?? after.refunded?.currency;
  return minor > 0 && currency ? { minor, currency } : undefined;
}
