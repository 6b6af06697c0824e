import { isFault, NoAnswer } from '../rpc/errors.ts';
import { type BulkJob, type BulkRow, type Outcome, requestIdOf } from './job.ts';
import { type Applied, type Ask, callOf, inLanes, payOf, refusalOf } from './plan.ts';

/** How many rows are under way at once: enough to keep the line busy, few enough that stopping stops. */
const lanes = 4;

export type Stop = 'asked' | 'no_answer' | 'signed_out';

export type RunOptions = {
  ask: Ask;
  /** Called with each row as its answer comes. */
  told: (row: BulkRow, outcome: Outcome) => void;
  stopped: () => boolean;
  sleep?: (ms: number) => Promise<void>;
};

const waits_ms = [500, 1500, 4000];

function outcomeOf(error: unknown): Outcome | undefined {
  if (isFault(error, 'version_conflict'))
    return { is: 'moved', says: error.says ?? { zh: error.message, en: error.message } };
  const refusal = refusalOf(error);
  if (!refusal || !isFault(error)) return undefined;
  const { code, says } = refusal;
  return { is: 'refused', code, says, ...(error.data.entry_id ? { entry_id: error.data.entry_id } : {}) };
}

/**
 * Sends every planned row that has no outcome yet. Taken up again after a stop, a lost line or a reload, rows whose answer was lost
 * are sent under the request id they had, and the server answers what it did then. Tells why it ended early, if it did.
 */
export async function runBulk(job: BulkJob, options: RunOptions): Promise<Stop | undefined> {
  const sleep = options.sleep ?? ((ms: number) => new Promise<void>((done) => setTimeout(done, ms)));
  let ended: Stop | undefined;
  const stopped = (): boolean => ended !== undefined || options.stopped();

  const send = async (row: BulkRow): Promise<void> => {
    for (let attempt = 0; ; attempt++) {
      try {
        const params = { ...callOf(job, row), request_id: requestIdOf(job, row) };
        const told = await options.ask<Applied>('case.apply', params);
        options.told(row, doneBy(row, told));
        return;
      } catch (error) {
        if (isFault(error, 'unauthenticated')) {
          ended ??= 'signed_out';
          return;
        }
        const passing = error instanceof NoAnswer || isFault(error, 'rate_limited');
        if (!passing) {
          const outcome = outcomeOf(error);
          if (!outcome) throw error;
          options.told(row, outcome);
          return;
        }
        const wait = waits_ms[attempt];
        if (wait === undefined) {
          ended ??= 'no_answer';
          return;
        }
        await sleep(wait);
      }
    }
  };

  const left = job.rows.filter((row) => row.plan?.ok && !row.outcome);
  await inLanes(left, lanes, send, stopped);
  return ended ?? (options.stopped() ? 'asked' : undefined);
}

/** What was done, and whether it is what the plan said. */
function doneBy(row: BulkRow, told: Applied): Outcome {
  const pays = payOf(row, told.case);
  const plan = row.plan?.ok ? row.plan : undefined;
  const differs = plan !== undefined && (told.entry.to !== plan.to || (pays?.minor ?? 0) !== (plan.pays?.minor ?? 0));
  return {
    is: 'done',
    at: told.entry.at,
    entry_id: told.entry.id,
    state: told.entry.to,
    ...(told.case.state === told.entry.to && told.case.state_says ? { state_says: told.case.state_says } : {}),
    ...(pays ? { pays } : {}),
    differs,
  };
}
