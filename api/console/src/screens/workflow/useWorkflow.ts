import { useMemo } from 'react';
import { isUnknownMethod } from '../../rpc/errors.ts';
import { useRpc } from '../../rpc/hooks.ts';
import type { Says, Workflow } from '../../rpc/types.ts';
import { serverNow } from '../../time/clock.ts';
import type { Stats } from './graph.ts';

export type Clause = {
  id: string;
  says: Says;
  on?: string[];
  effect?: string;
  effect_says?: Says;
  from?: string;
  to?: string;
  slot?: string;
  any_of?: string[][];
  borne_by?: string;
};

export type Book = {
  id: string;
  platform: string;
  title: Says;
  counts: Record<string, number>;
  rules?: Clause[];
  deadlines?: Clause[];
  evidence_needs?: Clause[];
};

const day_ms = 24 * 3600_000;

/** The day in Beijing, by which clauses hold or do not. */
export const beijingDay = (at: number): string => new Date(at + 8 * 3600_000).toISOString().slice(0, 10);

export function useKinds(): string[] {
  const list = useRpc<{ workflows: { kind: string }[] }>('workflow.list');
  return list.data?.workflows.map((w) => w.kind) ?? [];
}

export function useWorkflow(kind: string | undefined) {
  return useRpc<Workflow>('workflow.get', { kind }, { enabled: kind !== undefined });
}

/** Counts of the last `days`; whole hours, so that the same question is asked again and answered from the cache. */
export function useStats(kind: string | undefined, days: number): { stats: Stats | undefined; fault: unknown } {
  const from = useMemo(() => {
    const hour_ms = 3600_000;
    return new Date(Math.floor(serverNow() / hour_ms) * hour_ms - days * day_ms).toISOString();
  }, [days]);
  const answer = useRpc<Stats>(
    'workflow.stats',
    { kind, from },
    { enabled: kind !== undefined, live: 'any', keep: true },
  );
  return { stats: answer.data, fault: isUnknownMethod(answer.error) ? undefined : answer.error };
}

export function useBooks(): Book[] {
  return useRpc<{ books: Book[] }>('rules.list').data?.books ?? [];
}

export function useBook(id: string | undefined): Book | undefined {
  return useRpc<{ books: Book[] }>('rules.list', { book: id }, { enabled: id !== undefined }).data?.books[0];
}
