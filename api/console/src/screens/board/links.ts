import { useSession } from '../../app/session.ts';
import { addressOf } from '../../cases/filters.ts';
import type { Call } from '../../rpc/types.ts';
import { trailOf } from '../audit/filters.ts';

/** Where a figure is looked into that counted something else than cases, by the method that lists it. */
const elsewhere: Record<string, string> = {
  'audit.checkpoint': '/audit/ledger',
  'audit.verify_progress': '/audit/ledger',
  'override.list': '/approvals',
  'quality.list': '/audit/sample?cards=failing',
  'rules.activate': '/rules',
  'system.info': '/rules',
};

export const countsCases = ({ method }: Call): boolean => method !== 'audit.query' && elsewhere[method] === undefined;

/** Where the list stands that a figure was counted from. One's own shop goes without saying. */
export function useListPath(): (query: Call) => string {
  const { shop } = useSession();
  return ({ method, params }) => {
    const place = elsewhere[method];
    if (place !== undefined) return place;
    const { shop: of, ...rest } = params;
    const asked = of === undefined || of === shop ? rest : params;
    return method === 'audit.query' ? trailOf(asked) : addressOf(asked);
  };
}
