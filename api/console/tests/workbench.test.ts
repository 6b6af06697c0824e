import { describe, expect, it } from 'vitest';
import type { Action, Case, CaseAnswer, Due, Entry, Schema, Workflow } from '../src/rpc/types.ts';
import { changesBetween } from '../src/screens/workbench/changes.ts';
import { lacksOf } from '../src/screens/workbench/lacks.ts';
import { paidBy, rankActions } from '../src/screens/workbench/ranking.ts';
import { clauseOf, fillTemplate, hasOpenSlots } from '../src/screens/workbench/slots.ts';
import { trackOf } from '../src/screens/workbench/track.ts';
import { type Checklist, readTrail } from '../src/screens/workbench/useCase.ts';
import { nextAfter } from '../src/screens/workbench/useQueue.ts';
import { showsIn } from '../src/screens/workbench/useShows.ts';
import { fieldsOf, filledIn, initialValues, missingIn } from '../src/ui/params.ts';

const cny = (minor: number) => ({ minor, currency: 'CNY' });
const action = (event: string, more: Partial<Action> = {}): Action => ({
  event,
  party: 'seller',
  allowed: true,
  irreversible: false,
  says: { zh: event, en: event },
  params_schema: {},
  example_params: {},
  because: [],
  warnings: [],
  why_not: [],
  ...more,
});
const due = { at: '', owed_by: 'seller', id: 'D', on_expiry: 'PAYING', source: '' } as Due;

describe('rankActions', () => {
  const state = (name: string, owed_by: string, final = false) => ({
    name,
    owed_by,
    final,
    says: { zh: name, en: name },
  });
  const event = (name: string, party = 'seller') => ({
    name,
    party,
    irreversible: false,
    says: { zh: name, en: name },
  });
  const row = (from: string, on: string, to: string) => ({ from, on, to, do: [] });
  const workflow: Workflow = {
    kind: 'k',
    version: 1,
    initial: 'ASKED',
    diagram: '',
    states: [
      state('ASKED', 'seller'),
      state('PAYING', 'payments'),
      state('ADDRESS', 'seller'),
      state('RETURNING', 'buyer'),
      state('ANSWER', 'buyer'),
      state('REFUSED', 'buyer'),
      state('LATE', 'seller'),
      state('SHORT', 'seller'),
      state('CLOSED', 'none', true),
    ],
    events: [
      ...['refuse', 'offer', 'agree_return', 'agree', 'address', 'ship', 'report', 'tell'].map((name) => event(name)),
      event('time', 'timer'),
    ],
    rows: [
      row('ASKED', 'refuse', 'REFUSED'),
      row('ASKED', 'offer', 'ANSWER'),
      row('ASKED', 'agree_return', 'RETURNING'),
      row('ASKED', 'agree', 'PAYING'),
      row('ADDRESS', 'address', 'RETURNING'),
      row('REFUSED', 'time', 'CLOSED'),
      row('ANSWER', 'time', 'ASKED'),
      row('ANSWER', 'time', 'CLOSED'),
      row('LATE', 'ship', 'LATE'),
      row('LATE', 'offer', 'ANSWER'),
      row('LATE', 'report', 'SHORT'),
      row('SHORT', 'tell', 'ANSWER'),
    ],
  };
  const refuse = action('refuse', { to: 'REFUSED' });
  const offer = action('offer', { to: 'ANSWER' });
  const agree = action('agree', { to: 'PAYING', irreversible: true, warnings: [{ rule: 'R' }] });
  const until = (on_expiry: string) => ({ ...due, on_expiry });
  it.each([
    ['what silence would do', [refuse, offer, agree], 'ASKED', 'PAYING', ['agree', 'offer', 'refuse']],
    [
      'one binding move further along the way of silence',
      [refuse, offer, action('agree_return', { to: 'RETURNING', irreversible: true })],
      'ASKED',
      'ADDRESS',
      ['agree_return', 'offer', 'refuse'],
    ],
    [
      'an open offer before a refusal where agreeing is closed',
      [refuse, offer, { ...agree, to: undefined, allowed: false }],
      'ASKED',
      'PAYING',
      ['offer', 'refuse', 'agree'],
    ],
    [
      "the table's first where silence is a breach that leaves the case with us",
      [action('ship', { to: 'LATE', warnings: [{ rule: 'R' }] }), offer, action('report', { to: 'SHORT' })],
      'LATE',
      'SHORT',
      ['ship', 'offer', 'report'],
    ],
    [
      'what can be taken back, where the case waits for somebody else',
      [action('agree', { irreversible: true, to: 'PAYING' }), offer],
      'REFUSED',
      'CLOSED',
      ['offer', 'agree'],
    ],
  ] as const)('puts first %s', (_what, actions, at, on_expiry, order) => {
    const ranked = rankActions([...actions] as Action[], { state: at, due: until(on_expiry), workflow }, 'seller');
    expect(ranked.own.map((a) => a.event)).toEqual(order);
  });
  it('puts closed ones last, tells moves of others apart, and stands on what is there without a table', () => {
    const theirs = action('theirs', { party: 'buyer', allowed: false });
    const all = [action('closed', { allowed: false }), theirs, action('b'), action('a')];
    const ranked = rankActions(all, { state: 'ASKED' }, 'seller');
    expect(ranked.own.map((a) => a.event)).toEqual(['b', 'a', 'closed']);
    expect(ranked.others).toEqual([theirs]);
  });
});

describe('lacksOf', () => {
  const group = (any_of: string[], present = false) => ({ any_of, present, items: [] });
  const need = (...required: Checklist['required'][number]['required']) => ({
    id: 'N',
    mandatory: true,
    says: { zh: '', en: '' },
    required,
  });
  const checklist: Checklist = {
    score: 0,
    missing: [],
    required: [
      need(group(['TRACE']), group(['SIGN', 'CHAT'])),
      need(group(['AGREEMENT', 'CHAT'])),
      need(group(['TRACE'])),
    ],
  };
  it.each([
    [
      ['CHAT', 'SIGN', 'TRACE'],
      [['TRACE'], ['SIGN', 'CHAT']],
    ],
    [['TRACE'], [['TRACE']]],
    [['AGREEMENT', 'CHAT'], [['AGREEMENT', 'CHAT']]],
    [['CHAT'], []],
    [[], []],
  ])('groups %j as the checklist does', (missing, groups) => expect(lacksOf({ missing }, checklist)).toEqual(groups));
  it('leaves out what is there by now, and says nothing without a list', () => {
    const half = { ...checklist, required: [need(group(['TRACE'], true), group(['SIGN', 'CHAT']))] };
    expect(lacksOf({ missing: ['CHAT', 'SIGN', 'TRACE'] }, half)).toEqual([['SIGN', 'CHAT']]);
    expect(lacksOf({ missing: ['TRACE'] }, undefined)).toEqual([]);
    expect(lacksOf(undefined, checklist)).toEqual([]);
  });
});

describe('paidBy', () => {
  const sums = (refunded: number, pending: number, compensated = 0) =>
    ({ refunded: cny(refunded), pending: cny(pending), compensated: cny(compensated) }) as Case;
  it.each([
    [sums(0, 0), sums(0, 19900), 19900],
    [sums(5000, 0), sums(5000, 100), 100],
    [sums(0, 0), sums(0, 0, 300), 300],
  ])('is the difference a step makes', (before, after, minor) => expect(paidBy(before, after)).toEqual(cny(minor)));
  it('is nothing when money only changes its place', () => {
    expect(paidBy(sums(0, 19900), sums(19900, 0))).toBeUndefined();
  });
});

describe('trackOf', () => {
  const entry = (from: string, to: string, outcome = 'accepted') => ({ from, to, outcome, at: `t-${to}` }) as Entry;
  it('shows what was passed, where it stands, and where silence leads', () => {
    const trail = [entry('NONE', 'A'), entry('A', 'B', 'refused'), entry('A', 'A'), entry('A', 'B')];
    expect(trackOf(trail, 'B', 'C')).toEqual([
      { state: 'A', is: 'past', at: 't-A' },
      { state: 'B', is: 'now', at: 't-B' },
      { state: 'C', is: 'ahead' },
    ]);
  });
  it('looks ahead of nothing at the end', () => {
    expect(trackOf([entry('NONE', 'A')], 'A', undefined)).toEqual([{ state: 'A', is: 'now', at: 't-A' }]);
  });
});

describe('changesBetween', () => {
  const reading = (facts: Record<string, unknown>, more: Partial<Case> = {}) =>
    ({ case: { state: 'A', version: 1, ...more }, facts, evidence: [], trail_length: 1 }) as unknown as CaseAnswer;
  it('names what differs and leaves out what always does', () => {
    const before = reading({ now: 1, 'case.state': 'A', 'shipment.carrier': null, 'order.quantity': 1 });
    const after = reading(
      { now: 2, 'case.state': 'B', 'shipment.carrier': '顺丰', 'order.quantity': 1 },
      { state: 'B', version: 2 },
    );
    expect(changesBetween(before, after)).toEqual([
      { path: 'state', before: 'A', after: 'B' },
      { path: 'shipment.carrier', before: null, after: '顺丰' },
    ]);
  });
});

describe('forms', () => {
  const money: Schema = { type: 'object', properties: { minor: { type: 'integer' }, currency: { type: 'string' } } };
  const schema: Schema = {
    type: 'object',
    required: ['amount', 'message'],
    properties: {
      at: { type: 'string', format: 'date-time' },
      amount: money,
      message: { type: 'string', maxLength: 2000 },
    },
  };
  it('ask for what is needed first', () => {
    expect(fieldsOf(schema).map((f) => f.name)).toEqual(['message', 'amount', 'at']);
  });
  it('come with amounts filled in and never with words', () => {
    expect(initialValues(schema, { amount: cny(5), message: 'sample', at: 'x' })).toEqual({ amount: cny(5) });
  });
  it('leave an amount open that would be the whole claim', () => {
    expect(initialValues(schema, { amount: cny(5) }, cny(5))).toEqual({});
    expect(initialValues(schema, { amount: cny(5) }, cny(6))).toEqual({ amount: cny(5) });
  });
  it.each([
    [{}, ['amount', 'message']],
    [{ amount: cny(1), message: '  ' }, ['message']],
    [{ amount: cny(1), message: 'm' }, []],
  ])('tell what is missing', (values, missing) => expect(missingIn(schema, values)).toEqual(missing));
  it('send only what was filled in', () => {
    expect(filledIn({ a: '', b: undefined, c: null, d: false, e: 0 })).toEqual({ d: false, e: 0 });
  });
});

describe('clauseOf', () => {
  it.each([
    [['TOP taobao.refund.refuse：留言2-200字', '淘宝平台争议处理规则第10、36条'], [], '淘宝平台争议处理规则第10、36条'],
    [['客服服务态度违规（2025-10报道）'], ['淘宝平台争议处理规则第23条'], '淘宝平台争议处理规则第23条'],
    [['不得诱导买家（参考第2.6节）'], [], undefined],
    [[], [], undefined],
  ])('quotes an article, and no field of an API: %j, %j', (because, warnings, found) => {
    const of = (cites: string) => ({ rule: 'R', cites });
    expect(clauseOf({ because: because.map(of), warnings: warnings.map(of) })).toBe(found);
  });
});

describe('fillTemplate', () => {
  it('fills slots and leaves visible what it cannot', () => {
    expect(fillTemplate('{{buyer}} {{ order }} {{gone}}', { buyer: 't**', order: '1' })).toEqual({
      text: 't** 1 {{gone}}',
      missing: ['gone'],
    });
  });
  it('does not fill what a value brings in', () => {
    expect(fillTemplate('{{a}}', { a: '{{b}}', b: 'x' }).text).toBe('{{b}}');
    expect(hasOpenSlots('{{b}}')).toBe(true);
    expect(hasOpenSlots('a { b } {{}}')).toBe(false);
  });
});

describe('nextAfter', () => {
  const list = ['a', 'b', 'c'].map((id) => ({ id }) as Case);
  it.each([
    ['a', 'b'],
    ['c', 'b'],
    ['gone', 'a'],
  ])('after %s comes %s', (id, next) => expect(nextAfter(list, id)).toBe(next));
  it('is nothing when the queue is done', () => expect(nextAfter([{ id: 'a' } as Case], 'a')).toBeUndefined());
});

describe('what a piece of evidence is asked to show', () => {
  const rule = (on: string, when: string, require: string) => ({ on: [on], when, require });
  const books = {
    books: [
      {
        rules: [
          rule('*.evidence_added', "event.evidence_kind == 'E-RETCHK'", 'proof.from_sealed && proof.waybill_readable'),
          rule(
            '*.evidence_added',
            "event.evidence_kind == 'E-QC'",
            "proof.lab_mark in ['CMA', 'CNAS'] && proof.sample_traceable",
          ),
          rule('refund.refuse', "event.evidence_kind == 'E-RETCHK'", 'proof.official'),
        ],
      },
    ],
  };

  it('is what the rules about handing it in read, and nothing else', () => {
    expect(showsIn(books, 'E-RETCHK')).toEqual([{ path: 'proof.from_sealed' }, { path: 'proof.waybill_readable' }]);
    expect(showsIn(books, 'E-QC')).toEqual([
      { path: 'proof.lab_mark', among: ['CMA', 'CNAS'] },
      { path: 'proof.sample_traceable' },
    ]);
    expect(showsIn(books, 'E-ITEM')).toEqual([]);
    expect(showsIn(undefined, 'E-QC')).toEqual([]);
  });
});

describe('the trail of a case', () => {
  it('is read to its end, however many pages it has', async () => {
    const asked: unknown[] = [];
    const pages: Record<string, { entries: { id: string }[]; next_cursor?: string }> = {
      '': { entries: [{ id: 'a' }, { id: 'b' }], next_cursor: 'p2' },
      p2: { entries: [{ id: 'c' }], next_cursor: 'p3' },
      p3: { entries: [{ id: 'd' }] },
    };
    const rpc = {
      call: async <T>(_method: string, params: Record<string, unknown> = {}): Promise<T> => {
        asked.push(params.cursor);
        return pages[String(params.cursor ?? '')] as T;
      },
    };
    const entries = await readTrail(rpc, 'case_1', new AbortController().signal);
    expect(entries.map((entry) => entry.id)).toEqual(['a', 'b', 'c', 'd']);
    expect(asked).toEqual([undefined, 'p2', 'p3']);
  });
});
