import type { Action, Case, Due } from '../../rpc/types.ts';

export type Ranked = { own: Action[]; others: Action[] };

/**
 * Our own moves first, those that can be made before those that cannot. On top stands the move that does now what the deadline
 * would do by itself, then those with fewer warnings, then the API's order. Moves of others are told apart: they only happen to us.
 */
export function rankActions(actions: Action[], due: Due | undefined, party: string): Ranked {
  const weight = (action: Action): number =>
    (action.allowed ? 0 : 100) + (sameAsSilence(action, due) ? 0 : 10) + Math.min(9, action.warnings.length);
  const own = actions.filter((action) => action.party === party || action.allowed);
  return {
    own: own
      .map((action, at) => ({ action, at }))
      .sort((a, b) => weight(a.action) - weight(b.action) || a.at - b.at)
      .map(({ action }) => action),
    others: actions.filter((action) => !own.includes(action)),
  };
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
