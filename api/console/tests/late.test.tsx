import { createElement } from 'react';
import { Route, Routes } from 'react-router';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { RpcFault } from '../src/rpc/errors.ts';
import type { Action } from '../src/rpc/types.ts';
import Workbench from '../src/screens/workbench/Workbench.tsx';
import { button, found, key, later, Page, press, settle } from './page.ts';

const says = (zh: string) => ({ zh, en: zh });
const pay: Action = {
  event: 'pay',
  party: 'seller',
  allowed: true,
  irreversible: false,
  says: says('付款'),
  params_schema: { type: 'object' },
  example_params: {},
  because: [],
  warnings: [],
  why_not: [],
};
const caseOf = (id: string) => ({
  id,
  order_id: `order-${id}`,
  shop: 's',
  kind: 'k',
  version: 1,
  state: 'A',
  final: false,
  claim: { reason: 'r' },
  links: [],
  flags: [],
});

let page: Page;
let answer: ReturnType<typeof later<unknown>>;

beforeEach(async () => {
  localStorage.clear();
  answer = later<unknown>();
  const cases = ['a', 'b', 'c'].map(caseOf);
  page = new Page({
    'case.counts': { mine: 0, ours: 3 },
    'case.list': { cases },
    'case.get': ({ case_id }: { case_id: string }) => ({
      case: caseOf(case_id),
      facts: {},
      evidence: [],
      trail_length: 0,
    }),
    'case.actions': { actions: [pay] },
    'case.trail': { entries: [] },
    'evidence.checklist': { required: [], missing: [], score: 0 },
    'workflow.get': { events: [], states: [], rows: [] },
    'audit.case_check': { ok: true, entries: [] },
    'template.list': { templates: [] },
    'case.preview': { case: caseOf('a'), entry: {} },
    'case.apply': () => answer.promise,
  });
  const at = (path: string) => createElement(Route, { path, element: createElement(Workbench) });
  await page.show(createElement(Routes, null, at('/'), at('/workbench/:caseId')));
});
afterEach(() => page.close());

const done = { case: { ...caseOf('a'), state: 'B', state_says: says('已付') }, entry: {} };
const shown = () => page.asked.filter((call) => call.method === 'case.get').at(-1)?.params.case_id;
const sheet = () => document.querySelector('.ant-modal-title')?.textContent;

/** Sends, closes the form before the answer, goes on to the next case and opens another form there. */
async function goOn(): Promise<void> {
  await found('.wb-action');
  await key({ code: 'Digit1', key: '1' });
  await press(await found('.wb-sheet .ant-btn-primary'));
  await press(button('取消'));
  await key({ code: 'KeyJ', key: 'j' });
  await key({ code: 'KeyN', key: 'n' });
  expect([shown(), sheet()]).toEqual(['b', '备注']);
}

it.each([
  ['a yes', () => answer.done(done), '付款：已记入轨迹，现在是“已付”'],
  ['a no', () => answer.fail(new RpcFault(1, 'no', { kind: 'rule_blocked', says: says('超过限额') })), '超过限额'],
])(
  '%s to a form that was closed is told, and leaves the case and the form that are open now',
  async (_w, come, text) => {
    await goOn();
    come();
    await settle();
    expect(page.text).toContain(text);
    expect([shown(), sheet()]).toEqual(['b', '备注']);
  },
);

it('a yes to a form that is open leads on to the next case', async () => {
  await found('.wb-action');
  await key({ code: 'Digit1', key: '1' });
  await press(await found('.wb-sheet .ant-btn-primary'));
  answer.done(done);
  await settle();
  expect(shown()).toBe('b');
});
