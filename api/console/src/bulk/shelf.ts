import { type BulkJob, isFinished } from './job.ts';

/**
 * Jobs kept on this computer, per person, until they are done with: a reload or a restart of the browser goes on where it was. The
 * server's ledger is what was done; this only remembers what was meant.
 */

const prefix = 'redress.bulk';
const keptFor_ms = 14 * 24 * 3600_000;
const keptMost = 12;

const keyOf = (actor: string, id: string): string => `${prefix}/${encodeURIComponent(actor)}/${id}`;

/** A store that is full or forbidden: the job lives as long as this page does. */
const loose = new Map<string, BulkJob>();

/** Whether it will be there after a reload. */
export function keepJob(job: BulkJob, store: Storage = localStorage): boolean {
  const key = keyOf(job.actor, job.id);
  try {
    store.setItem(key, JSON.stringify(job));
    loose.delete(key);
    return true;
  } catch {
    loose.set(key, job);
    return false;
  }
}

export function readJob(actor: string, id: string, store: Storage = localStorage): BulkJob | undefined {
  const key = keyOf(actor, id);
  const held = loose.get(key);
  if (held) return held;
  try {
    return (JSON.parse(store.getItem(key) ?? 'null') as BulkJob | null) ?? undefined;
  } catch {
    return undefined;
  }
}

export function dropJob(actor: string, id: string, store: Storage = localStorage): void {
  loose.delete(keyOf(actor, id));
  store.removeItem(keyOf(actor, id));
}

/** One's own jobs, newest first; the old ones, and the finished ones beyond a few, are thrown away on the way. */
export function jobsOf(actor: string, store: Storage = localStorage, now = Date.now()): BulkJob[] {
  const mine = `${prefix}/${encodeURIComponent(actor)}/`;
  const jobs: BulkJob[] = [];
  for (const key of Object.keys(store)) {
    if (!key.startsWith(mine)) continue;
    const job = readJob(actor, key.slice(mine.length), store);
    if (!job || now - job.made_at > keptFor_ms) store.removeItem(key);
    else jobs.push(job);
  }
  jobs.push(...[...loose].filter(([key]) => key.startsWith(mine)).map(([, job]) => job));
  jobs.sort((a, b) => b.made_at - a.made_at);
  const over = jobs.slice(keptMost).filter((job) => isFinished(job) || job.stage !== 'run');
  for (const job of over) dropJob(actor, job.id, store);
  return jobs.filter((job) => !over.includes(job));
}

/** Begun and not ended: these must not be forgotten. */
export const unfinished = (jobs: BulkJob[]): BulkJob[] => jobs.filter((job) => job.stage === 'run' && !isFinished(job));
