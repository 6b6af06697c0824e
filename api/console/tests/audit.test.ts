import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  cancelVerify,
  checkCase,
  findingOf,
  forgetIntegrity,
  integrity,
  verifyLedger,
} from '../src/integrity/integrity.ts';
import { CalledOff, paceOf, percentOf } from '../src/integrity/watch.ts';
import { rpc } from '../src/rpc/client.ts';
import { NoAnswer, RpcFault } from '../src/rpc/errors.ts';
import { differencesOf, type Moment } from '../src/screens/audit/differences.ts';
import { readFilter, trailOf, writeFilter } from '../src/screens/audit/filters.ts';
import { piecesOf } from '../src/screens/audit/pieces.ts';
import { linesOf, type Part, type Proof, sortProofs } from '../src/screens/why/proof.ts';
import { valueWords } from '../src/screens/why/values.ts';

describe('the question in the address', () => {
  it('comes back as it was asked', () => {
    const filter = {
      rule: 'TB-RU-006',
      rule_part: 'refused',
      amount_min: 0,
      amount_max: 20007,
      closing: true,
      from: '2026-01-01T00:00:00Z',
    };
    expect(readFilter(writeFilter(filter))).toEqual(filter);
  });

  it('drops what the API would refuse or what is no number', () => {
    expect(
      readFilter(new URLSearchParams('rule_part=refused&amount_min=-3&amount_max=1e5&closing=yes&person=%20')),
    ).toEqual({});
    expect(readFilter(new URLSearchParams('entry=entry_1&of=case_1&outcome=refused'))).toEqual({ outcome: 'refused' });
  });

  it('of a figure is its query', () =>
    expect(trailOf({ shop: 's1', outcome: 'refused', closing: true, amount_min: 5 })).toBe(
      '/audit/trail?shop=s1&outcome=refused&amount_min=5&closing=true',
    ));
});

describe('differences of two moments', () => {
  const at = (
    facts: Record<string, unknown>,
    more: Partial<Moment['case']> = {},
    evidence: Moment['evidence'] = [],
  ): Moment => ({
    facts,
    evidence,
    case: { state: 'A', flags: [], ...more },
  });

  it('are none of the clock', () =>
    expect(differencesOf(at({ now: '2026-01-01T00:00:00Z' }), at({ now: '2026-01-02T00:00:00Z' }))).toEqual([]));

  it('tell what came, went and changed, the state first', () => {
    const found = differencesOf(
      at({ 'order.a': 1, 'order.b': [1, 2], 'order.gone': null }, { assignee: 'x' }),
      at(
        { 'order.a': 2, 'order.b': [2, 1], 'order.new': false },
        { state: 'B', refunded: { minor: 500, currency: 'CNY' } },
        [{ id: 'ev_1', kind: 'E-CHAT' }],
      ),
    );
    expect(found.map(({ about, path, change, before, after }) => [about, path, change, before, after])).toEqual([
      ['assignee', 'assignee', 'removed', 'x', undefined],
      ['refunded', 'refunded', 'changed', 0, 500],
      ['state', 'state', 'changed', 'A', 'B'],
      ['evidence', 'ev_1', 'added', undefined, 'E-CHAT'],
      ['fact', 'order.a', 'changed', 1, 2],
      ['fact', 'order.b', 'changed', [1, 2], [2, 1]],
      ['fact', 'order.gone', 'removed', null, undefined],
      ['fact', 'order.new', 'added', undefined, false],
    ]);
  });
});

describe('a proof as lines', () => {
  const has = (kind: string): Part => ({
    operation: 'has_evidence',
    source: `has_evidence("${kind}")`,
    truth: 'unknown',
  });
  it('makes headings of what joins, and reads facts and evidence of each line', () => {
    const part: Part = {
      operation: '&&',
      truth: 'unknown',
      parts: [
        {
          operation: 'in',
          source: 'claim.reason in ["lost"]',
          truth: 'true',
          parts: [{ operation: 'fact', source: 'claim.reason', value: 'lost' }],
        },
        { operation: '||', truth: 'unknown', parts: [has('E-SIGN'), has('E-CHAT')] },
        { operation: '!', source: '!has(a.b)', truth: 'true', parts: [{ operation: 'has', source: 'has(a.b)' }] },
        { operation: '==', source: 'x == 1', asked: false, parts: [{ operation: 'fact', source: 'x', asked: false }] },
        { operation: 'hidden', truth: 'false' },
      ],
    };
    const lines = linesOf(part).map((line) => [
      line.depth,
      line.join ?? line.source,
      line.truth,
      line.reads.map(({ path, value }) => `${path}=${value}`).join(),
      line.counts.join(),
      line.hidden,
    ]);
    expect(lines).toEqual([
      [0, 'all', 'unknown', '', '', false],
      [1, 'claim.reason in ["lost"]', 'true', 'claim.reason=lost', '', false],
      [1, 'any', 'unknown', '', '', false],
      [2, 'has_evidence("E-SIGN")', 'unknown', '', 'E-SIGN', false],
      [2, 'has_evidence("E-CHAT")', 'unknown', '', 'E-CHAT', false],
      [1, '!has(a.b)', 'true', '', '', false],
      [1, 'x == 1', 'idle', '', '', false],
      [1, '', 'false', '', '', true],
    ]);
  });

  it('puts what refused first', () => {
    const proof = (id: string, more: Partial<Proof>): Proof => ({
      id,
      version: '1',
      verdict: 'holds',
      refuses: false,
      ...more,
    });
    const sorted = sortProofs([
      proof('holds', { applies: true }),
      proof('idle', { applies: false }),
      proof('warns', { verdict: 'fails' }),
      proof('refuses', { verdict: 'unproven', refuses: true }),
    ]);
    expect(Object.values(sorted).map((list) => list.map(({ id }: Proof) => id))).toEqual([
      ['refuses'],
      ['warns'],
      ['holds'],
      ['idle'],
    ]);
  });
});

describe('values in words', () => {
  const words = { yes: '是', no: '否', unknown: '未知', none: '无' };
  it.each([
    ['a.b', true, '是'],
    ['a.b', null, '未知'],
    ['a.b', [], '无'],
    ['a.b', ['x', false], 'x, 否'],
    ['order.paid_minor', 19900, '¥199.00'],
    ['order.lines', 3, '3'],
  ])('%s %j', (path, value, said) => expect(valueWords(path, value, words, 'zh', 'CNY')).toBe(said));
  it('guess no currency', () => expect(valueWords('order.paid_minor', 19900, words, 'zh')).toBe('19900'));
});

describe('what was looked for in a text', () => {
  it('is marked, whatever its case, and nothing is lost', () => {
    const text = 'OK 破损(很)破损 ok';
    const pieces = piecesOf(text, '破损 ok (很)');
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    expect(pieces.filter((piece) => piece.hit).map((piece) => piece.text)).toEqual([
      'OK',
      '破损',
      '(很)',
      '破损',
      'ok',
    ]);
    expect(piecesOf('abc', ' ')).toEqual([{ text: 'abc', hit: false }]);
  });
});

describe('whether the ledger holds', () => {
  const answers = vi.spyOn(rpc, 'call');
  beforeEach(() => {
    answers.mockReset();
    forgetIntegrity();
  });
  afterEach(forgetIntegrity);
  const bad = { zh: '坏了', en: 'broken' };

  const run = (result: object): void => {
    answers
      .mockResolvedValueOnce({ run_id: 'v1' })
      .mockResolvedValueOnce({ what: 'entries', done: 9, total: 9, result });
  };

  it('names the entry a verification stopped at, until another passes', async () => {
    run({ ok: false, entries: 14, first_bad: { seq: 14, entry_id: 'e14', says: bad } });
    await verifyLedger();
    expect(findingOf(integrity())).toEqual({ seq: 14, entry_id: 'e14', says: bad });
    answers.mockRejectedValueOnce(new Error('lost'));
    const again = verifyLedger();
    expect(findingOf(integrity())?.seq).toBe(14);
    await again.catch(() => {});
    expect(findingOf(integrity())?.seq).toBe(14);
    run({ ok: true, entries: 128 });
    await verifyLedger();
    expect(integrity()).toMatchObject({ is: 'sound', entries: 128 });
  });

  it('is told how far it is, over answers that get lost, and once for whoever asks meanwhile', async () => {
    const steps: unknown[] = [];
    answers
      .mockResolvedValueOnce({ run_id: 'v1' })
      .mockResolvedValueOnce({ what: 'entries', done: 100, total: 400 })
      .mockRejectedValueOnce(new NoAnswer('cut'))
      .mockResolvedValueOnce({ what: 'files', done: 1, total: 2 })
      .mockResolvedValueOnce({ what: 'files', done: 2, total: 2, result: { ok: true, entries: 400 } });
    const one = verifyLedger();
    expect(verifyLedger()).toBe(one);
    const watched = setInterval(() => {
      const state = integrity();
      if (state.is === 'checking' && state.last) steps.push([state.last.what, percentOf(state.last)].join(' '));
    }, 10);
    await one;
    clearInterval(watched);
    expect([...new Set(steps)]).toEqual(['entries 25', 'files 50']);
    expect(answers).toHaveBeenCalledTimes(5);
    expect(integrity()).toMatchObject({ is: 'sound', entries: 400 });
  });

  it('says the sentence of a verification that could not go on', async () => {
    answers.mockResolvedValueOnce({ run_id: 'v1' }).mockResolvedValueOnce({
      what: 'entries',
      done: 1,
      total: 9,
      error: { code: -32000, message: 'stopped', data: { kind: 'internal', says: bad } },
    });
    await expect(verifyLedger()).rejects.toMatchObject({ kind: 'internal', says: bad });
    expect(integrity()).toEqual({ is: 'unknown' });
  });

  it('called off, leaves what was known before', async () => {
    const calledOff = async (): Promise<void> => {
      answers
        .mockResolvedValueOnce({ run_id: 'v2' })
        .mockResolvedValueOnce({ what: 'entries', done: 1, total: 9 })
        .mockResolvedValueOnce({ run_id: 'v2' })
        .mockResolvedValueOnce({ what: 'entries', done: 2, total: 9, cancelled: true });
      const one = verifyLedger();
      const seen = setInterval(() => {
        const state = integrity();
        if (state.is !== 'checking' || !state.last) return;
        clearInterval(seen);
        void cancelVerify();
      }, 5);
      await expect(one).rejects.toThrow(CalledOff);
      expect(answers).toHaveBeenCalledWith('audit.verify_cancel', { run_id: 'v2' });
    };
    await calledOff();
    expect(integrity()).toEqual({ is: 'unknown' });
    run({ ok: true, entries: 128 });
    await verifyLedger();
    await calledOff();
    expect(integrity()).toMatchObject({ is: 'sound', entries: 128 });
    run({ ok: false, entries: 14, first_bad: { seq: 14, entry_id: 'e14', says: bad } });
    await verifyLedger();
    await calledOff();
    expect(findingOf(integrity())?.seq).toBe(14);
  });

  it('is paced by what was seen, never through before it is through', () => {
    const at = (done: number, ms: number, what = 'entries') => ({ run_id: 'v1', what, done, total: 1000, at: ms });
    expect(percentOf(undefined)).toBeUndefined();
    expect(percentOf({ run_id: 'v1', what: 'entries', done: 3, total: 0, at: 0 })).toBeUndefined();
    expect(percentOf(at(1000, 0))).toBe(99);
    expect(paceOf(at(0, 0), at(500, 2000))).toEqual({ a_second: 250, left_s: 2 });
    expect(paceOf(at(0, 0), at(500, 100))).toBeUndefined();
    expect(paceOf(at(0, 0), at(0, 5000))).toBeUndefined();
    expect(paceOf(at(0, 0), at(500, 2000, 'files'))).toBeUndefined();
  });

  it('is told by a case that does not verify, and a vaguer word later does not hide the entry', async () => {
    answers.mockResolvedValueOnce({
      case_id: 'c1',
      ok: false,
      entries: [{ seq: 7, case_seq: 0, entry_id: 'e7', ok: false, signed: false, why: bad }],
      first_bad: { seq: 7, says: bad },
    });
    await checkCase('c1');
    expect(findingOf(integrity())).toEqual({ seq: 7, entry_id: 'e7', case_id: 'c1', says: bad });
    rpc.onLedgerBroken(new RpcFault(1201, 'broken', { kind: 'ledger_broken', says: bad }));
    expect(findingOf(integrity())?.seq).toBe(7);
  });

  it('is told by any call, with the entry where the fault names it', () => {
    rpc.onLedgerBroken(new RpcFault(1201, 'broken', { kind: 'ledger_broken', says: bad, position: 'seq 31' }));
    expect(integrity()).toMatchObject({ is: 'broken', finding: { seq: 31 } });
  });

  it('is not known where no answer came', async () => {
    answers.mockRejectedValueOnce(new Error('lost'));
    await expect(verifyLedger()).rejects.toThrow('lost');
    expect(integrity()).toEqual({ is: 'unknown' });
  });
});
