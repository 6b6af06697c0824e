import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { type BulkJob, type BulkRow, type Listing, rowOf } from '../../bulk/job.ts';
import { type Ask, inLanes, planRow } from '../../bulk/plan.ts';
import { runBulk, type Stop } from '../../bulk/run.ts';
import { keepJob, readJob } from '../../bulk/shelf.ts';
import { rpc } from '../../rpc/client.ts';
import { isFault, NoAnswer } from '../../rpc/errors.ts';
import type { Actions, CaseAnswer } from '../../rpc/types.ts';

const lanes = 6;
const drawn_ms = 120;
const kept_ms = 500;

export type Doing = 'nothing' | 'listing' | 'planning' | 'running';

export type Bulk = {
  job: BulkJob | undefined;
  /** Whether it will be there after a reload. */
  kept: boolean;
  listings: ReadonlyMap<string, Listing>;
  doing: Doing;
  stopping: boolean;
  stopped: Stop | undefined;
  fault: unknown;
  list: () => Promise<void>;
  plan: (choice: Partial<BulkJob>, rows: BulkRow[]) => Promise<void>;
  planOn: () => Promise<void>;
  run: () => Promise<void>;
  stop: () => void;
  set: (change: Partial<BulkJob>) => void;
};

/** A read is asked for again where its answer was lost; after that whoever asked is told. */
async function patient<T>(method: string, params: Record<string, unknown>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await rpc.call<T>(method, params);
    } catch (error) {
      const passing = error instanceof NoAnswer || isFault(error, 'rate_limited');
      if (!passing || attempt >= 3) throw error;
      await new Promise((done) => setTimeout(done, 400 * 2 ** attempt));
    }
  }
}

const once: Ask = (method, params) => rpc.call(method, params);

/** One job on this page: what it holds, and the passes over its rows. */
export function useBulk(actor: string, id: string): Bulk {
  const held = useRef<BulkJob | undefined>(undefined);
  const place = `${actor}/${id}`;
  const read = useRef('');
  if (read.current !== place) {
    read.current = place;
    held.current = readJob(actor, id);
  }
  const [, draw] = useReducer((n: number) => n + 1, 0);
  const [kept, setKept] = useState(true);
  const [listings, setListings] = useState<ReadonlyMap<string, Listing>>(new Map());
  const [doing, setDoing] = useState<Doing>('nothing');
  const [stopping, setStopping] = useState(false);
  const [stopped, setStopped] = useState<Stop>();
  const [fault, setFault] = useState<unknown>();
  const halt = useRef(false);
  const timers = useRef<{ draw?: ReturnType<typeof setTimeout>; keep?: ReturnType<typeof setTimeout> }>({});

  // A page of 500 rows is drawn and kept a few times a second, not at each answer. What is lost between is asked for again
  // under the same request ids.
  const keep = useCallback(() => {
    clearTimeout(timers.current.keep);
    delete timers.current.keep;
    if (held.current) setKept(keepJob(held.current));
  }, []);
  const soon = useCallback(() => {
    timers.current.draw ??= setTimeout(() => {
      delete timers.current.draw;
      draw();
    }, drawn_ms);
    timers.current.keep ??= setTimeout(keep, kept_ms);
  }, [keep]);
  useEffect(
    () => () => {
      halt.current = true;
      clearTimeout(timers.current.draw);
      if (timers.current.keep !== undefined && held.current) {
        clearTimeout(timers.current.keep);
        keepJob(held.current);
      }
    },
    [],
  );

  const put = (row: BulkRow): void => {
    const job = held.current;
    if (!job) return;
    const rows = [...job.rows];
    rows[row.index] = row;
    held.current = { ...job, rows };
    soon();
  };
  const set = (change: Partial<BulkJob>): void => {
    if (!held.current) return;
    held.current = { ...held.current, ...change };
    keep();
    draw();
  };

  const pass = async (what: Doing, work: () => Promise<Stop | undefined>): Promise<void> => {
    if (doing !== 'nothing') return;
    halt.current = false;
    setStopping(false);
    setStopped(undefined);
    setFault(undefined);
    setDoing(what);
    try {
      setStopped(await work());
    } catch (error) {
      setFault(error);
    } finally {
      keep();
      setStopping(false);
      setDoing('nothing');
    }
  };

  const list = (): Promise<void> =>
    pass('listing', async () => {
      const found = new Map<string, Listing>(listings);
      const left = (held.current?.rows ?? []).filter((row) => !found.has(row.case_id));
      const look = async (row: BulkRow): Promise<void> => {
        const { version, actions } = await patient<Actions>('case.actions', { case_id: row.case_id });
        if (version !== row.version) {
          const now = await patient<CaseAnswer>('case.get', { case_id: row.case_id });
          const { title } = row;
          put({ ...rowOf(now.case, row.index), ...(title === undefined ? {} : { title }) });
        }
        found.set(row.case_id, { version, actions });
        if (found.size % 10 === 0) setListings(new Map(found));
      };
      try {
        await inLanes(left, lanes, look, () => halt.current);
      } finally {
        setListings(new Map(found));
      }
      return halt.current ? 'asked' : undefined;
    });

  const planRows = async (): Promise<Stop | undefined> => {
    const job = held.current;
    if (!job) return undefined;
    const left = job.rows.filter((row) => !row.plan);
    await inLanes(
      left,
      lanes,
      async (row) => put({ ...row, plan: await planRow(job, row, patient) }),
      () => halt.current,
    );
    return halt.current ? 'asked' : undefined;
  };
  const plan = (choice: Partial<BulkJob>, rows: BulkRow[]): Promise<void> =>
    pass('planning', () => {
      set({ ...choice, rows, stage: 'plan', planned_at: Date.now() });
      return planRows();
    });

  const run = (): Promise<void> =>
    pass('running', async () => {
      set({ stage: 'run' });
      const job = held.current;
      if (!job) return undefined;
      return runBulk(job, { ask: once, stopped: () => halt.current, told: (row, outcome) => put({ ...row, outcome }) });
    });

  return useMemo(
    () => ({
      job: held.current,
      kept,
      listings,
      doing,
      stopping,
      stopped,
      fault,
      list,
      plan,
      planOn: () => pass('planning', planRows),
      run,
      stop: () => {
        halt.current = true;
        setStopping(true);
      },
      set,
    }),
    [held.current, kept, listings, doing, stopping, stopped, fault],
  );
}
