import { beforeEach, describe, expect, it } from 'vitest';
import {
  type BulkJob,
  isFinished,
  newJob,
  offersOf,
  plannedPay,
  reasonsOf,
  remainder,
  requestIdOf,
  sumsOf,
  tally,
} from '../src/bulk/job.ts';
import { type Ask, planRow } from '../src/bulk/plan.ts';
import { runBulk } from '../src/bulk/run.ts';
import { dropJob, jobsOf, keepJob, readJob, unfinished } from '../src/bulk/shelf.ts';
import { NoAnswer, RpcFault } from '../src/rpc/errors.ts';
import type { Action, Case } from '../src/rpc/types.ts';

const money = (minor: number) => ({ minor, currency: 'CNY' });
const says = { zh: '不行', en: 'no' };
const fault = (kind: string, more = {}) => new RpcFault(1000, kind, { kind, says, ...more });

const caseOf = (id: string): Case =>
  ({ id, version: 3, order_id: `o-${id}`, kind: 'refund', state: 'A', claim: { amount: money(100) } }) as Case;

function planned(count: number): BulkJob {
  const job = newJob(
    'me',
    Array.from({ length: count }, (_, i) => caseOf(`case_${i}`)),
  );
  return {
    ...job,
    stage: 'run',
    event: 'agree',
    rows: job.rows.map((row) => ({ ...row, plan: { ok: true, to: 'B', pays: money(100), warnings: [] } })),
  };
}

const applied = (to = 'B', minor = 100) => ({
  case: { state: to, pending: money(minor), refunded: money(0) },
  entry: { id: 'entry_1', at: 't', to },
});

async function run(job: BulkJob, ask: Ask, stopped: () => boolean = () => false) {
  const why = await runBulk(job, {
    ask,
    stopped,
    sleep: async () => {},
    told: (row, outcome) => {
      row.outcome = outcome;
    },
  });
  return why;
}

beforeEach(() => localStorage.clear());

describe('a bulk of 500', () => {
  it('has a result for each row and skips none, whatever each answer is', async () => {
    const job = planned(500);
    job.rows.slice(0, 40).forEach((row) => {
      row.plan = { ok: false, code: 'rule_fails', says, rules: ['R-1'] };
    });
    const sent: string[] = [];
    const ask = (async (_method: string, params: Record<string, unknown>) => {
      const id = String(params.request_id);
      sent.push(id);
      const at = Number(String(params.case_id).slice(5));
      if (at % 7 === 0) throw fault('rule_blocked', { why_not: [{ code: 'rule_fails', says }], entry_id: 'entry_9' });
      if (at % 11 === 0) throw fault('version_conflict');
      return applied();
    }) as Ask;
    expect(await run(job, ask)).toBeUndefined();
    const count = tally(job.rows);
    expect(count.will).toBe(0);
    expect(count.not_planned).toBe(40);
    expect(count.done + count.refused + count.moved).toBe(460);
    expect(Object.values(count).reduce((a, b) => a + b, 0)).toBe(500);
    expect(new Set(sent).size).toBe(460);
    expect(isFinished(job)).toBe(true);
    expect(remainder(job).rows.length).toBe(500 - count.done);
    expect(reasonsOf(job.rows).reduce((sum, reason) => sum + reason.count, 0)).toBe(500 - count.done);
  });

  it('takes no more than 500', () => {
    expect(
      newJob(
        'me',
        Array.from({ length: 501 }, (_, i) => caseOf(`c${i}`)),
      ).rows.length,
    ).toBe(500);
  });
});

describe('stopping and going on', () => {
  it('sends the rest later, and nothing twice', async () => {
    const job = planned(60);
    const sent: string[] = [];
    const ask = (async (_m: string, params: Record<string, unknown>) => {
      sent.push(String(params.request_id));
      return applied();
    }) as Ask;
    expect(await run(job, ask, () => sent.length >= 20)).toBe('asked');
    expect(tally(job.rows).done).toBeLessThan(30);
    expect(await run(job, ask)).toBeUndefined();
    expect(tally(job.rows).done).toBe(60);
    expect(new Set(sent).size).toBe(sent.length);
  });

  it('asks again under the same request id where the answer was lost', async () => {
    const job = planned(1);
    const sent: unknown[] = [];
    const lost = (async (_m: string, params: Record<string, unknown>) => {
      sent.push(params);
      throw new NoAnswer('cut');
    }) as Ask;
    expect(await run(job, lost)).toBe('no_answer');
    expect(tally(job.rows).will).toBe(1);
    const found = (async (_m: string, params: Record<string, unknown>) => {
      sent.push(params);
      return applied();
    }) as Ask;
    expect(await run(job, found)).toBeUndefined();
    expect(tally(job.rows).done).toBe(1);
    expect(sent.length).toBe(5);
    expect(new Set(sent.map((params) => JSON.stringify(params))).size).toBe(1);
    expect((sent[0] as { request_id: string }).request_id).toBe(requestIdOf(job, job.rows[0]!));
    expect(sent[0]).toMatchObject({ if_version: 3, event: 'agree' });
  });

  it('stops when the session ended, without a result for the row', async () => {
    const job = planned(3);
    const ask = (async () => {
      throw fault('unauthenticated');
    }) as Ask;
    expect(await run(job, ask)).toBe('signed_out');
    expect(tally(job.rows).will).toBe(3);
  });

  it('says so when something else happened than was planned', async () => {
    const job = planned(2);
    const ask = (async (_m: string, params: Record<string, unknown>) =>
      params.case_id === 'case_0' ? applied('C') : applied('B', 90)) as Ask;
    await run(job, ask);
    expect(job.rows.map((row) => row.outcome?.is === 'done' && row.outcome.differs)).toEqual([true, true]);
  });
});

describe('the plan', () => {
  it('tells what is paid and warned of, or why not', async () => {
    const job = { ...newJob('me', [caseOf('case_0')]), event: 'agree', params: { message: 'x' }, note: 'why' };
    const asked: unknown[] = [];
    const yes = (async (method: string, params: unknown) => {
      asked.push([method, params]);
      return {
        case: { state: 'B', state_says: says, refunded: money(200), pending: money(70), compensated: money(30) },
        entry: {
          rules: [
            { rule: 'W', verdict: 'fails', applies: true, says },
            { rule: 'X', verdict: 'fails', applies: false, says },
            { rule: 'Y', verdict: 'holds', applies: true, says },
          ],
        },
      };
    }) as Ask;
    const plan = await planRow(job, { ...job.rows[0]!, given: 200, params: { amount: money(5) } }, yes);
    expect(plan).toEqual({ ok: true, to: 'B', to_says: says, pays: money(100), warnings: [says] });
    expect(asked).toEqual([
      [
        'case.preview',
        { case_id: 'case_0', event: 'agree', params: { message: 'x', amount: money(5) }, if_version: 3, note: 'why' },
      ],
    ]);
    const no = (async () => {
      throw fault('rule_blocked', { why_not: [{ code: 'rule_fails', rule: 'R-1', says }] });
    }) as Ask;
    expect(await planRow(job, job.rows[0]!, no)).toEqual({ ok: false, code: 'rule_fails', says, rules: ['R-1'] });
    const lost = (async () => {
      throw new NoAnswer('cut');
    }) as Ask;
    await expect(planRow(job, job.rows[0]!, lost)).rejects.toBeInstanceOf(NoAnswer);
  });

  it('adds sums of one currency only', () => {
    const rows = planned(3).rows;
    expect(sumsOf([...rows.map(plannedPay), { minor: 7, currency: 'USD' }])).toEqual([
      money(300),
      { minor: 7, currency: 'USD' },
    ]);
  });

  it('offers what the cases list, what all of them list first', () => {
    const act = (event: string, allowed: boolean, party = 'seller'): Action =>
      ({ event, party, allowed, says: { zh: event, en: event }, irreversible: false, params_schema: {} }) as Action;
    const rows = newJob('me', [caseOf('a'), caseOf('b')]).rows;
    const offers = offersOf(
      rows,
      new Map([
        ['a', { version: 1, actions: [act('agree', true), act('refuse', false), act('withdraw', true, 'buyer')] }],
        ['b', { version: 1, actions: [act('agree', false)] }],
      ]),
    );
    expect(offers.map((o) => [o.event, o.listed.size, o.allowed])).toEqual([
      ['agree', 2, 1],
      ['refuse', 1, 0],
    ]);
  });
});

describe('the shelf', () => {
  it('keeps a job over a reload, of its person only', () => {
    const job = planned(3);
    expect(keepJob(job)).toBe(true);
    expect(readJob('me', job.id)).toEqual(job);
    expect(jobsOf('other')).toEqual([]);
    expect(unfinished(jobsOf('me')).length).toBe(1);
    dropJob('me', job.id);
    expect(jobsOf('me')).toEqual([]);
  });

  it('holds a job of 500 and forgets old ones, but none that is under way', () => {
    const job = planned(500);
    expect(keepJob(job)).toBe(true);
    for (let i = 0; i < 14; i++)
      keepJob({ ...planned(1), id: `done-${i}`, made_at: Date.now() + 1000 + i, stage: 'plan' });
    const kept = jobsOf('me');
    expect(kept.length).toBe(13);
    expect(kept.some((one) => one.id === job.id)).toBe(true);
  });
});
