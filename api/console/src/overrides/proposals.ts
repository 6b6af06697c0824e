import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { rpc } from '../rpc/client.ts';
import type { Entry, Says } from '../rpc/types.ts';

/** An override as the register tells it. */
export type Proposal = {
  id: string;
  case_id: string;
  shop: string;
  rules: string[];
  proposed_by: string;
  proposed_by_name?: string;
  role: string;
  at: string;
  reason?: string;
  event: string;
  expires_at?: string;
  status: 'applied' | 'waiting' | 'confirmed' | 'declined' | 'expired';
  kind?: string;
  labels?: { event?: Says; kind?: Says; status?: Says };
  /** What the rules say that it passes, by their ids. */
  rules_say?: Record<string, Says>;
  /** The entry that applied, confirmed or declined it. */
  entry_id?: string;
  confirmed_by?: string;
  confirmed_by_name?: string;
  confirmed_at?: string;
  declined_by?: string;
  declined_by_name?: string;
  declined_at?: string;
  declined_reason?: string;
};

/** A call walks so many entries and says where to go on; a long ledger takes several. */
const callsMost = 50;

async function readWaiting(signal: AbortSignal): Promise<Proposal[]> {
  const found: Proposal[] = [];
  let cursor: string | undefined;
  for (let calls = 0; calls < callsMost; calls++) {
    const page = await rpc.call<{ overrides: Proposal[]; next_cursor?: string }>(
      'override.list',
      { status: 'waiting', limit: 200, ...(cursor === undefined ? {} : { cursor }) },
      signal,
    );
    found.push(...page.overrides);
    cursor = page.next_cursor;
    if (cursor === undefined) break;
  }
  return found.sort((a, b) => (a.expires_at ?? '').localeCompare(b.expires_at ?? ''));
}

/** What waits for a second person, soonest to expire first. */
export function useProposals(): UseQueryResult<Proposal[], Error> {
  return useQuery({
    queryKey: ['override.list', { status: 'waiting' }, 'all'],
    queryFn: ({ signal }) => readWaiting(signal),
    staleTime: 10_000,
    refetchInterval: 30_000,
  });
}

/** What an `override_proposed` entry tells of the move it proposes. */
export type ProposalEntry = Entry & {
  rulebook: string;
  override: { event: string; rules: string[]; refund_minor: number; compensation_minor: number; expires_at: string };
  params: { event: string; params?: Record<string, unknown> };
};

export async function findEntry(case_id: string, id: string, signal?: AbortSignal): Promise<ProposalEntry | undefined> {
  let cursor: string | undefined;
  do {
    const page = await rpc.call<{ entries: Entry[]; next_cursor?: string }>(
      'case.trail',
      { case_id, limit: 200, ...(cursor === undefined ? {} : { cursor }) },
      signal,
    );
    const found = page.entries.find((entry) => entry.id === id);
    if (found) return found as ProposalEntry;
    cursor = page.next_cursor;
  } while (cursor !== undefined);
  return undefined;
}
