import { newId } from '../rpc/ids.ts';
import type { Action, Case, Money, Says, Schema } from '../rpc/types.ts';

/**
 * One thing done to many cases: chosen, then previewed one by one, then done exactly as previewed. Every case that was chosen
 * stands in the job with what became of it, so that none is passed over in silence. What was planned is frozen: a row is sent with
 * the version it was previewed at, and under a request id of its own that stays the same however often it is sent.
 */

export const bulkMost = 500;

export type Plan =
  | { ok: true; to: string; to_says?: Says; pays?: Money; warnings: Says[] }
  | { ok: false; code: string; says: Says; rules: string[] };

export type Outcome =
  | { is: 'done'; at: string; entry_id: string; state: string; state_says?: Says; pays?: Money; differs: boolean }
  /** Refused now although the plan said yes: time passed, or a rule changed. Recorded in the case's trail. */
  | { is: 'refused'; code: string; says: Says; entry_id?: string }
  /** Somebody moved the case after the plan: nothing was done. */
  | { is: 'moved'; says: Says };

export type BulkRow = {
  index: number;
  case_id: string;
  order_id: string;
  title?: string;
  kind: string;
  state: string;
  state_says?: Says;
  amount?: Money;
  /** As it stood when it was chosen or last looked at: its version, and what it had been given by then. */
  version: number;
  given: number;
  params?: Record<string, unknown>;
  plan?: Plan;
  outcome?: Outcome;
};

export type Stage = 'choose' | 'plan' | 'run';

export type BulkJob = {
  id: string;
  actor: string;
  made_at: number;
  stage: Stage;
  rows: BulkRow[];
  event?: string;
  event_says?: Says;
  irreversible?: boolean;
  /** What all rows are given; an amount that is each case's own stands in the row. */
  params?: Record<string, unknown>;
  note?: string;
  planned_at?: number;
};

/** What a case has paid out and ordered to be paid, in minor units. */
export const givenBy = (c: Case): number =>
  (c.refunded?.minor ?? 0) + (c.pending?.minor ?? 0) + (c.compensated?.minor ?? 0);

export function rowOf(c: Case, index: number): BulkRow {
  const amount = c.amount ?? c.claim.amount;
  return {
    index,
    case_id: c.id,
    order_id: c.order_id,
    kind: c.kind,
    state: c.state,
    version: c.version,
    given: givenBy(c),
    ...(c.title === undefined ? {} : { title: c.title }),
    ...(c.state_says === undefined ? {} : { state_says: c.state_says }),
    ...(amount === undefined ? {} : { amount }),
  };
}

export function newJob(actor: string, cases: Case[]): BulkJob {
  return { id: newId(), actor, made_at: Date.now(), stage: 'choose', rows: cases.slice(0, bulkMost).map(rowOf) };
}

/** The same for the same row of the same job, for ever: the server does it once. */
export const requestIdOf = (job: BulkJob, row: BulkRow): string => `${job.id}-${row.index}`;

/** Rows of an earlier job that did not get through, as a job of their own. */
export function remainder(job: BulkJob): BulkJob {
  const rows = job.rows
    .filter((row) => row.outcome?.is !== 'done')
    .map(({ plan: _plan, outcome: _outcome, params: _params, ...row }, index) => ({ ...row, index }));
  return { id: newId(), actor: job.actor, made_at: Date.now(), stage: 'choose', rows };
}

export type Standing = 'waiting' | 'will' | 'not_planned' | 'done' | 'refused' | 'moved';

/** Where one row stands. `not_planned`: the plan says it would be refused, so it is never sent. */
export function standingOf(row: BulkRow): Standing {
  if (row.outcome) return row.outcome.is;
  if (!row.plan) return 'waiting';
  return row.plan.ok ? 'will' : 'not_planned';
}

export function tally(rows: BulkRow[]): Record<Standing, number> {
  const count: Record<Standing, number> = { waiting: 0, will: 0, not_planned: 0, done: 0, refused: 0, moved: 0 };
  for (const row of rows) count[standingOf(row)]++;
  return count;
}

/** Done, when nothing that was planned is left unsent. */
export const isFinished = (job: BulkJob): boolean => job.stage === 'run' && tally(job.rows).will === 0;

/** What would be paid, one sum for each currency. */
export function sumsOf(amounts: (Money | undefined)[]): Money[] {
  const sums = new Map<string, number>();
  for (const money of amounts) if (money) sums.set(money.currency, (sums.get(money.currency) ?? 0) + money.minor);
  return [...sums].map(([currency, minor]) => ({ minor, currency }));
}

export const plannedPay = (row: BulkRow): Money | undefined => (row.plan?.ok ? row.plan.pays : undefined);

/** Why rows would not go or did not go, the most frequent reason first. */
export function reasonsOf(rows: BulkRow[]): { code: string; says: Says; count: number }[] {
  const found = new Map<string, { code: string; says: Says; count: number }>();
  for (const row of rows) {
    const no = row.outcome
      ? row.outcome.is === 'done'
        ? undefined
        : row.outcome
      : row.plan?.ok
        ? undefined
        : row.plan;
    if (!no) continue;
    const code = 'code' in no ? no.code : 'moved';
    const key = `${code} ${no.says.en}`;
    const kept = found.get(key);
    if (kept) kept.count++;
    else found.set(key, { code, says: no.says, count: 1 });
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}

export type Listing = { version: number; actions: Action[] };

/** An event that some or all of the cases list, and how many of them allow it now. */
export type Offer = {
  key: string;
  event: string;
  kind: string | undefined;
  says: Says;
  irreversible: boolean;
  schema: Schema;
  listed: Set<string>;
  allowed: number;
};

/**
 * Our own moves that the chosen cases list. The same name with other params in another workflow is another event; `kind` then
 * tells them apart.
 */
export function offersOf(rows: BulkRow[], listings: ReadonlyMap<string, Listing>): Offer[] {
  const offers = new Map<string, Offer>();
  for (const row of rows) {
    for (const action of listings.get(row.case_id)?.actions ?? []) {
      if (action.party !== 'seller') continue;
      const key = `${action.event} ${JSON.stringify(action.params_schema)} ${action.says.en}`;
      let offer = offers.get(key);
      if (!offer) {
        const { event, says, irreversible, params_schema: schema } = action;
        offer = { key, event, kind: row.kind, says, irreversible, schema, listed: new Set(), allowed: 0 };
        offers.set(key, offer);
      }
      if (offer.kind !== row.kind) offer.kind = undefined;
      offer.listed.add(row.case_id);
      if (action.allowed) offer.allowed++;
    }
  }
  return [...offers.values()].sort((a, b) => b.listed.size - a.listed.size || b.allowed - a.allowed);
}
