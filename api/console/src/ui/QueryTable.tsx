import { CaretDownOutlined, CaretUpOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Checkbox } from 'antd';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTexts } from '../i18n/texts.ts';
import { rpc } from '../rpc/client.ts';
import './table.css';
import { EmptyState, ErrorState, Waiting } from './states.tsx';

export type Column<T> = {
  id: string;
  title: string;
  /** A track of a CSS grid: `120px`, `minmax(160px, 1fr)`. */
  width: string;
  cell: (row: T) => ReactNode;
  align?: 'start' | 'end';
  /** The value of `sort` that the method takes for this column. */
  sort?: string;
};

export type QueryTableProps<T, Answer> = {
  method: string;
  params: Record<string, unknown>;
  /** Where in an answer its rows stand. */
  rows: (answer: Answer) => T[];
  rowKey: (row: T) => string;
  columns: Column<T>[];
  label: string;
  live?: 'any' | 'case' | 'none';
  rowHeight?: number;
  sort?: string | undefined;
  onSort?: (sort: string) => void;
  onOpen?: (row: T) => void;
  selected?: ReadonlySet<string>;
  onSelect?: (keys: Set<string>, rows: T[]) => void;
  empty?: ReactNode;
  /** Told after each answer, e.g. for a `total` that the answer brings. */
  onAnswer?: (first: Answer, rows: T[]) => void;
};

type Paged = { next_cursor?: string };

/**
 * Rows of one method of the API, read page by page with its cursor as they come into view. Only rows in view are in the page, so
 * ten thousand scroll as easily as ten. Arrow keys move, Enter opens, Space selects.
 */
export function QueryTable<T, Answer extends object>(props: QueryTableProps<T, Answer>) {
  const {
    method,
    params,
    rowKey,
    columns,
    label,
    live = 'any',
    rowHeight = 40,
    selected,
    onSelect,
    onOpen,
    onAnswer,
  } = props;
  const t = useTexts();
  const box = useRef<HTMLDivElement>(null);
  const [focus, setFocus] = useState(0);

  const query = useInfiniteQuery({
    queryKey: [method, params, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      rpc.call<Answer & Paged>(method, pageParam === '' ? params : { ...params, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
    ...(live === 'none' ? {} : { meta: { live } }),
    staleTime: 15_000,
  });
  const rows = useMemo(() => query.data?.pages.flatMap(props.rows) ?? [], [query.data]);
  useEffect(() => {
    const first = query.data?.pages[0];
    if (first) onAnswer?.(first, rows);
  }, [rows]);

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => rowKey(rows[index] as T),
  });
  const shown = virtual.getVirtualItems();
  const last = shown[shown.length - 1]?.index ?? 0;
  useEffect(() => {
    if (query.hasNextPage && !query.isFetchingNextPage && last >= rows.length - 30) void query.fetchNextPage();
  }, [last, rows.length, query.hasNextPage, query.isFetchingNextPage]);

  if (query.isPending) return <Waiting />;
  if (query.error && rows.length === 0) return <ErrorState fault={query.error} onRetry={() => void query.refetch()} />;
  if (rows.length === 0) return props.empty ?? <EmptyState title={t('table.empty')} />;

  const toggle = (row: T): void => {
    const next = new Set(selected);
    const key = rowKey(row);
    if (!next.delete(key)) next.add(key);
    onSelect?.(
      next,
      rows.filter((r) => next.has(rowKey(r))),
    );
  };
  const toggleAll = (): void => {
    const all = (selected?.size ?? 0) < rows.length;
    onSelect?.(new Set(all ? rows.map(rowKey) : []), all ? rows : []);
  };
  const move = (to: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, to));
    setFocus(next);
    virtual.scrollToIndex(next);
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-at="${next}"]`)?.focus());
  };
  const pressed = (event: KeyboardEvent, index: number): void => {
    const row = rows[index] as T;
    const steps: Record<string, () => void> = {
      ArrowDown: () => move(index + 1),
      ArrowUp: () => move(index - 1),
      PageDown: () => move(index + 12),
      PageUp: () => move(index - 12),
      Home: () => move(0),
      End: () => move(rows.length - 1),
      Enter: () => onOpen?.(row),
      Space: () => (onSelect ? toggle(row) : onOpen?.(row)),
    };
    const step = steps[event.code];
    if (!step || event.target !== event.currentTarget) return;
    event.preventDefault();
    step();
  };
  const tracks = `${onSelect ? '36px ' : ''}${columns.map((c) => c.width).join(' ')}`;
  const least_px = columns.reduce((sum, column) => sum + leastOf(column.width), onSelect ? 36 : 0);
  const focused = Math.min(focus, rows.length - 1);

  return (
    <div className="qt">
      <div
        ref={box}
        className="qt-box"
        role="table"
        aria-label={label}
        aria-rowcount={query.hasNextPage ? -1 : rows.length + 1}
      >
        <div
          className="qt-head"
          role="row"
          aria-rowindex={1}
          style={{ gridTemplateColumns: tracks, minWidth: least_px }}
        >
          {onSelect && (
            <span role="columnheader">
              <Checkbox
                aria-label={t('table.select_all')}
                checked={(selected?.size ?? 0) > 0 && selected?.size === rows.length}
                indeterminate={(selected?.size ?? 0) > 0 && (selected?.size ?? 0) < rows.length}
                onChange={toggleAll}
              />
            </span>
          )}
          {columns.map((column) => (
            <span
              key={column.id}
              role="columnheader"
              className={column.align === 'end' ? 'end' : undefined}
              aria-sort={column.sort && props.sort === column.sort ? 'ascending' : undefined}
            >
              {column.sort && props.onSort ? (
                <button
                  type="button"
                  className="qt-sort"
                  aria-label={t('table.sort', { column: column.title })}
                  onClick={() => props.onSort?.(column.sort as string)}
                >
                  {column.title}
                  {props.sort === column.sort ? <CaretUpOutlined /> : <CaretDownOutlined className="faint" />}
                </button>
              ) : (
                column.title
              )}
            </span>
          ))}
        </div>
        <div className="qt-rows" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
          {shown.map((item) => {
            const row = rows[item.index] as T;
            const key = rowKey(row);
            return (
              <div
                key={item.key}
                role="row"
                data-at={item.index}
                aria-rowindex={item.index + 2}
                aria-selected={selected?.has(key)}
                tabIndex={item.index === focused ? 0 : -1}
                className="qt-row"
                style={{
                  gridTemplateColumns: tracks,
                  minWidth: least_px,
                  height: rowHeight,
                  transform: `translateY(${item.start}px)`,
                }}
                onClick={() => {
                  setFocus(item.index);
                  onOpen?.(row);
                }}
                onKeyDown={(event) => pressed(event, item.index)}
              >
                {onSelect && (
                  <span role="cell">
                    <Checkbox
                      aria-label={t('table.select')}
                      checked={selected?.has(key) ?? false}
                      onClick={(event) => event.stopPropagation()}
                      onChange={() => toggle(row)}
                    />
                  </span>
                )}
                {columns.map((column) => (
                  <span key={column.id} role="cell" className={column.align === 'end' ? 'end' : undefined}>
                    {column.cell(row)}
                  </span>
                ))}
              </div>
            );
          })}
        </div>
      </div>
      <div className="qt-foot" role="status">
        {query.isFetchingNextPage
          ? t('table.loading_more')
          : t(query.hasNextPage ? 'table.rows_more' : 'table.rows', { count: rows.length })}
      </div>
    </div>
  );
}

/** The pixels a track takes at least: every row must be as wide as the others, whatever stands in it. */
function leastOf(track: string): number {
  return Number(/(\d+)px/.exec(track)?.[1] ?? 0);
}
