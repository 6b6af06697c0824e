import { useQueries } from '@tanstack/react-query';
import { useSay } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { rpc } from '../../rpc/client.ts';
import { useRpc } from '../../rpc/hooks.ts';
import type { Says, Workflow } from '../../rpc/types.ts';
import type { BookInForce, BookText, WholeBook } from './types.ts';

export type Titled = BookInForce & { title?: Says; counts?: Record<string, number> };

/** The books in force, each with the title and the counts of its summary. */
export function useBooks(): { books: Titled[]; pending: boolean; error: Error | null; again: () => void } {
  const inForce = useRpc<{ books: BookInForce[] }>('rules.books');
  const summaries = useRpc<{ books: WholeBook[] }>('rules.list');
  const byId = new Map(summaries.data?.books.map((b) => [b.id, b]));
  const books = (inForce.data?.books ?? []).map((b): Titled => {
    const told = byId.get(b.book);
    return { ...b, ...(told ? { title: told.title } : {}), ...(told?.counts ? { counts: told.counts } : {}) };
  });
  return {
    books,
    pending: inForce.isPending,
    error: inForce.error,
    again: () => void inForce.refetch(),
  };
}

export const useWholeBook = (id: string | undefined) =>
  useRpc<{ books: WholeBook[] }>('rules.list', { book: id }, { enabled: id !== undefined });

export const useBookText = (book: string | undefined, digest?: string) =>
  useRpc<BookText>('rules.book', digest ? { book, digest } : { book }, { enabled: book !== undefined });

/** Names of `refund.refuse` and the like, from the workflows themselves. */
export function useEventName(): (on: string) => string {
  const say = useSay();
  const word = useWord();
  const kinds = useRpc<{ workflows: { kind: string }[] }>('workflow.list').data?.workflows.map((w) => w.kind) ?? [];
  const workflows = useQueries({
    queries: kinds.map((kind) => ({
      queryKey: ['workflow.get', { kind }],
      queryFn: () => rpc.call<Workflow>('workflow.get', { kind }),
      staleTime: 10 * 60_000,
    })),
  });
  const all = workflows.flatMap((w) => (w.data ? [w.data] : []));
  return (on) => {
    const [kind = '', event = ''] = on.split('.');
    const found = all
      .filter((w) => kind === '*' || w.kind === kind)
      .flatMap((w) => w.events)
      .find((e) => e.name === event);
    const head = kind === '*' ? '' : `${word('kinds', kind)} · `;
    return event === '*' ? `${head}*` : `${head}${say(found?.says, event)}`;
  };
}
