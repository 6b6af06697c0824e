import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveLine } from '../src/live/socket.ts';
import type { LiveEntry } from '../src/rpc/types.ts';

/** The far end of a WebSocket, held by the test. */
class Far {
  readyState = 0;
  sent: { id: number; method: string; params: Record<string, unknown> }[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event?: { code: number }) => void) | null = null;
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
  accept(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  say(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  entry(seq: number): void {
    this.say({ jsonrpc: '2.0', method: 'events.entry', params: { seq, case_id: 'c' } });
  }
}

const settle = () => vi.advanceTimersByTimeAsync(0);
let ends: Far[];
let line: LiveLine;
let seen: number[];
let resyncs: number;
let ended: number;

beforeEach(() => {
  vi.useFakeTimers();
  ends = [];
  seen = [];
  resyncs = 0;
  ended = 0;
  line = new LiveLine({
    open: () => {
      const far = new Far();
      ends.push(far);
      return far as unknown as WebSocket;
    },
    wait_ms: (attempt) => 100 * (attempt + 1),
    silence_ms: 30_000,
    reach_ms: 10_000,
  });
  line.onEntry = (entry: LiveEntry) => seen.push(entry.seq);
  line.onResync = () => {
    resyncs++;
  };
  line.onEnded = () => {
    ended++;
  };
  line.start();
});
afterEach(() => {
  line.stop();
  vi.useRealTimers();
});

const end = (at: number): Far => ends[at] as Far;
async function subscribed(at: number, seq: number): Promise<Far> {
  const far = end(at);
  far.accept();
  const asked = far.sent[far.sent.length - 1];
  far.say({ id: asked?.id, result: { seq, server_time: new Date().toISOString() } });
  await settle();
  return far;
}

describe('the live line', () => {
  it('asks from now at first, and after its last entry once it was cut', async () => {
    const first = await subscribed(0, 40);
    expect(first.sent[0]).toMatchObject({ method: 'events.subscribe', params: {} });
    expect(line.status).toBe('live');
    first.entry(41);
    first.entry(42);
    first.close();
    expect(line.status).toBe('lost');
    await vi.advanceTimersByTimeAsync(100);
    end(1).accept();
    expect(end(1).sent[0]?.params).toEqual({ after: 42 });
  });

  it('hands on what was missed, in order and nothing twice', async () => {
    const first = await subscribed(0, 40);
    first.entry(41);
    first.close();
    await vi.advanceTimersByTimeAsync(100);
    const second = end(1);
    second.accept();
    second.entry(41);
    second.entry(42);
    second.say({ id: second.sent[0]?.id, result: { seq: 43 } });
    second.entry(43);
    await settle();
    second.entry(44);
    expect(seen).toEqual([41, 42, 43, 44]);
    expect(resyncs).toBe(1);
  });

  it('has everything read anew when the server cannot go back that far', async () => {
    const first = await subscribed(0, 40);
    first.close();
    await vi.advanceTimersByTimeAsync(100);
    const second = end(1);
    second.accept();
    second.say({ id: second.sent[0]?.id, error: { code: 1, message: 'resync', data: { kind: 'resync' } } });
    await settle();
    expect(second.sent[1]?.params).toEqual({});
    second.say({ id: second.sent[1]?.id, result: { seq: 9000 } });
    await settle();
    expect(line.status).toBe('live');
    expect(resyncs).toBeGreaterThanOrEqual(2);
    second.entry(9001);
    expect(seen).toEqual([9001]);
  });

  it('waits longer after each failure, and tries at once when nudged', async () => {
    end(0).close();
    await vi.advanceTimersByTimeAsync(100);
    expect(ends).toHaveLength(2);
    end(1).close();
    await vi.advanceTimersByTimeAsync(150);
    expect(ends).toHaveLength(2);
    line.nudge();
    expect(ends).toHaveLength(3);
  });

  it('gives up a line that has gone silent', async () => {
    await subscribed(0, 1);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(line.status).toBe('live');
    await vi.advanceTimersByTimeAsync(7_000);
    expect(ends.length).toBeGreaterThan(1);
  });

  it.each([
    ['a handshake that failed', false, 1006, 1],
    ['a line closed as the session ended', true, 4001, 1],
    ['a line that dropped', true, 1006, 0],
  ])('asks after the session after %s', async (_what, opened, code, asked) => {
    if (opened) await subscribed(0, 1);
    end(0).close(code);
    expect(ended).toBe(asked);
  });

  it.each([
    ['the handshake', () => {}],
    ['the subscription', () => end(0).accept()],
  ])('gives up %s where no answer comes', async (_what, begin) => {
    begin();
    await vi.advanceTimersByTimeAsync(9_000);
    expect([line.status, ends.length]).toEqual(['connecting', 1]);
    await vi.advanceTimersByTimeAsync(7_000);
    expect([line.status, ends.length]).toEqual(['lost', 2]);
  });

  it('is lost until it stands again, however often it is nudged', async () => {
    (await subscribed(0, 1)).close();
    line.nudge();
    expect([line.status, ends.length]).toEqual(['lost', 2]);
    await subscribed(1, 1);
    expect(line.status).toBe('live');
  });

  it('fails calls that were under way when the line closed', async () => {
    const far = await subscribed(0, 1);
    const call = line.call('presence.set', { case_id: 'c', doing: 'viewing' });
    far.close();
    await expect(call).rejects.toThrow('the line closed');
    await expect(line.call('presence.set', {})).rejects.toThrow('no line');
  });

  it('doubts a line when the network says it is gone, and goes on where it was', async () => {
    ends[0]?.accept();
    await settle();
    ends[0]?.say({ id: ends[0].sent[0]?.id, result: { seq: 5 } });
    await settle();
    expect(line.status).toBe('live');
    line.doubt();
    expect(line.status).toBe('lost');
    await vi.advanceTimersByTimeAsync(100);
    ends[1]?.accept();
    await settle();
    expect(ends[1]?.sent[0]).toMatchObject({ method: 'events.subscribe', params: { after: 5 } });
    ends[1]?.say({ id: ends[1].sent[0]?.id, result: { seq: 5 } });
    await settle();
    expect([line.status, ends.length]).toEqual(['live', 2]);
  });
});
