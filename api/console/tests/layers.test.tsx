import { createElement, type ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { arrivingOver } from '../src/app/arriving.tsx';
import { KeyLayer, useKey } from '../src/keys/keys.ts';
import type { CaseAnswer } from '../src/rpc/types.ts';
import { Personal } from '../src/screens/workbench/Personal.tsx';
import { ClauseModal } from '../src/ui/Clause.tsx';
import { key, Page, press } from './page.ts';

let page: Page;
const below = vi.fn();
const above = vi.fn();

/** A drawer that Escape closes, with something over it. */
function Drawer({ children }: { children?: ReactNode }) {
  useKey('escape', below, { inFields: true });
  return children;
}
const leave = () => key({ code: 'Escape', key: 'Escape' }, document.body);

beforeEach(() => {
  vi.clearAllMocks();
  page = new Page();
});
afterEach(() => page.close());

describe('Escape closes what lies on top and nothing below', () => {
  it.each([
    ['the text of a clause', createElement(ClauseModal, { id: 'R-1', onClose: above })],
    [
      'a part that did not come',
      createElement(
        arrivingOver<{ onClose: () => void }>(() => Promise.reject(new Error('gone'))),
        { onClose: above },
      ),
    ],
  ])('%s', async (_what, over) => {
    await page.show(createElement(KeyLayer, null, createElement(Drawer)));
    await page.show(createElement(KeyLayer, null, createElement(Drawer, null, over)));
    await leave();
    expect([above.mock.calls.length, below.mock.calls.length]).toEqual([1, 0]);
  });

  it('the question for a purpose', async () => {
    const answer = {
      case: { id: 'c' },
      facts: {},
      personal: [{ field: 'buyer.phone', masked: '1**' }],
    } as unknown as CaseAnswer;
    await page.show(createElement(Drawer, null, createElement(Personal, { answer })));
    await press(document.querySelector<HTMLButtonElement>('.hash-copy')!);
    await leave();
    expect(below).not.toHaveBeenCalled();
    await page.show(null);
  });
});
