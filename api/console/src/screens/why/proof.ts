import type { Says } from '../../rpc/types.ts';

/** What `rules.explain` answers, and its condition trees as lines to read from top to bottom. */

export type Part = {
  operation: string;
  source?: string;
  truth?: 'true' | 'false' | 'unknown';
  value?: unknown;
  asked?: boolean;
  hidden?: boolean;
  error?: Says | string;
  waits_for?: string[];
  parts?: Part[];
};

export type Proof = {
  id: string;
  version: string;
  verdict: 'holds' | 'fails' | 'unproven';
  applies?: boolean;
  effect?: string;
  effect_says?: Says;
  refuses: boolean;
  cites?: string;
  confidence?: string;
  says?: Says;
  facts_read?: Record<string, unknown>;
  evidence_read?: Record<string, number>;
  missing?: { what: string; name: string }[];
  when?: Part;
  require?: Part;
};

export type ReadFact = {
  path: string;
  value: unknown;
  origin: string;
  says?: Says;
  from?: { entry_id: string; case_seq: number; event: string; at: string };
};

export type Explanation = {
  case_id: string;
  event: string;
  says?: Says;
  party: string;
  reader: string;
  at: string;
  state: string;
  to?: string;
  outcome: 'accepted' | 'refused';
  reasons: { code: string; rule?: string; says?: Says; expected?: string; actual?: string }[];
  rules: Proof[];
  facts?: ReadFact[];
  evidence?: { kind: string; count: number; says?: Says; items: unknown[] }[];
  recorded?: { entry_id: string; book_at_hand: boolean; same?: boolean; differs?: unknown[] };
  rulebook?: string;
  text?: Says;
};

/** true, false, unknown; `error`; `idle`: not asked, because what stood before it had decided. */
export type Truth = 'true' | 'false' | 'unknown' | 'error' | 'idle' | 'none';

export type ProofLine = {
  depth: number;
  truth: Truth;
  /** How the lines below are joined; undefined for a line that is asked itself. */
  join?: 'all' | 'any' | 'not' | 'either';
  source: string;
  hidden: boolean;
  /** Facts that this line reads, with what they were. */
  reads: { path: string; value: unknown; known: boolean }[];
  /** Facts that stand in this line without a value of their own: only asked whether known, or not asked at all. */
  names: string[];
  /** Kinds of evidence that this line counts. */
  counts: string[];
};

const joins: Record<string, NonNullable<ProofLine['join']>> = { '&&': 'all', '||': 'any', '!': 'not', '?:': 'either' };

export const truthOf = (part: Part): Truth =>
  part.error !== undefined ? 'error' : part.asked === false ? 'idle' : (part.truth ?? 'none');

function readsOf(part: Part, reads: ProofLine['reads'], counts: string[]): void {
  if (part.operation === 'fact' && part.source !== undefined && part.asked !== false) {
    const value = part.value ?? (part.truth === 'true' ? true : part.truth === 'false' ? false : undefined);
    if (!reads.some((read) => read.path === part.source))
      reads.push({ path: part.source, value, known: value !== undefined });
  }
  const counted = /^(?:has_evidence|evidence_count)\("([^"]+)"/.exec(part.source ?? '');
  if (counted?.[1] !== undefined && !counts.includes(counted[1])) counts.push(counted[1]);
  for (const inner of part.parts ?? []) readsOf(inner, reads, counts);
}

/** Joins become headings of what they join; everything below a comparison stays on its one line. */
export function linesOf(part: Part, depth = 0): ProofLine[] {
  const join = joins[part.operation];
  // `!has(x)` reads better as one line than as a heading with one below it.
  const splits = join !== undefined && (part.parts?.length ?? 0) > 0 && !(join === 'not' && !joined(part.parts?.[0]));
  const line: ProofLine = {
    depth,
    truth: truthOf(part),
    source: part.source ?? '',
    hidden: part.hidden === true || part.operation === 'hidden',
    reads: [],
    names: [],
    counts: [],
  };
  if (!splits) {
    readsOf(part, line.reads, line.counts);
    line.names = pathsIn(line.source).filter((path) => !line.reads.some((read) => read.path === path));
    return [line];
  }
  return [{ ...line, join }, ...(part.parts ?? []).flatMap((inner) => linesOf(inner, depth + 1))];
}

const pathsIn = (source: string): string[] => [
  ...new Set(source.replace(/"[^"]*"|'[^']*'/g, '').match(/\b[a-z_]+(?:\.[a-z_0-9]+)+\b/g)),
];

const joined = (part: Part | undefined): boolean => part !== undefined && joins[part.operation] !== undefined;

/** What refused first, then what warns or is not proven, then what holds; what does not apply is left to a count. */
export function sortProofs(rules: readonly Proof[]): {
  refusing: Proof[];
  open: Proof[];
  holding: Proof[];
  idle: Proof[];
} {
  const applies = rules.filter((rule) => rule.applies !== false);
  return {
    refusing: applies.filter((rule) => rule.refuses),
    open: applies.filter((rule) => !rule.refuses && rule.verdict !== 'holds'),
    holding: applies.filter((rule) => !rule.refuses && rule.verdict === 'holds'),
    idle: rules.filter((rule) => rule.applies === false),
  };
}
