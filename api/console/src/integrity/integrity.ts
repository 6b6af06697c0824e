import { useSyncExternalStore } from 'react';
import { rpc } from '../rpc/client.ts';
import { isFault, type RpcFault } from '../rpc/errors.ts';
import type { Says } from '../rpc/types.ts';
import { serverNow } from '../time/clock.ts';
import { CalledOff, type Progress, type VerifyReport, watchVerify } from './watch.ts';

/**
 * Whether the ledger is what it was: what the last verification said, and what any answer since has said against it. Once broken
 * it stays so on this page until a whole verification says otherwise.
 */

/** The first thing that is wrong. `seq` is its place in the ledger, where one entry is to blame. */
export type Finding = { seq?: number; entry_id?: string; case_id?: string; says: Says };

export type Integrity =
  | { is: 'unknown' }
  | { is: 'checking'; since: number; before?: Finding | undefined; first?: Progress; last?: Progress }
  | { is: 'sound'; entries: number; at: number; took_ms: number }
  | { is: 'broken'; finding: Finding; at: number };

export type CaseMark = { seq: number; case_seq: number; entry_id: string; ok: boolean; signed: boolean; why?: Says };
export type CaseCheck = {
  case_id: string;
  ok: boolean;
  entries: CaseMark[];
  signed_size?: number;
  first_bad?: { seq?: number; says: Says };
};

let now: Integrity = { is: 'unknown' };
const listeners = new Set<() => void>();

function set(next: Integrity): void {
  now = next;
  for (const listener of listeners) listener();
}

export const integrity = (): Integrity => now;

export function useIntegrity(): Integrity {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => now,
  );
}

/** What is wrong, as far as this page knows; also while it is being looked at again. */
export const findingOf = (state: Integrity): Finding | undefined =>
  state.is === 'broken' ? state.finding : state.is === 'checking' ? state.before : undefined;

/** Another person signs in: what the last one knew is not theirs to read. */
export const forgetIntegrity = (): void => set({ is: 'unknown' });

let underway: Promise<VerifyReport> | undefined;

/**
 * Reads the whole store again. Answers the report; faults other than a broken ledger are the caller's to show. Who asks while it
 * runs gets the answer of that run.
 */
export function verifyLedger(): Promise<VerifyReport> {
  underway ??= verify().finally(() => {
    underway = undefined;
  });
  // Whoever looked before may have been signed out meanwhile, and what they knew forgotten.
  if (now.is !== 'checking') set({ is: 'checking', since: serverNow(), before: findingOf(now) });
  return underway;
}

/** What is seen of the run is told from its first look on; one of another part of the work begins anew. */
function noteProgress(progress: Progress): void {
  if (now.is !== 'checking') return;
  const first = now.first?.what === progress.what ? now.first : progress;
  set({ ...now, first, last: progress });
}

/** Ends the run that is underway, for everybody who watches it; nothing where none is seen running. */
export async function cancelVerify(): Promise<void> {
  if (now.is === 'checking' && now.last) await rpc.call('audit.verify_cancel', { run_id: now.last.run_id });
}

async function verify(): Promise<VerifyReport> {
  const earlier = now;
  const before = findingOf(now);
  const since = serverNow();
  set({ is: 'checking', since, before });
  try {
    const report = await watchVerify(noteProgress);
    if (now.is !== 'checking') return report;
    if (report.ok) {
      set({
        is: 'sound',
        entries: report.entries,
        at: serverNow(),
        took_ms: report.milliseconds ?? serverNow() - since,
      });
    } else {
      set({ is: 'broken', finding: findingIn(report), at: serverNow() });
    }
    return report;
  } catch (error) {
    if (now.is === 'checking') {
      if (error instanceof CalledOff && earlier.is === 'sound') set(earlier);
      else set(before ? { is: 'broken', finding: before, at: since } : { is: 'unknown' });
    }
    if (isFault(error, 'ledger_broken')) noteBroken(error);
    throw error;
  }
}

function findingIn(report: VerifyReport): Finding {
  const bad = report.first_bad;
  return {
    says: bad?.says ?? { zh: '校验未通过', en: 'The verification failed.' },
    ...(bad?.seq === undefined ? {} : { seq: bad.seq }),
    ...(bad?.entry_id === undefined ? {} : { entry_id: bad.entry_id }),
  };
}

/** One case looked at again, entry by entry. What is wrong there is wrong with the ledger. */
export async function checkCase(case_id: string): Promise<CaseCheck> {
  const check = await rpc.call<CaseCheck>('audit.case_check', { case_id });
  if (!check.ok && check.first_bad) {
    const { seq, says } = check.first_bad;
    const entry_id = check.entries.find((mark) => mark.seq === seq)?.entry_id;
    noteFinding({
      says,
      case_id,
      ...(seq === undefined ? {} : { seq }),
      ...(entry_id === undefined ? {} : { entry_id }),
    });
  }
  return check;
}

/** Any call may find the ledger broken: a pack, a receipt, a checkpoint. */
export function noteBroken(fault: RpcFault): void {
  const seq = /^seq (\d+)$/.exec(String(fault.data.position ?? ''))?.[1];
  noteFinding({
    says: fault.says ?? { zh: fault.message, en: fault.message },
    ...(seq === undefined ? {} : { seq: Number(seq) }),
  });
}

function noteFinding(finding: Finding): void {
  const known = findingOf(now);
  // The first that names its entry stands: a later, vaguer word adds nothing.
  if (known?.seq !== undefined) return;
  if (now.is === 'checking') set({ ...now, before: finding });
  else set({ is: 'broken', finding, at: serverNow() });
}

rpc.onLedgerBroken = noteBroken;
