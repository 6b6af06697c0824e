import type { UseQueryResult } from '@tanstack/react-query';
import { useRpc } from '../../rpc/hooks.ts';
import type { Entry, Says } from '../../rpc/types.ts';

export type WholeEntry = Entry & {
  shop?: string;
  kind?: string;
  case_id: string;
  case_version?: number;
  rulebook?: string;
  rulebook_digest?: string;
  override?: Record<string, unknown>;
  effects?: { kind?: string; amount_minor?: number }[];
};

/** One entry as it was recorded, and beside it what its ids are called, the texts it committed to, and whether it still holds. */
export type EntryAnswer = {
  entry: WholeEntry;
  labels?: { event?: Says; from?: Says; to?: Says; party?: Says; role?: Says; actor?: Says };
  actor_name?: string;
  texts: { field: string; value?: string; masked?: string }[];
  mark: { ok: boolean; signed: boolean; why?: Says };
  receipt: { available: boolean };
};

/** Entries never change; whether one still holds is looked at anew. */
export const useEntry = (id: string): UseQueryResult<EntryAnswer, Error> =>
  useRpc<EntryAnswer>('audit.entry', { id }, { live: 'none', staleTime: 0 });
