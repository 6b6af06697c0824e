import { describe, expect, it, vi } from 'vitest';
import { openCommands, takeEarly } from '../src/commands/commands.ts';
import { findCases } from '../src/commands/findCases.ts';

const signal = new AbortController().signal;

describe('finding a case', () => {
  it.each([
    ['4300000000000000004', '4300000000000000004'],
    [' 4300-0000 0000-0000004 ', '4300000000000000004'],
    ['羽绒服 大码', '羽绒服 大码'],
    ['  case_01XYZ ', 'case_01XYZ'],
    ['SF-100 2003', 'SF-100 2003'],
    ['12 345', '12 345'],
  ])('asks the server for "%s", which knows every mark of a case', async (typed, text) => {
    const asked: unknown[] = [];
    const rpc = {
      call: async <T>(method: string, params?: Record<string, unknown>): Promise<T> => {
        asked.push([method, params]);
        return { cases: [] } as T;
      },
    };
    expect(await findCases(rpc, typed, signal)).toEqual([]);
    expect(asked).toEqual([['case.search', { text, limit: 8 }]]);
  });
});

describe('keys pressed before the bar has the focus', () => {
  const press = (key: string): KeyboardEvent => {
    const event = new KeyboardEvent('keydown', { key, cancelable: true, bubbles: true });
    document.body.dispatchEvent(event);
    return event;
  };

  it('belong to the bar: no letter is lost, or taken for a key of the page', () => {
    const other = vi.fn();
    document.addEventListener('keydown', other);
    openCommands();
    for (const key of ['4', '3', 'x', 'Backspace', 'Enter']) expect(press(key).defaultPrevented).toBe(true);
    expect(takeEarly()).toEqual({ text: '43', enter: true });
    expect(other).not.toHaveBeenCalled();
    press('4');
    expect(other).toHaveBeenCalledTimes(1);
    document.removeEventListener('keydown', other);
    openCommands(false);
  });
});
