import { beforeEach, describe, expect, it, vi } from 'vitest';
import { RpcClient } from '../src/rpc/client.ts';
import { NoAnswer, RpcFault } from '../src/rpc/errors.ts';

type Sent = { url: string; init: RequestInit; body: { method: string; params: Record<string, unknown> } };

function line(answers: (() => Promise<Response>)[]) {
  const sent: Sent[] = [];
  const fetch = vi.fn((url: string, init: RequestInit) => {
    sent.push({ url, init, body: JSON.parse(String(init.body)) as Sent['body'] });
    const next = answers[Math.min(sent.length, answers.length) - 1];
    return (next as () => Promise<Response>)();
  });
  return { sent, client: new RpcClient({ fetch: fetch as unknown as typeof globalThis.fetch, waits_ms: [1, 1, 1] }) };
}
const ok = (result: unknown) => () => Promise.resolve(Response.json({ jsonrpc: '2.0', id: 1, result }));
const no =
  (kind: string, status = 200) =>
  () =>
    Promise.resolve(
      Response.json(
        { jsonrpc: '2.0', id: 1, error: { code: 1101, message: kind, data: { kind, says: { zh: '不行', en: 'no' } } } },
        { status },
      ),
    );
const cut = () => Promise.reject(new TypeError('network'));
const page = () => Promise.resolve(new Response('<html>502</html>', { status: 502 }));
const idOf = (s: Sent | undefined) => s?.body.params.request_id;
const headersOf = (s: Sent | undefined) => (s?.init.headers ?? {}) as Record<string, string>;

beforeEach(() => localStorage.clear());

describe('a page nobody is at', () => {
  const marks = (sent: Sent[]) => sent.map((each) => headersOf(each)['x-redress-unattended']);

  it('says so from a minute after the last touch, until the next', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const { client, sent } = line([ok({})]);
      window.dispatchEvent(new Event('keydown'));
      await client.call('case.list');
      vi.setSystemTime(Date.now() + 59_999);
      await client.call('case.list');
      vi.setSystemTime(Date.now() + 1);
      await client.call('case.list');
      window.dispatchEvent(new Event('pointermove'));
      await client.call('case.list');
      expect(marks(sent)).toEqual([undefined, undefined, '1', undefined]);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a command', () => {
  it('is sent again under the same request id when its answer got lost', async () => {
    const { client, sent } = line([cut, page, ok({ done: true })]);
    expect(await client.command('case.apply', { case_id: 'c' })).toEqual({ done: true });
    expect(sent).toHaveLength(3);
    expect(new Set(sent.map(idOf)).size).toBe(1);
  });

  it('keeps its id when no answer ever came, also over a reload, so pressing again repeats nothing', async () => {
    const first = line([cut]);
    await expect(first.client.command('case.apply', { case_id: 'c' })).rejects.toBeInstanceOf(NoAnswer);
    expect(first.sent).toHaveLength(4);
    const second = line([ok({})]);
    await second.client.command('case.apply', { case_id: 'c' });
    expect(idOf(second.sent[0])).toBe(idOf(first.sent[0]));
  });

  it('gets a new id after an answer, be it yes or no', async () => {
    const { client, sent } = line([ok({}), no('rule_blocked'), ok({})]);
    await client.command('case.apply', { case_id: 'c' });
    await expect(client.command('case.apply', { case_id: 'c' })).rejects.toMatchObject({ kind: 'rule_blocked' });
    await client.command('case.apply', { case_id: 'c' });
    expect(new Set(sent.map(idOf)).size).toBe(3);
  });

  it('keeps its id over an ended session, which decided nothing', async () => {
    const { client, sent } = line([no('unauthenticated', 401), ok({})]);
    const asked = vi.fn();
    client.onUnauthenticated = asked;
    await expect(client.command('case.apply', { case_id: 'c' })).rejects.toBeInstanceOf(RpcFault);
    expect(asked).toHaveBeenCalledOnce();
    await client.command('case.apply', { case_id: 'c' });
    expect(idOf(sent[1])).toBe(idOf(sent[0]));
  });

  it("drops the request id of a server's fix, whose content was not yet filled in", async () => {
    const { client, sent } = line([ok({})]);
    await client.command('evidence.add', { case_id: 'c', request_id: 'fix-1', text: 'x' });
    expect(idOf(sent[0])).not.toBe('fix-1');
  });
});

describe('a call', () => {
  it("carries the server's own words when it is refused", async () => {
    const { client } = line([no('event_not_allowed')]);
    await expect(client.call('case.get')).rejects.toMatchObject({ kind: 'event_not_allowed', says: { zh: '不行' } });
  });

  it('brings the CSRF word, and is not repeated by itself', async () => {
    const { client, sent } = line([cut]);
    client.csrf = 'word';
    await expect(client.call('case.get')).rejects.toBeInstanceOf(NoAnswer);
    expect(sent).toHaveLength(1);
    expect(headersOf(sent[0])['x-redress-csrf']).toBe('word');
  });
});
