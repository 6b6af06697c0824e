import { afterEach, describe, expect, it, vi } from 'vitest';
import { openCommands, takeEarly } from '../src/commands/commands.ts';
import { findCases } from '../src/commands/findCases.ts';
import { RpcFault } from '../src/rpc/errors.ts';

const signal = new AbortController().signal;

describe('finding a case', () => {
  const asked: Record<string, unknown>[] = [];
  const rpc = (answers: (params: Record<string, unknown>) => unknown[]) => ({
    call: async <T>(method: string, params: Record<string, unknown> = {}): Promise<T> => {
      asked.push({ method, ...params });
      if (method === 'case.get') throw new RpcFault(1001, 'none', { kind: 'not_found' });
      return { cases: answers(params) } as T;
    },
  });
  afterEach(() => void asked.splice(0));

  it.each([
    ['4300000000000000004', [{ order_id: '4300000000000000004' }]],
    [' 4300-0000 0000-0000004 ', [{ order_id: '4300000000000000004' }]],
    ['羽绒服', [{ text: '羽绒服' }]],
    ['12345', [{ text: '12345' }]],
  ])('asks for %s, open and finished alike', async (typed, calls) => {
    await findCases(
      rpc(() => [{}]),
      typed,
      signal,
    );
    expect(asked).toEqual(calls.map((call) => ({ method: 'case.list', ...call, limit: 8 })));
  });

  it('looks among the words for a number that is no order’s', async () => {
    await findCases(
      rpc((params) => ('text' in params ? [{}] : [])),
      '776600123',
      signal,
    );
    expect(asked.map(({ order_id, text }) => order_id ?? text)).toEqual(['776600123', '776600123']);
  });

  it('finds nothing under an id that is none', async () => {
    expect(
      await findCases(
        rpc(() => []),
        'case_01XYZ',
        signal,
      ),
    ).toEqual([]);
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
