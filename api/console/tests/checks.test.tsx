import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, createElement, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { rpc } from '../src/rpc/client.ts';
import Ledger from '../src/screens/audit/Ledger.tsx';
import '../src/screens/audit/texts.ts';
import { useEntry } from '../src/screens/why/useEntry.ts';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

let root: Root;
const queries = new QueryClient();
const show = (shown: ReactNode) =>
  act(async () => root.render(createElement(QueryClientProvider, { client: queries }, shown)));
let checks: { case_id: string; done: (ok: boolean) => Promise<void> }[];

beforeEach(() => {
  checks = [];
  root = createRoot(document.body.appendChild(document.createElement('div')));
  vi.spyOn(rpc, 'call').mockImplementation((method, params = {}) => {
    if (method !== 'audit.case_check') return new Promise(() => {});
    const case_id = String(params.case_id);
    return new Promise((done) => {
      checks.push({ case_id, done: (ok) => act(async () => done({ case_id, ok, entries: [] } as never)) });
    });
  });
});
afterEach(() => {
  act(() => root.unmount());
  queries.clear();
  document.body.innerHTML = '';
  vi.restoreAllMocks();
});

describe('the check of one case', () => {
  const verdict = (): string[] => [...document.querySelectorAll('.ledger-case .badge')].map((one) => one.className);
  let router: ReturnType<typeof createMemoryRouter>;
  beforeEach(async () => {
    router = createMemoryRouter([{ path: '/', element: createElement(Ledger) }], { initialEntries: ['/?case_id=a'] });
    await show(createElement(RouterProvider, { router }));
  });

  it('is made anew whenever it is asked for, and shows no verdict meanwhile', async () => {
    await checks[0]?.done(true);
    expect(verdict()).toHaveLength(1);
    await act(async () => document.querySelector<HTMLButtonElement>('.ledger-case button')?.click());
    expect([checks.length, verdict().length]).toEqual([2, 0]);
    await checks[1]?.done(false);
    expect(verdict()).toHaveLength(1);
  });

  it('shows the verdict on the case asked for last, whichever answer comes first', async () => {
    await act(() => router.navigate('/?case_id=b'));
    await checks[1]?.done(false);
    const last = verdict();
    await checks[0]?.done(true);
    expect([checks.map((one) => one.case_id), verdict()]).toEqual([['a', 'b'], last]);
  });
});

it('whether an entry still holds is asked each time it is opened', async () => {
  const Story = () => {
    useEntry('e');
    return null;
  };
  vi.mocked(rpc.call).mockResolvedValue({});
  await show(createElement(Story));
  await show(null);
  await show(createElement(Story));
  expect(rpc.call).toHaveBeenCalledTimes(2);
});
