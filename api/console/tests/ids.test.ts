import { beforeEach, describe, expect, it, vi } from 'vitest';
import { canonical, fingerprint, Intents, newId } from '../src/rpc/ids.ts';

beforeEach(() => localStorage.clear());

describe('request ids', () => {
  it('are new, short enough and never alike', () => {
    const ids = new Set(Array.from({ length: 1000 }, newId));
    expect(ids.size).toBe(1000);
    for (const id of ids) expect(id.length).toBeLessThanOrEqual(128);
  });

  it('stay the same for one intent until it is answered, whatever the order of its members', () => {
    const intents = new Intents();
    const id = intents.idFor('case.apply', { case_id: 'c', event: 'refuse', params: { a: 1, b: 2 } });
    expect(intents.idFor('case.apply', { event: 'refuse', params: { b: 2, a: 1 }, case_id: 'c' })).toBe(id);
    expect(intents.idFor('case.apply', { case_id: 'c', event: 'refuse', params: { a: 1, b: 3 } })).not.toBe(id);
    expect(new Intents().idFor('case.apply', { case_id: 'c', event: 'refuse', params: { a: 1, b: 2 } })).toBe(id);
    intents.answered('case.apply', { case_id: 'c', event: 'refuse', params: { a: 1, b: 2 } });
    expect(intents.idFor('case.apply', { case_id: 'c', event: 'refuse', params: { a: 1, b: 2 } })).not.toBe(id);
  });

  it('forget an intent after a day', () => {
    vi.useFakeTimers();
    const intents = new Intents();
    const id = intents.idFor('m', {});
    vi.advanceTimersByTime(25 * 3600_000);
    expect(intents.idFor('m', {})).not.toBe(id);
    vi.useRealTimers();
  });

  it('go on in the page where the store is full, and answered ones are forgotten there too', () => {
    const full = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const intents = new Intents();
    const id = intents.idFor('case.apply', { case_id: 'c' });
    expect(intents.idFor('case.apply', { case_id: 'c' })).toBe(id);
    intents.answered('case.apply', { case_id: 'c' });
    const next = intents.idFor('case.apply', { case_id: 'c' });
    expect(next).not.toBe(id);
    full.mockRestore();
    expect(intents.idFor('case.apply', { case_id: 'c' })).toBe(next);
  });

  it('keep no words of people', () => {
    new Intents().idFor('case.apply', { params: { message: '张三的电话' } });
    expect(JSON.stringify({ ...localStorage })).not.toContain('张三');
  });
});

describe('canonical', () => {
  it.each([
    [{ b: 1, a: [2, { d: 1, c: null }] }, '{"a":[2,{"c":null,"d":1}],"b":1}'],
    [{ a: undefined }, '{}'],
    ['x', '"x"'],
  ])('%j', (value, text) => expect(canonical(value)).toBe(text));
  it('tells texts apart', () => expect(fingerprint('ab')).not.toBe(fingerprint('ba')));
});
