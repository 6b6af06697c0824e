/** What `audit.query` is asked, as the address holds it: the same words, so that a link is a question anyone can ask again. */

export type TrailFilter = {
  shop?: string;
  case_id?: string;
  person?: string;
  role?: string;
  rule?: string;
  rule_part?: string;
  code?: string;
  outcome?: string;
  event?: string;
  kind?: string;
  party?: string;
  closing?: boolean;
  moves?: boolean;
  from?: string;
  to?: string;
  amount_min?: number;
  amount_max?: number;
};

const texts = [
  'shop',
  'case_id',
  'person',
  'role',
  'rule',
  'rule_part',
  'code',
  'outcome',
  'event',
  'kind',
  'party',
  'from',
  'to',
] as const;
const amounts = ['amount_min', 'amount_max'] as const;
/** Kinds of entry that can be asked for alone. */
export const only = ['closing', 'moves'] as const;

export function readFilter(query: URLSearchParams): TrailFilter {
  const filter: TrailFilter = {};
  for (const name of texts) {
    const value = query.get(name)?.trim();
    if (value) filter[name] = value;
  }
  for (const name of amounts) {
    const value = query.get(name);
    if (value !== null && /^\d{1,15}$/.test(value)) filter[name] = Number(value);
  }
  for (const name of only) if (query.get(name) === 'true') filter[name] = true;
  // The API refuses a part of a rule where no rule is named.
  if (filter.rule === undefined) delete filter.rule_part;
  return filter;
}

/** The address that asks for these; what is not a filter (an open entry) is dropped. */
export function writeFilter(filter: TrailFilter): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of [...texts, ...amounts, ...only] as const) {
    const value = filter[name];
    if (value !== undefined && value !== '' && value !== false) query.set(name, String(value));
  }
  return query;
}

/** The address of what a figure counted: its `query` is what `audit.query` takes. */
export const trailOf = (query: Record<string, unknown>): string =>
  `/audit/trail?${writeFilter(readFilter(new URLSearchParams(Object.entries(query).map(([k, v]) => [k, String(v)]))))}`;

export const countOf = (filter: TrailFilter): number => Object.keys(filter).length;
