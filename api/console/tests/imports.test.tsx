import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, createElement } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { rpc } from '../src/rpc/client.ts';
import { NoAnswer, RpcFault } from '../src/rpc/errors.ts';
import Imports from '../src/screens/imports/Imports.tsx';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

type Answer = { done: (answer: object) => void; fail: (error: Error) => void };
let root: Root;
let asked: { method: string; params: Record<string, unknown> }[];
let answers: Answer[];

beforeEach(async () => {
  asked = [];
  answers = [];
  vi.spyOn(rpc, 'call').mockImplementation((method, params = {}) => {
    asked.push({ method, params });
    return new Promise((done, fail) => answers.push({ done: done as (answer: object) => void, fail }));
  });
  root = createRoot(document.body.appendChild(document.createElement('div')));
  await act(async () =>
    root.render(createElement(QueryClientProvider, { client: new QueryClient() }, createElement(Imports))),
  );
});
afterEach(() => {
  act(() => root.unmount());
  document.body.innerHTML = '';
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const field = (label: string): HTMLTextAreaElement =>
  [...document.querySelectorAll('label')]
    .find((each) => each.textContent?.startsWith(label))
    ?.querySelector('textarea:not([aria-hidden])') as HTMLTextAreaElement;
const button = (text: string): HTMLButtonElement =>
  [...document.querySelectorAll('button')].find((each) => each.textContent?.replace(/ /g, '') === text)!;
async function write(label: string, text: string): Promise<void> {
  await act(async () => {
    const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set;
    set?.call(field(label), text);
    field(label).dispatchEvent(new Event('input', { bubbles: true }));
  });
}
const press = (text: string) => act(async () => button(text).click());
const answer = (at: number, told: object) => act(async () => answers[at]?.done(told));

describe('an import', () => {
  beforeEach(async () => {
    await write('或直接粘贴', 'order,amount\n1,2\n');
    await write('映射', 'table: a');
    await press('试算');
  });

  it.each([
    ['the mapping', () => write('映射', 'table: b')],
    ['the table', () => write('或直接粘贴', 'order,amount\n9,9\n')],
  ])('runs nothing that %s was changed under, though its plan arrives', async (_what, change) => {
    await change();
    await answer(0, { rows: 1, new: 1, updates: 0 });
    expect(button('导入').disabled).toBe(true);
  });

  it('runs what was planned', async () => {
    await answer(0, { rows: 1, new: 1, updates: 0 });
    expect(button('导入').disabled).toBe(false);
    await press('导入');
    await act(async () => [...document.querySelectorAll<HTMLButtonElement>('.ant-modal button')].at(-1)?.click());
    const { request_id: _any, ...params } = asked[1]?.params ?? {};
    expect([asked[1]?.method, params]).toEqual(['import.run', asked[0]?.params]);
  });

  it.each([
    ['goes on after answers that got lost', { done: { result: { rows: 7, new: 7, updates: 0 } } }, '新立案'],
    [
      "ends with the server's own sentence",
      { done: { error: { code: 1, message: 'disk full', data: { says: { zh: '磁盘满了', en: 'disk full' } } } } },
      '磁盘满了',
    ],
    [
      'ends where the server knows of none',
      { fail: new RpcFault(1, 'x', { says: { zh: '没有', en: 'none' } }) },
      '没有',
    ],
  ])('that takes longer %s', async (_what, last, shown) => {
    vi.useFakeTimers();
    await answer(0, { run_id: 'r', done: 1, total: 7 });
    for (let i = 1; i < 4; i++) {
      await act(async () => vi.advanceTimersByTimeAsync(1000));
      if (i < 3) await act(async () => answers[i]?.fail(new NoAnswer('cut')));
    }
    await act(async () => {
      if ('done' in last) answers[3]?.done({ run_id: 'r', done: 7, total: 7, ...last.done });
      else answers[3]?.fail(last.fail);
    });
    expect(document.querySelector('.im-out')?.textContent).toContain(shown);
  });
});
