import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { rpc } from './client.ts';

type Params = Record<string, unknown>;

export type ReadOptions = {
  enabled?: boolean;
  /**
   * Which entries of the ledger make this answer old: those of the case in `params.case_id` (the default where there is one),
   * any at all (lists, counts, boards), or none (the default elsewhere: workflows, rules).
   */
  live?: 'case' | 'any' | 'none';
  /** Shows the last answer while the next is on its way, for lists whose filters change. */
  keep?: boolean;
  staleTime?: number;
  /** Read anew so often while it is shown, for what changes with time alone. */
  every_ms?: number;
};

/** One read of the API. The key is [method, params], so any two screens that ask the same share one answer. */
export function useRpc<T>(method: string, params: Params = {}, options: ReadOptions = {}): UseQueryResult<T, Error> {
  const live = options.live ?? (typeof params.case_id === 'string' ? 'case' : 'none');
  return useQuery<T, Error>({
    queryKey: [method, params],
    queryFn: ({ signal }) => rpc.call<T>(method, params, signal),
    enabled: options.enabled ?? true,
    staleTime: options.staleTime ?? (live === 'none' ? 10 * 60_000 : 30_000),
    ...(live === 'none' ? {} : { meta: { live } }),
    ...(options.every_ms === undefined ? {} : { refetchInterval: options.every_ms }),
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
  });
}
