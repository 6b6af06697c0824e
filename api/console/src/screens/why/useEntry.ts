import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { rpc } from '../../rpc/client.ts';
import type { Entry } from '../../rpc/types.ts';

export type WholeEntry = Entry & {
  shop?: string;
  kind?: string;
  case_version?: number;
  rulebook?: string;
  rulebook_digest?: string;
  override?: Record<string, unknown>;
  effects?: { kind?: string; amount_minor?: number }[];
};

type Page = { entries: WholeEntry[]; next_cursor?: string };

/** One entry whole. Of a case it is read from its trail; an office entry is in its receipt, which holds the entry's own bytes. */
export function useEntry(entry_id: string, case_id: string | undefined): UseQueryResult<WholeEntry, Error> {
  const ofCase = case_id !== undefined && !case_id.startsWith('office');
  return useQuery({
    queryKey: ['entry', { entry_id, case_id }],
    queryFn: async ({ signal }) => {
      if (ofCase) {
        let cursor: string | undefined;
        do {
          const params = { case_id, limit: 200, ...(cursor === undefined ? {} : { cursor }) };
          const page = await rpc.call<Page>('case.trail', params, signal);
          const found = page.entries.find((entry) => entry.id === entry_id);
          if (found) return found;
          cursor = page.next_cursor;
        } while (cursor !== undefined);
      }
      const receipt = await rpc.call<{ entry: string; hash?: string }>('audit.receipt', { entry_id }, signal);
      return JSON.parse(receipt.entry) as WholeEntry;
    },
    // Entries never change.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 5 * 60_000,
  });
}
