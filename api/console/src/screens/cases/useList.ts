import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { type Filters, type ListState, paramsOf, readAddress, writeAddress } from '../../cases/filters.ts';
import { usualColumns } from './columns.tsx';
import { pageRows } from './pages.ts';

export type List = {
  state: ListState;
  /** What is asked for, the same object until the address changes. Times may be relative to when it is asked. */
  params: Record<string, unknown>;
  cols: string[];
  bare: boolean;
  show: (next: ListState) => void;
  filter: (name: string, value: Filters[string] | undefined) => void;
  /** Several at once. */
  filterAll: (changes: Record<string, Filters[string] | undefined>) => void;
  sort: (by: string | undefined) => void;
  setCols: (cols: string[]) => void;
};

/** The list as the address tells it. */
export function useList(): List {
  const [search, setSearch] = useSearchParams();
  const text = search.toString();
  const state = useMemo(() => readAddress(new URLSearchParams(text)), [text]);
  const asked = useMemo(() => paramsOf(state), [text]);
  const params = useMemo(() => ({ ...asked, count: true, limit: pageRows }), [asked]);

  const show = useCallback((next: ListState) => setSearch(writeAddress(next)), [setSearch]);
  const change = useCallback(
    (make: (now: ListState) => ListState) =>
      setSearch((now) => writeAddress(make(readAddress(now))), { replace: true }),
    [setSearch],
  );
  const filterAll = useCallback(
    (changes: Record<string, Filters[string] | undefined>) =>
      change((now) => {
        const filters = { ...now.filters };
        for (const [name, value] of Object.entries(changes)) {
          if (value === undefined || value === '') delete filters[name];
          else filters[name] = value;
        }
        return { ...now, filters };
      }),
    [change],
  );
  return {
    state,
    params,
    cols: state.cols ?? usualColumns,
    bare: text === '',
    show,
    filterAll,
    filter: useCallback((name, value) => filterAll({ [name]: value }), [filterAll]),
    sort: useCallback((by) => change((now) => ({ ...now, sort: by })), [change]),
    setCols: useCallback((cols) => change((now) => ({ ...now, cols })), [change]),
  };
}
