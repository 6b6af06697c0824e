import { isFault } from '../rpc/errors.ts';
import type { Case, Entry, Money, RuleVerdict, Says } from '../rpc/types.ts';
import { type BulkJob, type BulkRow, givenBy, type Plan } from './job.ts';

/** Calls of the server, so that the parts that compute need none. */
export type Ask = <T>(method: string, params: Record<string, unknown>) => Promise<T>;

export type Applied = { case: Case; entry: Entry };

/** What a step paid or ordered to be paid: the difference it made to the case. */
export function payOf(row: BulkRow, after: Case): Money | undefined {
  const minor = givenBy(after) - row.given;
  const currency = after.pending?.currency ?? after.refunded?.currency ?? row.amount?.currency;
  return minor > 0 && currency !== undefined ? { minor, currency } : undefined;
}

export const refusalOf = (error: unknown): { code: string; says: Says; rules: string[] } | undefined => {
  if (!isFault(error)) return undefined;
  const why = error.data.why_not ?? [];
  return {
    code: why[0]?.code ?? error.kind,
    says: error.says ?? { zh: error.message, en: error.message },
    rules: why.flatMap((one) => one.rule ?? []),
  };
};

/** The call that does one row. Its preview is the same without the request id. */
export function callOf(job: BulkJob, row: BulkRow): Record<string, unknown> {
  return {
    case_id: row.case_id,
    event: job.event,
    params: { ...job.params, ...row.params },
    if_version: row.version,
    ...(job.note ? { note: job.note } : {}),
  };
}

/** Warnings of an accepted preview: rules that apply, do not hold, and yet do not refuse. */
function warningsIn(rules: RuleVerdict[]): Says[] {
  return rules.filter((r) => r.applies !== false && r.verdict !== 'holds').flatMap((r) => r.says ?? []);
}

/** What one row would do. Throws only where no answer came. */
export async function planRow(job: BulkJob, row: BulkRow, ask: Ask): Promise<Plan> {
  try {
    const told = await ask<Applied>('case.preview', callOf(job, row));
    const pays = payOf(row, told.case);
    return {
      ok: true,
      to: told.case.state,
      ...(told.case.state_says ? { to_says: told.case.state_says } : {}),
      ...(pays ? { pays } : {}),
      warnings: warningsIn(told.entry.rules),
    };
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal || isFault(error, 'rate_limited') || isFault(error, 'unauthenticated')) throw error;
    return { ok: false, ...refusal };
  }
}

/** Works through `items`, a few at once and in their order, until all are done or `stopped` says so. */
export async function inLanes<T>(
  items: T[],
  lanes: number,
  work: (item: T) => Promise<void>,
  stopped: () => boolean,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length && !stopped()) await work(items[next++] as T);
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
}
