import { useSession } from '../../app/session.ts';
import { addressOf } from '../../cases/filters.ts';
import type { Call } from '../../rpc/types.ts';

/** Where a figure is looked into that counted something else than cases, by the method that lists it. */
const elsewhere: Record<string, string> = {
  'audit.checkpoint': '/audit/ledger',
  'audit.verify_progress': '/audit/ledger',
  'override.list': '/approvals',
  'quality.list': '/audit/sample?cards=failing',
  'rules.activate': '/rules',
  'system.info': '/rules',
};

/**
 * The refused attempts of one person in the board's period. Only attempts at a move are ever refused, so `audit.query` lists as many
 * as `board.get` counted. What was accepted has no such list: the ledger's accepted entries of a person hold more than moves.
 */
export const refusalsOf = (actor: string, { from, to }: { from: string; to: string }): string =>
  `/audit/trail?${new URLSearchParams({ person: actor, outcome: 'refused', from, to })}`;

export const countsCases = ({ method }: Call): boolean => elsewhere[method] === undefined;

/** Where the list stands that a figure was counted from. One's own shop goes without saying. */
export function useListPath(): (query: Call) => string {
  const { shop } = useSession();
  return ({ method, params }) => {
    const place = elsewhere[method];
    if (place !== undefined) return place;
    const { shop: of, ...rest } = params;
    return addressOf(of === undefined || of === shop ? rest : params);
  };
}
