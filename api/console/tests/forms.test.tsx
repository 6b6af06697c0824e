import { createElement } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RpcFault } from '../src/rpc/errors.ts';
import type { Action, Case, CaseAnswer, Schema } from '../src/rpc/types.ts';
import { Answering } from '../src/screens/approvals/Answering.tsx';
import { ActionSheet } from '../src/screens/workbench/ActionSheet.tsx';
import { CallSheet } from '../src/screens/workbench/CallSheet.tsx';
import { ContextPane } from '../src/screens/workbench/Context.tsx';
import { EvidenceAdd } from '../src/screens/workbench/EvidenceAdd.tsx';
import type { OpenCase } from '../src/screens/workbench/useCase.ts';
import { button, later, Page, press, settle, write } from './page.ts';

const cny = (minor: number) => ({ minor, currency: 'CNY' });
const money: Schema = {
  type: 'object',
  title: '金额',
  properties: { minor: { type: 'integer' }, currency: { type: 'string' } },
};
const says = (zh: string) => ({ zh, en: zh });
const pay: Action = {
  event: 'pay',
  party: 'seller',
  allowed: true,
  irreversible: true,
  says: says('付款'),
  params_schema: { type: 'object', properties: { amount: money, message: { type: 'string', maxLength: 2000 } } },
  example_params: {},
  because: [],
  warnings: [],
  why_not: [],
};
const caseOf = (id: string) =>
  ({
    id,
    order_id: `order-${id}`,
    version: 1,
    state: 'A',
    claim: { reason: 'r', amount: cny(19900) },
    links: [],
  }) as never;
const openOf = (id: string, more: Partial<CaseAnswer> = {}): OpenCase => ({
  answer: { case: caseOf(id), facts: {}, evidence: [], trail_length: 1, ...more },
  actions: { actions: [pay] } as never,
  trail: [],
  checklist: undefined,
  workflow: undefined,
  check: undefined,
});
const told = (minor: number) => ({
  case: { state: 'B', state_says: says('已付'), pending: cny(minor), refunded: cny(0) } as Case,
  entry: { id: 'e' },
});

let page: Page;
const onDone = vi.fn();
beforeEach(() => {
  localStorage.clear();
  onDone.mockClear();
  page = new Page({ 'template.list': { templates: [] } });
});
afterEach(() => page.close());

const stake = () => document.querySelector('.wb-stake')?.textContent;

describe('what an action pays', () => {
  const sheet = createElement(ActionSheet, { open: openOf('c'), action: pay, onDone, onClose: () => {} });
  type Asked = { params: { amount?: { minor: number } } };

  it('is not told, and nothing is sent, while the amount before it is all that is known', async () => {
    const next = later<unknown>();
    page.answers['case.preview'] = (asked: Asked) => (asked.params.amount ? next.promise : told(19900));
    page.answers['case.apply'] = told(5000);
    await page.show(sheet);
    expect(stake()).toContain('¥199.00');
    await write('#field-amount', '50');
    expect(stake()).not.toContain('¥');
    expect(button('付款').disabled).toBe(true);
    await press('付款');
    expect(page.count('case.apply')).toBe(0);
    next.done(told(5000));
    await settle();
    expect(stake()).toContain('¥50.00');
    await press('付款');
    expect(page.count('case.apply')).toBe(1);
  });

  it('stands while only words change', async () => {
    page.answers['case.preview'] = (asked: { params: { message?: string } }) =>
      asked.params.message ? new Promise(() => {}) : told(19900);
    await page.show(sheet);
    await write('#field-message', '好的');
    expect(stake()).toContain('¥199.00');
    expect(button('付款').disabled).toBe(false);
  });

  it('is not asked for an amount nobody can read, and the form waits for it', async () => {
    page.answers['case.preview'] = told(19900);
    await page.show(sheet);
    await write('#field-amount', '50.005');
    expect(button('付款').disabled).toBe(true);
    expect(page.text).toContain('还要填：金额');
    expect(page.count('case.preview')).toBe(1);
  });
});

describe('a form closed before its answer came', () => {
  const facts: Action = { ...pay, why_not: [] };
  const call = { method: 'case.facts', params: { case_id: 'c', set: { 'goods.opened': false } } };
  const forms = [
    [
      'an action',
      'case.apply',
      '付款',
      createElement(ActionSheet, { open: openOf('c'), action: pay, onDone, onClose: () => {} }),
    ],
    [
      'facts',
      'case.facts',
      '登记事实',
      createElement(CallSheet, { open: openOf('c'), call, action: facts, onDone, onClose: () => {} }),
    ],
    [
      'evidence',
      'evidence.add',
      '固定为凭证',
      createElement(EvidenceAdd, { open: openOf('c'), preset: { kind: 'K' }, onDone, onClose: () => {} }),
    ],
  ] as const;

  async function sendAndClose(name: string, method: string, send: string, form: (typeof forms)[number][3]) {
    const answer = later<unknown>();
    page.answers['case.preview'] = told(19900);
    page.answers[method] = () => answer.promise;
    await page.show(form);
    if (name === 'evidence') await write('#evidence-text', 'words');
    await press(send);
    await page.show(null);
    return answer;
  }

  it.each(forms)('%s: its yes comes late, and is said to', async (name, method, send, form) => {
    const answer = await sendAndClose(name, method, send, form);
    answer.done({ ...told(1), evidence: { id: 'ev', sha256: 'aa' } });
    await settle();
    expect(onDone.mock.calls.map((given) => given.at(-1))).toEqual([true]);
  });

  it.each(forms)('%s: its no is told all the same', async (name, method, send, form) => {
    const answer = await sendAndClose(name, method, send, form);
    answer.fail(new RpcFault(1, 'no', { kind: 'rule_blocked', says: says('超过限额') }));
    await settle();
    expect(page.text).toContain('order-c');
    expect(page.text).toContain('超过限额');
    expect(onDone).not.toHaveBeenCalled();
  });

  it.each(forms)('%s: left open, it ends with its answer', async (name, method, send, form) => {
    page.answers['case.preview'] = told(19900);
    page.answers[method] = { ...told(1), evidence: { id: 'ev', sha256: 'aa' } };
    await page.show(form);
    if (name === 'evidence') await write('#evidence-text', 'words');
    await press(send);
    expect(onDone.mock.calls.map((given) => given.at(-1))).toEqual([false]);
  });

  it('a second person’s word leads nowhere either', async () => {
    const answer = later<unknown>();
    await page.show(
      <Answering
        title="同意"
        okText="同意它"
        danger={false}
        label="备注"
        said="已同意"
        onClose={() => {}}
        onDone={onDone}
        send={() => answer.promise}
      >
        {null}
      </Answering>,
    );
    await press('同意它');
    await page.show(null);
    answer.done({});
    await settle();
    expect(page.text).toContain('已同意');
    expect(onDone).not.toHaveBeenCalled();
  });
});

describe('facts that a fix asks for', () => {
  const show = (set: Record<string, unknown>) => {
    const call = { method: 'case.facts', params: { case_id: 'c', set, request_id: 'fix' } };
    return page.show(createElement(CallSheet, { open: openOf('c'), call, action: pay, onDone, onClose: () => {} }));
  };
  const sent = () => page.asked.find((one) => one.method === 'case.facts')?.params.set;

  it('are amounts where they are kept in minor units', async () => {
    page.answers = {
      ...page.answers,
      'case.facts': {},
      'system.words': { facts: { 'a.b_minor': { ...says('邮费（分）'), type: 'integer' } } },
    };
    await show({ 'a.b_minor': 1200 });
    const field = document.querySelector<HTMLInputElement>('[id="field-set/a.b_minor"]');
    expect([field?.value, page.text.includes('邮费'), page.text.includes('（分）')]).toEqual(['12.00', true, false]);
    await write('[id="field-set/a.b_minor"]', '12.345');
    expect(button('登记事实').disabled).toBe(true);
    await write('[id="field-set/a.b_minor"]', '8');
    await press('登记事实');
    expect(sent()).toEqual({ 'a.b_minor': 800 });
  });

  it('are a no too, where a box was ticked and unticked', async () => {
    page.answers['case.facts'] = {};
    await show({ 'goods.opened': false });
    for (let i = 0; i < 2; i++) await press(document.querySelector<HTMLElement>('input[type=checkbox]')!);
    await press('登记事实');
    expect(sent()).toEqual({ 'goods.opened': false });
  });
});

describe('a plain value of a buyer', () => {
  const buyer = (id: string) => openOf(id, { personal: [{ field: 'buyer.phone', entry_id: 'e', masked: '138****' }] });
  const pane = (id: string) =>
    createElement(ContextPane, { open: buyer(id), onEvidence: undefined, onLook: () => {}, onTemplates: () => {} });
  async function ask(): Promise<void> {
    await press(document.querySelector<HTMLElement>('.hash-copy')!);
    await write('#reveal-purpose', '回电');
    await press('记录并查看');
  }

  it.each([
    ['shown', { value: '13800000001' }],
    ['answered after the move', undefined],
  ])('stays with its case: %s', async (_when, at_once) => {
    const answer = later<unknown>();
    page.answers['pii.reveal'] = () => at_once ?? answer.promise;
    await page.show(pane('a'));
    await ask();
    expect(page.text.includes('13800000001')).toBe(at_once !== undefined);
    await page.show(pane('b'));
    answer.done({ value: '13800000001' });
    await settle();
    expect(page.text).not.toContain('13800000001');
    expect(page.text).toContain('138****');
  });
});
