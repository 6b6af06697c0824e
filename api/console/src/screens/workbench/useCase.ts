import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useLiveEntries } from '../../live/live.ts';
import { rpc } from '../../rpc/client.ts';
import { isUnknownMethod } from '../../rpc/errors.ts';
import { useRpc } from '../../rpc/hooks.ts';
import type { Actions, CaseAnswer, Entry, Evidence, LiveEntry, Money, Says, Workflow } from '../../rpc/types.ts';

export type Need = {
  id: string;
  cites?: string;
  mandatory: boolean;
  says: Says;
  required: { any_of: string[]; present: boolean; strong?: boolean; items: (string | Evidence)[] }[];
};
export type Checklist = { required: Need[]; missing: Need[]; score: number };
export type CaseCheck = {
  ok: boolean;
  entries: { entry_id: string; ok: boolean; signed?: boolean; why?: Says }[];
  first_bad?: number;
};

export type OpenCase = {
  answer: CaseAnswer;
  actions: Actions | undefined;
  trail: Entry[];
  checklist: Checklist | undefined;
  workflow: Workflow | undefined;
  check: CaseCheck | undefined;
};

/** How old what is shown may be: when it was last read, in ms of this computer's clock, and whether reading it anew failed. */
export type Freshness = { at: number; failed: boolean };
export type Reading = { fresh: Freshness | undefined; retry: () => void };
export type CaseReading = Reading & { open: OpenCase | undefined; error: Error | null };

/** Steps open by time alone, which no entry tells. */
const actionsRead_ms = 60_000;

const page = 200;
/** A trail longer than this is shown from its beginning; no case of real life comes near. */
const mostPages = 50;

/** The whole trail, page by page: its newest entries are the ones that matter, and they come last. */
export async function readTrail(ask: Pick<typeof rpc, 'call'>, case_id: string, signal: AbortSignal): Promise<Entry[]> {
  const entries: Entry[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < mostPages; pages++) {
    const told = await ask.call<{ entries: Entry[]; next_cursor?: string }>(
      'case.trail',
      { case_id, limit: page, ...(cursor === undefined ? {} : { cursor }) },
      signal,
    );
    entries.push(...told.entries);
    cursor = told.next_cursor;
    if (cursor === undefined) break;
  }
  return entries;
}

/** Everything the workbench shows of one case, each part read by its own method and renewed by the case's own entries. */
export function useCase(case_id: string | undefined): CaseReading {
  const enabled = case_id !== undefined;
  const params = { case_id: case_id ?? '' };
  const answer = useRpc<CaseAnswer>('case.get', params, { enabled });
  const actions = useRpc<Actions>('case.actions', params, { enabled, every_ms: actionsRead_ms });
  const trail = useQuery<Entry[], Error>({
    queryKey: ['case.trail', params, 'whole'],
    queryFn: ({ signal }) => readTrail(rpc, params.case_id, signal),
    enabled,
    staleTime: 30_000,
    meta: { live: 'case' },
  });
  const checklist = useRpc<Checklist>('evidence.checklist', params, { enabled });
  const workflow = useRpc<Workflow>('workflow.get', { kind: answer.data?.case.kind ?? '' }, { enabled: !!answer.data });
  const check = useRpc<CaseCheck>('audit.case_check', params, { enabled });
  const parts = [answer, actions, trail, checklist, workflow];
  const error = parts.find((part) => part.error && !part.data)?.error ?? null;
  const queries = useQueryClient();
  useLiveEntries(
    useCallback(
      (entry: LiveEntry) => {
        // What concerns no case, as rulebooks put in force, may open and close steps in any.
        if (entry.kind === 'office') void queries.invalidateQueries({ queryKey: ['case.actions'] });
      },
      [queries],
    ),
  );
  return {
    open:
      answer.data && trail.data
        ? {
            answer: answer.data,
            actions: actions.data,
            trail: trail.data,
            checklist: checklist.data,
            workflow: workflow.data,
            check: isUnknownMethod(check.error) ? undefined : check.data,
          }
        : undefined,
    error,
    fresh: freshnessOf(parts),
    retry: () => {
      for (const part of parts) if (part.error) void part.refetch();
    },
  };
}

/** Of what failed, the oldest reading is the one that is shown still. */
export function freshnessOf(parts: { error: Error | null; dataUpdatedAt: number }[]): Freshness | undefined {
  const read = parts.filter((part) => part.dataUpdatedAt > 0);
  const failed = read.filter((part) => part.error);
  if (read.length === 0) return undefined;
  const at = (of: typeof read): number[] => of.map((part) => part.dataUpdatedAt);
  return failed.length > 0
    ? { at: Math.min(...at(failed)), failed: true }
    : { at: Math.max(...at(read)), failed: false };
}

/** The goods in question: the lines of the order as the case was opened with. */
export type Line = { id: string; title?: string; sku?: string; quantity: number; paid_minor?: number };

export function linesOf(trail: Entry[]): Line[] {
  const order = (trail[0]?.params as { order?: { lines?: Line[] } } | undefined)?.order;
  return order?.lines ?? [];
}

/** What a case is about in money: what is claimed, or else what was paid for the order. */
export function stakeOf(answer: CaseAnswer): Money | undefined {
  const claimed = answer.case.amount ?? answer.case.claim.amount;
  const paid = answer.facts['order.paid_minor'];
  return (
    claimed ??
    (typeof paid === 'number' ? { minor: paid, currency: answer.case.refunded?.currency ?? 'CNY' } : undefined)
  );
}
