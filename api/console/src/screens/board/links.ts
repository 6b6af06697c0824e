import { useSession } from '../../app/session.ts';
import { addressOf } from '../../cases/filters.ts';
import type { Call } from '../../rpc/types.ts';

/** Where the list stands that a figure was counted from. One's own shop goes without saying. */
export function useListPath(): (query: Call) => string {
  const { shop } = useSession();
  return ({ params }) => {
    const { shop: of, ...rest } = params;
    return addressOf(of === undefined || of === shop ? rest : params);
  };
}
