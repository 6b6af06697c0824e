import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { useSearchParams } from 'react-router';
import { rpc } from '../../rpc/client.ts';
import { isUnknownMethod } from '../../rpc/errors.ts';
import { useRpc } from '../../rpc/hooks.ts';
import type { Call, Case, Counts } from '../../rpc/types.ts';
import { type Freshness, freshnessOf } from './useCase.ts';

/** The tabs of the queue. What each of them lists is the API's to say: `case.counts` brings the query of every count. */
export const tabs = ['mine', 'due_soon', 'waiting_evidence', 'ours'] as const;
export type Tab = (typeof tabs)[number];

type Told = Counts & { ours?: number; queries?: Partial<Record<Tab, Call>> };

const owed: Call = { method: 'case.list', params: { owed_by: 'seller', final: false } };
const page = 100;

type Page = { cases: Case[]; next_cursor?: string; asked: Call['params'] };

export type Queue = {
  tab: Tab;
  setTab: (tab: Tab) => void;
  counts: Told | undefined;
  cases: Case[];
  isPending: boolean;
  fresh: Freshness | undefined;
  error: Error | null;
  more: () => void;
  retry: () => void;
};

export function useQueue(): Queue {
  const [search, setSearch] = useSearchParams();
  const counts = useRpc<Told>('case.counts', {}, { live: 'any' });
  const asked = search.get('tab') as Tab | null;
  const tab = asked && tabs.includes(asked) ? asked : (counts.data?.mine ?? 0) > 0 ? 'mine' : 'ours';
  const known = counts.data !== undefined || isUnknownMethod(counts.error);
  const call = counts.data?.queries?.[tab] ?? owed;

  const list = useInfiniteQuery({
    // A tab whose query names moments has others with each count, and is the same list.
    queryKey: [call.method, 'queue', tab],
    queryFn: async ({ pageParam, signal }): Promise<Page> => {
      const asked = pageParam?.asked ?? call.params;
      const cursor = pageParam && { cursor: pageParam.cursor };
      return { ...(await rpc.call<Page>(call.method, { ...asked, limit: page, ...cursor }, signal)), asked };
    },
    initialPageParam: undefined as { cursor: string; asked: Call['params'] } | undefined,
    getNextPageParam: (last) =>
      last.next_cursor === undefined ? undefined : { cursor: last.next_cursor, asked: last.asked },
    enabled: known,
    meta: { live: 'any' },
    staleTime: 30_000,
    gcTime: 30_000,
    placeholderData: (before) => before,
  });

  const params = JSON.stringify(call.params);
  const before = useRef({ tab, params });
  useEffect(() => {
    const moved = before.current.tab === tab && before.current.params !== params;
    before.current = { tab, params };
    if (moved && known) void list.refetch();
  }, [tab, params]);

  const cases = useMemo(() => {
    const seen = new Set<string>();
    return (list.data?.pages.flatMap((p) => p.cases) ?? []).filter((c) => !seen.has(c.id) && seen.add(c.id));
  }, [list.data]);

  return {
    tab,
    setTab: (next) =>
      setSearch((now) => {
        now.set('tab', next);
        return now;
      }),
    counts: counts.data,
    cases,
    isPending: list.isPending,
    fresh: freshnessOf([list]),
    error: counts.error && !isUnknownMethod(counts.error) ? counts.error : list.error,
    more: () => {
      if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
    },
    retry: () => {
      void counts.refetch();
      void list.refetch();
    },
  };
}

/** Which case is worked on after this one: the one below it, else the one above. */
export function nextAfter(cases: Case[], id: string | undefined): string | undefined {
  const at = cases.findIndex((c) => c.id === id);
  if (at < 0) return cases.find((c) => c.id !== id)?.id;
  return cases[at + 1]?.id ?? cases[at - 1]?.id;
}
