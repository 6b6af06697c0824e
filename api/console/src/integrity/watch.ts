import { rpc } from '../rpc/client.ts';
import { type FaultData, NoAnswer, RpcFault } from '../rpc/errors.ts';
import type { Says } from '../rpc/types.ts';

/** A verification that somebody watches: begun by one call, asked after by others until its report is there. */

export type VerifyReport = {
  ok: boolean;
  entries: number;
  cases?: number;
  root?: string;
  milliseconds?: number;
  first_bad?: { what?: string; seq?: number; entry_id?: string; table?: string; says: Says };
};

/** How far the run is: `done` of `total` (0: not known) of `what`, and `at` which moment of this computer. */
export type Progress = { run_id: string; what: string; done: number; total: number; at: number };

/** Somebody who watched called it off: nothing is known of the ledger that was not known before. */
export class CalledOff extends Error {}

type Answer = {
  what: string;
  done: number;
  total: number;
  result?: VerifyReport;
  error?: { code: number; message: string; data?: FaultData };
  cancelled?: true;
};

/** Small stores are through at once; for large ones a second is often enough. */
const firstWait_ms = 60;
const longestWait_ms = 1000;
/** So many answers in a row may get lost before the watcher gives up; the verification itself goes on. */
const lostMost = 20;

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

export async function watchVerify(onProgress: (progress: Progress) => void): Promise<VerifyReport> {
  const { run_id } = await rpc.call<{ run_id: string }>('audit.verify_start');
  let lost = 0;
  for (let wait = firstWait_ms; ; wait = Math.min(longestWait_ms, wait * 2)) {
    await sleep(wait);
    let answer: Answer;
    try {
      answer = await rpc.call<Answer>('audit.verify_progress', { run_id });
      lost = 0;
    } catch (error) {
      if (!(error instanceof NoAnswer) || ++lost > lostMost) throw error;
      continue;
    }
    if (answer.error) throw new RpcFault(answer.error.code, answer.error.message, answer.error.data);
    if (answer.cancelled) throw new CalledOff();
    if (answer.result) return answer.result;
    onProgress({ run_id, what: answer.what, done: answer.done, total: answer.total, at: Date.now() });
  }
}

/** Whole percent, short of 100 as long as it is not through; undefined while nobody knows out of how much. */
export const percentOf = (progress: Progress | undefined): number | undefined =>
  progress === undefined || progress.total <= 0
    ? undefined
    : Math.max(0, Math.min(99, Math.floor((progress.done / progress.total) * 100)));

/** What was done a second between two looks at the same work, and how long the rest takes at that pace. */
export function paceOf(
  first: Progress | undefined,
  last: Progress | undefined,
): { a_second: number; left_s: number } | undefined {
  if (!first || !last || first.what !== last.what) return undefined;
  const seconds = (last.at - first.at) / 1000;
  const done = last.done - first.done;
  if (seconds < 0.5 || done <= 0) return undefined;
  const a_second = done / seconds;
  return { a_second, left_s: Math.max(0, last.total - last.done) / a_second };
}
