import { useQuery } from '@tanstack/react-query';
import { rpc } from '../rpc/client.ts';
import { isFault } from '../rpc/errors.ts';
import type { Says } from '../rpc/types.ts';
import { useSay } from './texts.ts';

/**
 * The names of what answers mention by a short id: kinds of case and of evidence, parties, platforms, facts, reasons. The API
 * holds them (`system.words`); an id it has no name for is shown as it is.
 */
export type WordTable =
  | 'kinds'
  | 'parties'
  | 'platforms'
  | 'roles'
  | 'facts'
  | 'evidence_kinds'
  | 'reasons'
  | 'wants'
  | 'acts'
  | 'flags'
  | 'relations'
  | 'sources'
  | 'confidences'
  | 'fields'
  | 'effects'
  | 'verdicts'
  | 'instructions'
  | 'office_acts'
  | 'outcomes'
  | 'codes'
  | 'override_statuses'
  | 'proofs';

type Words = Partial<Record<WordTable, Record<string, Says & { type?: string; textual?: boolean }>>>;

export function useWords(): Words {
  const words = useQuery({
    queryKey: ['system.words', {}],
    queryFn: async () => {
      try {
        return await rpc.call<Words>('system.words');
      } catch (error) {
        // Without names, ids are still true.
        if (isFault(error)) return {};
        throw error;
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  return words.data ?? {};
}

export function useWord(): (table: WordTable, id: string | undefined) => string {
  const words = useWords();
  const say = useSay();
  return (table, id) => (id === undefined ? '' : say(words[table]?.[id], id));
}

/** A fact's name where its value stands as money: without the unit it is kept in. */
export const withoutUnit = (path: string, name: string): string =>
  /_minor$/.test(path) ? name.replace(/\s*[（(](?:分|fen)[）)]$/, '') : name;
