/**
 * The filters of `case.list` as they stand in the page's address, so that a link shows a colleague the same list. Every param of
 * the method has its own name there; nothing is kept beside the address.
 */

export type Value = string | boolean;
export type Filters = Record<string, Value>;

/** Members of the address that are no filter: the columns shown, the order, the view they came from, the bare list. */
const own = new Set(['cols', 'sort', 'view', 'all']);

const flags = new Set([
  'asked_platform',
  'awaiting_approval',
  'final',
  'flagged',
  'overdue',
  'responded',
  'unassigned',
  'waiting_evidence',
]);

export const timeFilters = ['due', 'opened', 'closed'] as const;
export type TimeFilter = (typeof timeFilters)[number];

/** The bounds of a time as `case.list` names them. */
export const boundsOf = (time: TimeFilter): { from: string; to: string } => ({
  from: `${time}_from`,
  to: time === 'due' ? 'due_before' : `${time}_to`,
});

const times = new Set(timeFilters.flatMap((time) => Object.values(boundsOf(time))));

export const isTime = (name: string): boolean => times.has(name);

export type ListState = {
  filters: Filters;
  sort: string | undefined;
  cols: string[] | undefined;
  view: string | undefined;
};

const word = (text: string): Value => (text === 'true' ? true : text === 'false' ? false : text);

export function readAddress(search: URLSearchParams): ListState {
  const filters: Filters = {};
  for (const [name, text] of search) {
    if (own.has(name) || text === '') continue;
    filters[name] = flags.has(name) ? text === 'true' : name === 'text' ? text : word(text);
  }
  const cols = search.get('cols')?.split(',').filter(Boolean);
  return {
    filters,
    sort: search.get('sort') ?? undefined,
    cols: cols && cols.length > 0 ? cols : undefined,
    view: search.get('view') ?? undefined,
  };
}

export function writeAddress(state: Partial<ListState>): URLSearchParams {
  const search = new URLSearchParams();
  const filters = state.filters ?? {};
  for (const name of Object.keys(filters).sort()) {
    const value = filters[name];
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  if (search.size === 0) search.set('all', '1');
  if (state.sort) search.set('sort', state.sort);
  if (state.cols && state.cols.length > 0) search.set('cols', state.cols.join(','));
  if (state.view) search.set('view', state.view);
  return search;
}

/** The address of the list that a query of the API (`{method: "case.list", params}`) shows. */
export function addressOf(params: Record<string, unknown>): string {
  const { sort, limit: _limit, count: _count, cursor: _cursor, ...rest } = params;
  const filters = Object.fromEntries(
    Object.entries(rest).filter((e): e is [string, Value] => typeof e[1] === 'string' || typeof e[1] === 'boolean'),
  );
  return `/cases?${writeAddress({ filters, sort: typeof sort === 'string' ? sort : undefined })}`;
}

const relative = /^now(?:([+-]\d{1,4})([hd]))?$/;
const unit_ms = { h: 3600_000, d: 86400_000 } as const;

/** `now`, `now+24h`, `now-7d` as a moment; anything else as it stands. Views keep these, so that they stay true tomorrow. */
export function momentOf(text: string, now_ms: number): string {
  const match = relative.exec(text);
  if (!match) return text;
  const step = match[1] === undefined ? 0 : Number(match[1]) * unit_ms[match[2] as 'h' | 'd'];
  return new Date(now_ms + step).toISOString();
}

export const isRelative = (text: string): boolean => relative.test(text);

/** What `case.list` is asked for, times still as the address has them: `asOf` makes moments of them when it is asked. */
export const paramsOf = (state: ListState): Record<string, unknown> => ({
  ...state.filters,
  ...(state.sort ? { sort: state.sort } : {}),
});

export const asOf = (now_ms: number, params: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      isTime(name) && typeof value === 'string' ? momentOf(value, now_ms) : value,
    ]),
  );

/** Two lists that ask the same, whatever the order of their members. */
export const sameFilters = (a: Filters, b: Filters): boolean =>
  writeAddress({ filters: a }).toString() === writeAddress({ filters: b }).toString();

/** A view of one person read by another: "mine" is whoever looks. In the address it is somebody by name, so that a link stays. */
export function toView(state: ListState, me: string): Record<string, unknown> {
  const filters = state.filters.assignee === me ? { ...state.filters, assignee: 'me' } : state.filters;
  return { filters, ...(state.sort ? { sort: state.sort } : {}), ...(state.cols ? { cols: state.cols } : {}) };
}

export function fromView(id: string, query: unknown, me: string): ListState {
  const kept = (query ?? {}) as { filters?: unknown; sort?: unknown; cols?: unknown };
  const filters: Filters = {};
  for (const [name, value] of Object.entries((kept.filters ?? {}) as Record<string, unknown>))
    if (typeof value === 'string' || typeof value === 'boolean')
      filters[name] = name === 'assignee' && value === 'me' ? me : value;
  const cols = Array.isArray(kept.cols) ? kept.cols.filter((c): c is string => typeof c === 'string') : undefined;
  return { filters, sort: typeof kept.sort === 'string' ? kept.sort : undefined, cols, view: id };
}
