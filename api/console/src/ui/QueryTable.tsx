import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { useTexts } from '../i18n/texts.ts';
import { useLiveEntries } from '../live/live.ts';
import { rpc } from '../rpc/client.ts';
import { RowTable, type RowTableProps } from './RowTable.tsx';
import { EmptyState, ErrorState, Waiting } from './states.tsx';

export type { Column } from './RowTable.tsx';

export type QueryTableProps<T, Answer> = Omit<RowTableProps<T>, 'rows' | 'partial' | 'onReach' | 'foot'> & {
  method: string;
  params: Record<string, unknown>;
  /** Makes what is sent out of `params` whenever a read begins; its further pages are asked for with the same. */
  ask?: (params: Record<string, unknown>) => Record<string, unknown>;
  /** Where in an answer its rows stand. */
  rows: (answer: Answer) => T[];
  live?: 'any' | 'case' | 'none';
  empty?: ReactNode;
  /** Told after each answer, e.g. for a `total` that the answer brings. */
  onAnswer?: (first: Answer, rows: T[]) => void;
};

type Paged = { next_cursor?: string; asked?: Record<string, unknown> };

/** Further pages than these are read anew only when asked: each entry of a busy shop would fetch all of them. */
const renewedPages = 2;

/** Rows of one method of the API, read page by page with its cursor as they come into view. */
export function QueryTable<T, Answer extends object>(props: QueryTableProps<T, Answer>) {
  const { method, params, ask, rows: pick, live = 'any', empty, onAnswer, ...table } = props;
  const { rowKey } = table;
  const t = useTexts();
  const [renews, setRenews] = useState(true);

  const query = useInfiniteQuery({
    queryKey: [method, params, 'pages'],
    queryFn: async ({ pageParam, signal }) => {
      const asked = pageParam?.asked ?? ask?.(params) ?? params;
      const cursor = pageParam && { cursor: pageParam.cursor };
      return { ...(await rpc.call<Answer & Paged>(method, { ...asked, ...cursor }, signal)), asked };
    },
    initialPageParam: undefined as { cursor: string; asked: Paged['asked'] } | undefined,
    getNextPageParam: (last) =>
      last.next_cursor === undefined ? undefined : { cursor: last.next_cursor, asked: last.asked },
    ...(live === 'none' || !renews ? {} : { meta: { live } }),
    staleTime: 15_000,
  });
  const pages = query.data?.pages.length ?? 0;
  useEffect(() => setRenews(pages <= renewedPages), [pages]);
  const rows = useMemo(() => {
    const seen = new Set<string>();
    const all = query.data?.pages.flatMap(pick) ?? [];
    // A row that moved while pages were read may stand in two of them.
    return all.filter((row) => !seen.has(rowKey(row)) && seen.add(rowKey(row)));
  }, [query.data]);
  useEffect(() => {
    const first = query.data?.pages[0];
    if (first) onAnswer?.(first, rows);
  }, [rows]);

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const reach = useCallback(
    (index: number) => {
      if (hasNextPage && !isFetchingNextPage && index >= rows.length - 40) void fetchNextPage();
    },
    [rows.length, hasNextPage, isFetchingNextPage],
  );

  if (query.isPending) return <Waiting />;
  if (query.error && rows.length === 0) return <ErrorState fault={query.error} onRetry={() => void query.refetch()} />;
  if (rows.length === 0) return empty ?? <EmptyState title={t('table.empty')} />;
  return (
    <RowTable
      {...table}
      rows={rows}
      partial={hasNextPage}
      onReach={reach}
      foot={
        <>
          {isFetchingNextPage
            ? t('table.loading_more')
            : t(hasNextPage ? 'table.rows_more' : 'table.rows', { count: rows.length })}
          {!renews && live !== 'none' && <Outdated onRenew={query.refetch} />}
        </>
      }
    />
  );
}

/** Says that the list is older than the ledger, once it is. */
function Outdated({ onRenew }: { onRenew: () => Promise<unknown> }) {
  const t = useTexts();
  const [old, setOld] = useState(false);
  const [renewing, setRenewing] = useState(false);
  useLiveEntries(useCallback(() => setOld(true), []));
  if (!old) return null;
  const renew = async (): Promise<void> => {
    setRenewing(true);
    setOld(false);
    await onRenew();
    setRenewing(false);
  };
  return (
    <span className="qt-outdated">
      {t('table.outdated')}
      <Button size="small" type="link" loading={renewing} onClick={() => void renew()}>
        {t('table.renew')}
      </Button>
    </span>
  );
}
