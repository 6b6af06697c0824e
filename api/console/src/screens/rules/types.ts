import type { Money, Says } from '../../rpc/types.ts';

/** Answers of rules.books, rules.list, rules.try, rules.diff and rules.backtest. */

export type Version = {
  digest: string;
  from: string;
  from_seq: number;
  by: string;
  by_name?: string;
  role: string;
  entry_id?: string;
};
export type BookInForce = {
  book: string;
  shop: string;
  platform: string;
  digest: string;
  since?: string;
  files: string[];
  versions: Version[];
};

/** One example of a clause as the book in force was tried with it: what it should come to, and what it came to. */
export type Example = {
  what: 'rule' | 'deadline';
  facts: Record<string, unknown>;
  evidence: string[];
  at: string;
  expected: string;
  actual: string;
};
export type BookText = {
  book: string;
  digest: string;
  text: string;
  files: { name: string; text: string }[];
  examples?: Record<string, Example[]>;
};

export type Listed = {
  id: string;
  version?: string;
  says: Says;
  cites?: { text: string; source?: string };
  confidence?: string;
  confidence_says?: Says;
  effect?: string;
  effect_says?: Says;
  on?: string[];
  slot?: string;
  breach?: string;
  when?: string;
  require?: string;
  due?: string;
  hours?: number;
  per_mille?: number;
  min_minor?: number;
  max_minor?: number;
  weight?: number;
  advances?: string;
  any_of?: string[][];
  from?: string;
  to?: string;
};

export const lists = ['rules', 'deadlines', 'compensations', 'evidence_needs', 'risks'] as const;
export type ListName = (typeof lists)[number];

export type WholeBook = {
  id: string;
  platform: string;
  version: string;
  digest: string;
  title: Says;
  since?: string;
  counts?: Record<string, number>;
} & Partial<Record<ListName, Listed[]>>;

export type Finding = {
  file: string;
  line: number;
  column: number;
  says: Says;
  check?: string;
  clauses?: string[];
  example?: string;
  side?: 'old' | 'new';
};

export type Change = {
  list: string;
  id: string;
  what: 'added' | 'removed' | 'changed';
  books: string[];
  says: Says;
  member?: string;
  old?: string;
  new?: string;
};

export type Sum = {
  verdicts: number;
  refused_now: number;
  accepted_now: number;
  deadlines: { earlier: number; later: number; new: number; gone: number };
  refunds: Money[];
  compensation: Money[];
  untold: number;
};

export type DecisionChange = {
  entry_id: string;
  at: string;
  event: string;
  verdicts?: { rule: string; was: string | null; now: string | null }[];
  outcome?: { was: string; now: string; rule: string };
  due?: { id: string; was: string | null; now: string | null };
  refund?: Money;
  untold?: { rule: string; facts: string[] }[];
};

export type CaseChange = {
  case_id: string;
  shop: string;
  kind: string;
  decisions: DecisionChange[];
  compensation?: { id: string; entry_id: string; was_minor: number; now_minor: number; currency: string };
  sum: Sum;
};

export type Backtest = {
  book: string;
  version: string;
  digest: string;
  entries: number;
  decisions: number;
  not_compared: { of_other_books: number; by_the_table: number; unknown_events: number };
  empty: boolean;
  total: Sum;
  months: (Sum & { month: string })[];
  rules: (Sum & { id: string; flips: Record<string, number>; asked: { was: number; now: number } })[];
  cases: CaseChange[];
  cases_total: number;
  cut: boolean;
  next_from?: string;
};
