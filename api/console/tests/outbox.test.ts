import { beforeEach, describe, expect, it, vi } from 'vitest';
import { mostBytes, mostParcels, Outbox, OutboxFull } from '../src/outbox/outbox.ts';
import { memoryShelf } from '../src/outbox/shelf.ts';
import { NoAnswer, RpcFault } from '../src/rpc/errors.ts';

const about = { case_id: 'case_1', kind: 'E-CHAT', source: 'agent' };

beforeEach(() => localStorage.clear());

/** A server that adds each request id once, and may be gone, or lose its answers. */
function aServer() {
  const added = new Map<string, Record<string, unknown>>();
  const state = { gone: false, losesAnswers: false, refuses: undefined as RpcFault | undefined, calls: 0 };
  const client = {
    call: async <T>(_method: string, params: Record<string, unknown> = {}): Promise<T> => {
      state.calls++;
      if (state.gone) throw new NoAnswer('gone');
      if (state.refuses) throw state.refuses;
      added.set(String(params.request_id), params);
      if (state.losesAnswers) throw new NoAnswer('lost');
      return { evidence: { id: 'ev', sha256: 'aa' } } as T;
    },
    upload: async (bytes: Blob) => {
      if (state.gone) throw new NoAnswer('gone');
      return { sha256: `hash-${bytes.size}`, size: bytes.size, mime: bytes.type };
    },
  };
  return { added, state, client };
}

async function anOutbox(server: ReturnType<typeof aServer>, shelf = memoryShelf(), actor = 'agent') {
  const box = new Outbox(server.client, async () => shelf);
  await box.enter(actor);
  return box;
}

describe('the outbox', () => {
  it('sends at once what the server answers, and keeps nothing', async () => {
    const server = aServer();
    const box = await anOutbox(server);
    expect((await box.post({ about, text: 'words' })).is).toBe('added');
    expect([box.parcels.length, server.added.size]).toEqual([0, 1]);
  });

  it('keeps what gets no answer and sends it once the server is back, files by their hash', async () => {
    const server = aServer();
    server.state.gone = true;
    const box = await anOutbox(server);
    const arrived = vi.fn();
    box.onArrived = arrived;
    expect((await box.post({ about, file: new Blob(['xyz']), name: 'a.png' })).is).toBe('waiting');
    await box.flush();
    expect(box.parcels).toHaveLength(1);
    server.state.gone = false;
    await box.flush();
    expect(box.parcels).toHaveLength(0);
    expect([...server.added.values()]).toMatchObject([{ sha256: 'hash-3', name: 'a.png', kind: 'E-CHAT' }]);
    expect(arrived).toHaveBeenCalledTimes(1);
  });

  it('adds once what the server did and whose answer got lost, over a restart of the page too', async () => {
    const server = aServer();
    server.state.losesAnswers = true;
    const shelf = memoryShelf();
    const box = await anOutbox(server, shelf);
    await box.post({ about, text: 'words' });
    await box.flush();
    server.state.losesAnswers = false;
    const next = await anOutbox(server, shelf);
    await Promise.all([next.flush(), next.flush()]);
    expect([server.added.size, server.state.calls, next.parcels.length]).toEqual([1, 3, 0]);
  });

  it.each([
    ['words', () => ({ about, text: 'words' })],
    ['a file', () => ({ about, file: new File(['xyz'], 'a.png', { lastModified: 1 }), name: 'a.png' })],
  ])('adds %s once that were handed in again before the answer came', async (_what, given) => {
    const server = aServer();
    const box = await anOutbox(server);
    await Promise.all([box.post(given()), box.post(given())]);
    expect([server.added.size, server.state.calls]).toEqual([1, 2]);
    await box.post(given());
    expect(server.added.size).toBe(2);
  });

  it('takes what was changed, or handed in after a refusal, for another parcel', async () => {
    const server = aServer();
    const box = await anOutbox(server);
    await Promise.all([box.post({ about, text: 'one' }), box.post({ about, text: 'two' })]);
    expect(server.added.size).toBe(2);
    const ids: unknown[] = [];
    server.client.call = async (_method, params = {}) => {
      ids.push(params.request_id);
      throw new RpcFault(1001, 'no', { kind: 'invalid_params' });
    };
    for (let i = 0; i < 2; i++) await expect(box.post({ about, text: 'three' })).rejects.toThrow('no');
    expect(new Set(ids).size).toBe(2);
  });

  it('leaves to a person what the server refuses, and goes on with the rest', async () => {
    const server = aServer();
    const box = await anOutbox(server);
    await box.post({ about, text: 'one' }, false);
    server.state.refuses = new RpcFault(1001, 'no', { kind: 'not_found', says: { zh: '没有', en: 'none' } });
    await box.flush();
    expect(box.parcels[0]?.refused?.says?.zh).toBe('没有');
    await box.post({ about, text: 'two' }, false);
    server.state.refuses = undefined;
    await box.flush();
    expect(box.parcels.map((one) => one.text)).toEqual(['one']);
    await box.again(box.parcels[0]?.id ?? '');
    expect([box.parcels.length, server.added.size]).toEqual([0, 2]);
  });

  it('throws what the server refuses at once, and keeps it over a session that ended', async () => {
    const server = aServer();
    const box = await anOutbox(server);
    server.state.refuses = new RpcFault(1001, 'no', { kind: 'invalid_params' });
    await expect(box.post({ about, text: 'one' })).rejects.toThrow('no');
    server.state.refuses = new RpcFault(1005, 'who', { kind: 'unauthenticated' });
    expect((await box.post({ about, text: 'two' })).is).toBe('waiting');
  });

  it('shows and sends only what is the signed-in person’s own', async () => {
    const server = aServer();
    const shelf = memoryShelf();
    await (await anOutbox(server, shelf, 'first')).post({ about, text: 'hers' }, false);
    const second = await anOutbox(server, shelf, 'second');
    await second.flush();
    expect([second.parcels.length, server.added.size]).toEqual([0, 0]);
  });

  it.each([
    ['while an upload is under way', 'upload', []],
    ['between two parcels', 'call', ['one']],
  ] as const)('sends nothing of somebody’s under another’s session: changed %s', async (_when, during, sent) => {
    const server = aServer();
    const shelf = memoryShelf();
    const box = await anOutbox(server, shelf, 'first');
    await box.post({ about, file: new Blob(['a']), name: 'one' }, false);
    await box.post({ about, text: 'two' }, false);
    const { [during]: whole } = server.client;
    server.client[during] = (async (...given: [never]) => {
      const answer = await whole(...given);
      await box.enter('second');
      return answer;
    }) as never;
    await box.flush();
    expect([...server.added.values()].map((params) => params.name)).toEqual(sent);
    server.client[during] = whole as never;
    await box.enter('first');
    await box.flush();
    expect([server.added.size, (await shelf.list()).length]).toEqual([2, 0]);
  });

  it('holds its limits: so many, so large, and not one more', async () => {
    const server = aServer();
    server.state.gone = true;
    const box = await anOutbox(server);
    for (let i = 0; i < mostParcels; i++) await box.post({ about, text: `${i}` }, false);
    await expect(box.post({ about, text: 'more' }, false)).rejects.toThrow(OutboxFull);
    const large = await anOutbox(server);
    const file = (size: number): Blob => Object.defineProperty(new Blob(['x']), 'size', { value: size });
    expect((await large.post({ about, file: file(mostBytes) }, false)).is).toBe('waiting');
    await expect(large.post({ about, file: file(1) }, false)).rejects.toThrow(OutboxFull);
  });
});
