import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { actorIn, nameIn } from '../src/i18n/people.ts';
import { withoutUnit } from '../src/i18n/words.ts';
import { linesByKey } from '../src/screens/audit/Figures.tsx';
import { commandOf, isAmong, signatureOf } from '../src/screens/developer/webhooks/signature.ts';
import { hostOf } from '../src/screens/developer/webhooks/types.ts';
import { examplesOf } from '../src/screens/rules/Examples.tsx';
import { verdictsIn } from '../src/screens/rules/texts.ts';
import type { Example } from '../src/screens/rules/types.ts';
import { particularsOf } from '../src/screens/settings/officeWords.ts';
import { formatTook } from '../src/time/span.ts';

describe('people and words', () => {
  it('are named by the name beside their id, else by the id', () => {
    expect(nameIn({ proposed_by: 'tok_1', proposed_by_name: '王五' }, 'proposed_by')).toBe('王五');
    expect(nameIn({ proposed_by: 'tok_1', proposed_by_name: '' }, 'proposed_by')).toBe('tok_1');
    expect(nameIn({ confirmed_by: undefined }, 'confirmed_by')).toBe('');
    expect(nameIn({ by: 'tok_01M81HNJFVXGNFJ25D4CSZHZB0' }, 'by')).toBe('tok_01M8…HZB0');
  });

  it('are the system itself in words, and its automations by the name they are switched by', () => {
    const zh = (says: { zh: string; en: string } | undefined): string => says?.zh ?? '';
    const labels = { actor: { zh: '系统', en: 'the system' } };
    expect(actorIn({ labels, actor_name: 'runner' }, 'runner', zh)).toBe('系统');
    expect(actorIn({ labels }, 'automation:auto-agree', zh)).toBe('系统 · auto-agree');
    expect(actorIn({ actor_name: '王五' }, 'user_1', zh)).toBe('王五');
  });

  it('say no unit where the value stands as money, and keep it elsewhere', () => {
    expect(withoutUnit('order.paid_minor', '实付金额（分）')).toBe('实付金额');
    expect(withoutUnit('order.paid_minor', 'paid (fen)')).toBe('paid');
    expect(withoutUnit('risk.score', '风险分（分）')).toBe('风险分（分）');
  });

  it('tell a time below a second in milliseconds', () => {
    expect(formatTook(48.4, 'zh')).toBe('48毫秒');
    expect(formatTook(20_000, 'en')).toBe('20 secs');
  });
});

describe('figures of one thing', () => {
  const row = (day: string, outcome: string, count: number) => ({ day, outcome, count, cases: 1, query: {} });
  it('stand on one line in the order they came, accepted and refused apart', () => {
    const lines = linesByKey(
      [row('a', 'accepted', 5), row('b', 'refused', 2), row('a', 'refused', 1)],
      ({ day }) => day,
    );
    expect(lines.map(({ key, accepted, refused }) => [key, accepted?.count, refused?.count])).toEqual([
      ['a', 5, 1],
      ['b', undefined, 2],
    ]);
  });
});

describe('examples of a clause', () => {
  const text =
    '- id: T-1\n  examples:\n    - {verdict: holds, facts: {}}\n    - verdict: out_of_scope\n    - {verdict: holds}';
  it('stand in the text with their verdicts set apart, and the text is whole', () => {
    const pieces = verdictsIn(text);
    expect(pieces.filter((piece) => piece.is === 'verdict').map((piece) => piece.text)).toEqual([
      'holds',
      'out_of_scope',
      'holds',
    ]);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
  });
  const example = (at: string): Example => ({
    what: 'rule',
    facts: {},
    evidence: [],
    at,
    expected: 'holds',
    actual: 'holds',
  });
  // 16:00 of one day in UTC is the next day's beginning in Beijing.
  const first = example('2020-12-31T16:00:00.000Z');
  const second = example('2024-01-01T02:00:00.000Z');
  it.each([
    [undefined, undefined, [first, second]],
    ['2021-01-01', '2023-12-31', [first]],
    ['2024-01-01', undefined, [second]],
    ['2021-01-02', undefined, [second]],
    // Of a time without examples, those of the clause are better than none.
    ['2026-01-01', undefined, [first, second]],
  ])('from %s to %s are those of that version', (from, to, expected) => {
    expect(examplesOf([first, second], from, to)).toEqual(expected);
  });
  it('may be none', () => expect(examplesOf(undefined, undefined, undefined)).toEqual([]));
});

describe('particulars of an act', () => {
  it('begin with what names it, end with its id, and leave out what is shown elsewhere', () =>
    expect(
      particularsOf(
        { id: 'tok_1', created_at: 'x', role: 'agent', name: 'li', password_sha256: 'h', note: '' },
        (name, value) => `${name}=${value}`,
      ),
    ).toBe('name=li · role=agent · id=tok_1'));
});

describe('the signature of a delivery', () => {
  beforeAll(async () => {
    // The test page has no HMAC of its own; every browser in a secure context has this one.
    vi.stubGlobal('crypto', (await import('node:crypto')).webcrypto);
  });
  const key = Buffer.from('0123456789abcdefghijklmn');
  const secret = `whsec_${key.toString('base64')}`;
  const headers = { 'webhook-id': "entry_'1", 'webhook-timestamp': '1795317000' };
  const body = '{"data":"退款"}';

  it('is that of Standard Webhooks over the bytes as sent', async () => {
    const expected = createHmac('sha256', key).update(`${headers['webhook-id']}.1795317000.${body}`).digest('base64');
    const made = await signatureOf(secret, headers, body);
    expect(made).toBe(`v1,${expected}`);
    expect(isAmong(made as string, `v1,other ${made}`)).toBe(true);
    expect(isAmong(made as string, 'v1,other')).toBe(false);
    expect(await signatureOf(secret, headers, `${body} `)).not.toBe(made);
  });

  it('is none of a text that is no secret', async () => {
    for (const wrong of ['', 'whsec_', 'whsec_***', key.toString('base64')])
      expect(await signatureOf(wrong, headers, body)).toBeUndefined();
  });

  it('is checked offline by a command that no quote breaks', () =>
    expect(commandOf(headers, 'a b.json')).toContain(`--id 'entry_'\\''1'`));

  it('goes to a host that is shown, whatever the address is', () => {
    expect(hostOf('https://erp.example.com:8443/x?y')).toBe('erp.example.com:8443');
    expect(hostOf('nothing')).toBe('nothing');
  });
});
