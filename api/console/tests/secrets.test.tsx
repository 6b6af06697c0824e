import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, createElement, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addTexts } from '../src/i18n/texts.ts';
import { rpc } from '../src/rpc/client.ts';
import { NoAnswer } from '../src/rpc/errors.ts';
import hooksEn from '../src/screens/developer/webhooks/en.json';
import { HookForm } from '../src/screens/developer/webhooks/HookForm.tsx';
import hooksZh from '../src/screens/developer/webhooks/zh.json';
import en from '../src/screens/settings/en.json';
import { Tokens } from '../src/screens/settings/Tokens.tsx';
import zh from '../src/screens/settings/zh.json';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
addTexts('settings', zh, en);
addTexts('webhooks', hooksZh, hooksEn);

let root: Root;
let asked: { params: Record<string, unknown>; done: (answer: object) => void; fail: (error: Error) => void }[];

beforeEach(() => {
  asked = [];
  localStorage.clear();
  root = createRoot(document.body.appendChild(document.createElement('div')));
  vi.spyOn(rpc, 'call').mockImplementation((method, params = {}) => {
    if (method !== 'token.create' && method !== 'webhook.set') return Promise.resolve({ tokens: [] } as never);
    return new Promise((done, fail) => asked.push({ params, done: done as (answer: object) => void, fail }));
  });
});
afterEach(() => {
  act(() => root.unmount());
  document.body.innerHTML = '';
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const show = (shown: ReactNode) =>
  act(async () => root.render(createElement(QueryClientProvider, { client: new QueryClient() }, shown)));
const press = (text: string) =>
  act(async () =>
    [...document.querySelectorAll('button')].find((one) => one.textContent?.replace(/ /g, '') === text)?.click(),
  );
const write = (at: string, text: string) =>
  act(async () => {
    const field = document.querySelector(at) as HTMLInputElement;
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
const leave = () =>
  act(async () => {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', code: 'Escape', bubbles: true }));
  });

describe('a new token', () => {
  beforeEach(async () => {
    await show(createElement(Tokens));
    await press(zh.new_token);
    await write('.ant-modal input[inputmode=numeric]', '30');
  });

  it('is one, however often it is asked for without an answer', async () => {
    vi.useFakeTimers();
    for (let i = 0; i < 5; i++) {
      if (i === 0 || i === 4) await press('保存');
      await act(async () => asked[i]?.fail(new NoAnswer('cut')));
      await act(async () => vi.advanceTimersByTimeAsync(5000));
    }
    expect(asked.length).toBeGreaterThan(4);
    expect(new Set(asked.map((one) => JSON.stringify(one.params))).size).toBe(1);
    expect(asked[0]?.params.request_id).toBeDefined();
  });

  it('says so where its secret was lost', async () => {
    await press('保存');
    await act(async () => asked[0]?.done({ id: 'tok', replayed: true }));
    expect(document.querySelector('.ant-modal')?.textContent).toContain(zh.secret_lost);
  });
});

describe('a window that makes a secret', () => {
  const onClose = vi.fn();
  beforeEach(async () => {
    onClose.mockReset();
    await show(createElement(HookForm, { shop: 's', types: [], onClose }));
    await write('.ant-modal input[type=url]', 'https://a.test');
  });

  it('closes as long as nothing is on its way', async () => {
    await leave();
    expect(onClose).toHaveBeenCalledOnce();
  });

  it('stays while it is saved and until the secret was seen', async () => {
    await press('保存');
    await leave();
    await press('取消');
    await act(async () => asked[0]?.done({ id: 'hook', secret: 'whsec_1' }));
    await leave();
    expect(document.querySelector('.secret code')?.textContent).toBe('whsec_1');
    expect(onClose).not.toHaveBeenCalled();
    await press(hooksZh.kept_it);
    expect(onClose).toHaveBeenCalledOnce();
  });
});
