import { CaretDownOutlined, CaretUpOutlined } from '@ant-design/icons';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Checkbox } from 'antd';
import { type KeyboardEvent, memo, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useTexts } from '../i18n/texts.ts';
import './table.css';

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

export type RowTableProps<T> = {
  rows: T[];
  rowKey: (row: T) => string;
  columns: Column<T>[];
  label: string;
  rowHeight?: number;
  sort?: string | undefined;
  onSort?: ((sort: string) => void) | undefined;
  onOpen?: ((row: T) => void) | undefined;
  selected?: ReadonlySet<string> | undefined;
  onSelect?: ((keys: Set<string>, rows: T[]) => void) | undefined;
  /** Whether more rows exist than are given; then their number is not told. */
  partial?: boolean;
  /** The last row in view, for whoever fetches more. */
  onReach?: (index: number) => void;
  foot?: ReactNode;
};

/**
 * Rows as a grid of which only those in view are in the page, so ten thousand scroll as easily as ten. Arrow keys move, Enter
 * opens, Space selects, Shift and a click select everything between.
 */
export function RowTable<T>(props: RowTableProps<T>) {
  const { rows, rowKey, columns, label, rowHeight = 40, selected, onSelect, onOpen, onReach } = props;
  const t = useTexts();
  const box = useRef<HTMLDivElement>(null);
  const [focus, setFocus] = useState(0);
  const anchor = useRef(0);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 2,
    getItemKey: (index) => rowKey(rows[index] as T),
  });
  const shown = virtual.getVirtualItems();
  const last = shown[shown.length - 1]?.index ?? 0;
  useEffect(() => onReach?.(last), [last, rows.length, onReach]);

  const tell = (next: Set<string>): void =>
    onSelect?.(
      next,
      rows.filter((row) => next.has(rowKey(row))),
    );
  const toggle = (index: number, range: boolean): void => {
    const next = new Set(selected);
    const on = !next.has(rowKey(rows[index] as T));
    const from = range ? Math.min(anchor.current, index) : index;
    const to = range ? Math.max(anchor.current, index) : index;
    for (const row of rows.slice(from, to + 1)) {
      if (on) next.add(rowKey(row));
      else next.delete(rowKey(row));
    }
    anchor.current = index;
    tell(next);
  };
  const every = rows.length > 0 && rows.every((row) => selected?.has(rowKey(row)));
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
      Space: () => (onSelect ? toggle(index, event.shiftKey) : onOpen?.(row)),
    };
    const step = steps[event.code];
    if (!step || event.target !== event.currentTarget) return;
    event.preventDefault();
    step();
  };
  // The rows on the page keep the same callbacks, so that scrolling renders only rows that came into view.
  const now = useRef({ pressed, toggle, onOpen, setFocus });
  now.current = { pressed, toggle, onOpen, setFocus };
  const onKey = useCallback((event: KeyboardEvent, index: number) => now.current.pressed(event, index), []);
  const onToggle = useCallback((index: number, range: boolean) => now.current.toggle(index, range), []);
  const onClick = useCallback((row: T, index: number) => {
    now.current.setFocus(index);
    now.current.onOpen?.(row);
  }, []);

  const tracks = `${onSelect ? '36px ' : ''}${columns.map((c) => c.width).join(' ')}`;
  // No row is wider than another, however long its texts are.
  const minWidth = columns.reduce((sum, column) => sum + leastOf(column.width), onSelect ? 36 : 0);
  const focused = Math.min(focus, rows.length - 1);
  return (
    <div className="qt">
      <div
        ref={box}
        className="qt-box"
        role="table"
        aria-label={label}
        aria-rowcount={props.partial ? -1 : rows.length + 1}
      >
        <div className="qt-head" role="row" aria-rowindex={1} style={{ gridTemplateColumns: tracks, minWidth }}>
          {onSelect && (
            <span role="columnheader">
              <Checkbox
                aria-label={t('table.select_all')}
                checked={every}
                indeterminate={!every && (selected?.size ?? 0) > 0}
                onChange={() => {
                  // What is chosen and not loaded here stays chosen.
                  const here = new Set(rows.map(rowKey));
                  const others = [...(selected ?? [])].filter((key) => !here.has(key));
                  tell(new Set(every ? others : [...others, ...here]));
                }}
              />
            </span>
          )}
          {columns.map((column) => (
            <HeadCell key={column.id} column={column} sort={props.sort} onSort={props.onSort} />
          ))}
        </div>
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), paddingTop: shown[0]?.start, minWidth }}>
          {shown.map((item) => (
            <Row
              key={item.key}
              row={rows[item.index]}
              index={item.index}
              height={rowHeight}
              tracks={tracks}
              columns={columns as Column<unknown>[]}
              marked={onSelect ? (selected?.has(rowKey(rows[item.index] as T)) ?? false) : undefined}
              tabbed={item.index === focused}
              selectLabel={t('table.select')}
              onClick={onClick as (row: unknown, index: number) => void}
              onKey={onKey}
              onToggle={onToggle}
            />
          ))}
        </div>
      </div>
      <div className="qt-foot" role="status">
        {props.foot ?? t(props.partial ? 'table.rows_more' : 'table.rows', { count: rows.length })}
      </div>
    </div>
  );
}

/** The least width of a track in px: `minmax(160px, 1fr)` is 160. */
const leastOf = (track: string): number => Number(/\d+/.exec(track)?.[0] ?? 0);

function HeadCell<T>(props: {
  column: Column<T>;
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
}) {
  const { column, sort, onSort } = props;
  const t = useTexts();
  return (
    <span
      role="columnheader"
      className={column.align === 'end' ? 'end' : undefined}
      aria-sort={column.sort && sort === column.sort ? 'ascending' : undefined}
    >
      {column.sort && onSort ? (
        <button
          type="button"
          className="qt-sort"
          aria-label={t('table.sort', { column: column.title })}
          onClick={() => onSort(column.sort as string)}
        >
          {column.title}
          {sort === column.sort ? <CaretUpOutlined /> : <CaretDownOutlined className="faint" />}
        </button>
      ) : (
        column.title
      )}
    </span>
  );
}

type RowProps = {
  row: unknown;
  index: number;
  height: number;
  tracks: string;
  columns: Column<unknown>[];
  marked: boolean | undefined;
  tabbed: boolean;
  selectLabel: string;
  onClick: (row: unknown, index: number) => void;
  onKey: (event: KeyboardEvent, index: number) => void;
  onToggle: (index: number, range: boolean) => void;
};

const Row = memo(function Row(props: RowProps) {
  const { row, index, columns, marked } = props;
  return (
    <div
      role="row"
      data-at={index}
      aria-rowindex={index + 2}
      aria-selected={marked}
      tabIndex={props.tabbed ? 0 : -1}
      className="qt-row"
      style={{ gridTemplateColumns: props.tracks, height: props.height }}
      onClick={() => props.onClick(row, index)}
      onKeyDown={(event) => props.onKey(event, index)}
    >
      {marked !== undefined && (
        <span role="cell" onClick={(event) => event.stopPropagation()}>
          <input
            type="checkbox"
            className="qt-check"
            aria-label={props.selectLabel}
            checked={marked}
            onChange={(event) => props.onToggle(index, (event.nativeEvent as MouseEvent).shiftKey === true)}
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
});
