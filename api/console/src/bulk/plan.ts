import { isFault } from '../rpc/errors.ts';
import type { Case, Entry, Money, Says, Warning } from '../rpc/types.ts';
import type { BulkJob, BulkRow, Plan } from './job.ts';

/** Calls of the server, so that the parts that compute need none. */
export type Ask = <T>(method: string, params: Record<string, unknown>) => Promise<T>;

export type Applied = { case: Case; entry: Entry };

/** What was paid and ordered to be paid more than before. */
export function payOf(entry: { effects?: unknown }): Money | undefined {
  let sum: Money | undefined;
  for (const effect of Array.isArray(entry.effects) ? (entry.effects as { kind?: string; amount?: Money }[]) : []) {
    if (!effect.amount || effect.amount.minor <= 0) continue;
    sum = { minor: (sum?.minor ?? 0) + effect.amount.minor, currency: effect.amount.currency };
  }
  return sum;
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
export function callOf(job: BulkJob, row: BulkRow, version: number): Record<string, unknown> {
  return {
    case_id: row.case_id,
    event: job.event,
    params: { ...job.params, ...row.params },
    if_version: version,
    ...(job.note ? { note: job.note } : {}),
  };
}

/** Warnings of an accepted preview: rules that apply, fail, and yet do not refuse. */
function warningsIn(entry: { rules?: Warning[] }): Says[] {
  const rules = (entry.rules ?? []) as (Warning & { applies?: boolean })[];
  return rules.filter((r) => r.applies !== false && r.verdict !== 'holds' && r.says).map((r) => r.says as Says);
}

/** What one row would do. Throws only where no answer came. */
export async function planRow(job: BulkJob, row: BulkRow, version: number, ask: Ask): Promise<Plan> {
  try {
    const told = await ask<Applied>('case.preview', callOf(job, row, version));
    const pays = payOf(told.entry as { effects?: unknown });
    return {
      ok: true,
      version,
      to: told.case.state,
      ...(told.case.state_says ? { to_says: told.case.state_says } : {}),
      ...(pays ? { pays } : {}),
      warnings: warningsIn(told.entry as { rules?: Warning[] }),
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
