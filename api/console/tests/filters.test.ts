import { describe, expect, it } from 'vitest';
import {
  addressOf,
  asOf,
  fromView,
  momentOf,
  paramsOf,
  readAddress,
  sameFilters,
  toView,
  writeAddress,
} from '../src/cases/filters.ts';

const read = (address: string) => readAddress(new URLSearchParams(address.replace(/^.*\?/, '')));

describe('the address of a list', () => {
  it('says the same after it was written and read again', () => {
    const state = {
      filters: { kind: 'refund', final: false, text: 'true', due_before: '2026-12-01T00:00:00Z', overdue: true },
      sort: 'amount',
      cols: ['due', 'amount'],
      view: 'view_1',
    };
    expect(readAddress(writeAddress(state))).toEqual(state);
  });

  it('keeps filters it does not know, since a board may open a list by any param of the method', () => {
    const address = addressOf({ kind: 'refund', newly_added: true, sort: 'due', limit: 50, count: true });
    expect(read(address)).toEqual({ filters: { kind: 'refund', newly_added: true }, sort: 'due' });
  });

  it('says so when nothing is filtered, as an empty address opens the usual view', () => {
    expect(writeAddress({ filters: {} }).toString()).toBe('all=1');
    expect(read('/cases?all=1').filters).toEqual({});
  });

  it('does not mind the order', () => {
    expect(sameFilters({ a: '1', b: true }, { b: true, a: '1' })).toBe(true);
    expect(sameFilters({ a: '1' }, { a: '1', b: false })).toBe(false);
  });
});

describe('times that move along', () => {
  const now = Date.parse('2026-11-22T10:00:00Z');
  it.each([
    ['now', '2026-11-22T10:00:00.000Z'],
    ['now+24h', '2026-11-23T10:00:00.000Z'],
    ['now-7d', '2026-11-15T10:00:00.000Z'],
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
    ['now+24', 'now+24'],
  ])('%s', (text, moment) => expect(momentOf(text, now)).toBe(moment));

  it('are moments only where a time is asked for', () => {
    const params = paramsOf({
      filters: { text: 'now', due_before: 'now+24h' },
      sort: undefined,
      cols: undefined,
      view: undefined,
    });
    expect(params).toEqual({ text: 'now', due_before: 'now+24h' });
    expect(asOf(now, params)).toEqual({ text: 'now', due_before: '2026-11-23T10:00:00.000Z' });
  });
});

describe('a saved view', () => {
  it('means whoever looks where it says mine', () => {
    const kept = toView(
      { filters: { assignee: 'tok_a', final: false }, sort: 'due', cols: ['due'], view: undefined },
      'tok_a',
    );
    expect(kept).toEqual({ filters: { assignee: 'me', final: false }, sort: 'due', cols: ['due'] });
    expect(fromView('view_1', kept, 'tok_b')).toEqual({
      filters: { assignee: 'tok_b', final: false },
      sort: 'due',
      cols: ['due'],
      view: 'view_1',
    });
  });

  it('drops what is no filter', () => {
    expect(fromView('v', { filters: { kind: 'refund', odd: { x: 1 } }, cols: [1, 'due'] }, 'me').filters).toEqual({
      kind: 'refund',
    });
    expect(fromView('v', null, 'me').filters).toEqual({});
  });
});
