import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App } from 'antd';
import { act, createElement, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { MemoryRouter } from 'react-router';
import { vi } from 'vitest';
import { addTexts } from '../src/i18n/texts.ts';
import { rpc } from '../src/rpc/client.ts';
import { RpcFault } from '../src/rpc/errors.ts';
import workbenchEn from '../src/screens/workbench/en.json';
import workbenchZh from '../src/screens/workbench/zh.json';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
Element.prototype.scrollTo ??= () => {};
addTexts('workbench', workbenchZh, workbenchEn);

type Params = Record<string, unknown>;
export type Answers = Record<string, unknown | ((params: Params) => unknown)>;

/** Components as they stand on the page, before a server that answers from a table. */
export class Page {
  readonly asked: { method: string; params: Params }[] = [];
  readonly queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  answers: Answers;
  private readonly root: Root;

  constructor(answers: Answers = {}) {
    this.answers = { 'system.words': {}, ...answers };
    // jsdom has no styles of ::-webkit-scrollbar, which dialogs measure, and says so each time.
    const { getComputedStyle } = window;
    vi.spyOn(window, 'getComputedStyle').mockImplementation((of) => getComputedStyle(of));
    this.root = createRoot(document.body.appendChild(document.createElement('div')));
    vi.spyOn(rpc, 'call').mockImplementation(async (method, params = {}) => {
      this.asked.push({ method, params });
      const answer = this.answers[method];
      if (answer === undefined) throw new RpcFault(-32601, method, undefined);
      return (typeof answer === 'function' ? answer(params) : answer) as never;
    });
  }

  async show(node: ReactNode): Promise<void> {
    const within = createElement(App, null, createElement(MemoryRouter, null, node));
    await act(async () => this.root.render(createElement(QueryClientProvider, { client: this.queries }, within)));
    await settle();
  }

  close(): void {
    act(() => this.root.unmount());
    this.queries.clear();
    document.body.innerHTML = '';
    vi.restoreAllMocks();
  }

  count(method: string): number {
    return this.asked.filter((call) => call.method === method).length;
  }

  get text(): string {
    return document.body.textContent ?? '';
  }
}

/** An answer that comes when the test says so. */
export function later<T>(): { promise: Promise<T>; done: (answer: T) => void; fail: (error: unknown) => void } {
  let done: (answer: T) => void = () => {};
  let fail: (error: unknown) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    done = yes;
    fail = no;
  });
  return { promise, done, fail };
}

export const settle = (): Promise<void> => act(() => new Promise<void>((done) => setTimeout(done, 20)));

/** Waits for what takes a few turns to stand there. */
export async function found(selector: string): Promise<HTMLElement> {
  for (let i = 0; i < 100; i++) {
    const it = document.querySelector<HTMLElement>(selector);
    if (it) return it;
    await settle();
  }
  throw new Error(`there is no ${selector}`);
}

const compact = (text: string | null): string => (text ?? '').replace(/\s/g, '');

export const button = (text: string): HTMLButtonElement =>
  [...document.querySelectorAll('button')].find((one) => compact(one.textContent) === compact(text))!;

export async function press(what: HTMLElement | string): Promise<void> {
  await act(async () => (typeof what === 'string' ? button(what) : what).click());
  await settle();
}

export async function write(selector: string, text: string): Promise<void> {
  const field = document.querySelector<HTMLInputElement | HTMLTextAreaElement>(selector)!;
  await act(async () => {
    const kind = field instanceof HTMLInputElement ? HTMLInputElement : HTMLTextAreaElement;
    Object.getOwnPropertyDescriptor(kind.prototype, 'value')?.set?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await settle();
}

export async function key(
  init: KeyboardEventInit,
  on: Element = document.activeElement ?? document.body,
): Promise<void> {
  await act(async () => {
    on.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }));
    on.dispatchEvent(new KeyboardEvent('keyup', { bubbles: true, ...init }));
  });
  await settle();
}
