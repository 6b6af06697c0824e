import type { FaultData } from '../rpc/errors.ts';
import { RpcFault } from '../rpc/errors.ts';
import type { LiveEntry, Person } from '../rpc/types.ts';
import { noteServerTime } from '../time/clock.ts';

export type LiveStatus = 'connecting' | 'live' | 'lost';

type Message = {
  id?: number;
  result?: unknown;
  error?: { code: number; message: string; data?: FaultData };
  method?: string;
  params?: unknown;
};

export type LiveOptions = {
  open?: (url: string) => WebSocket;
  wait_ms?: (attempt: number) => number;
  /** The server says its time every 20 s; a line silent for longer than this is dead. */
  silence_ms?: number;
  /** How long a new line may take until it hands on entries. */
  reach_ms?: number;
};

/** The code the server closes with when a session or token has ended, or must enrol first. */
const sessionEnded = 4001;

const backoff_ms = (attempt: number): number => Math.min(15_000, 500 * 2 ** attempt) * (0.5 + Math.random() / 2);

/**
 * One WebSocket for the page. It asks for every entry after the last one it saw, so a dropped line leaves no gap; when the
 * server cannot go that far back it says `resync` and everything shown is read anew.
 */
export class LiveLine {
  status: LiveStatus = 'connecting';
  lastHeard_ms = 0;
  onEntry: (entry: LiveEntry) => void = () => {};
  onPresence: (case_id: string, people: Person[]) => void = () => {};
  onResync: () => void = () => {};
  onStatus: () => void = () => {};
  /** The server closed the line or refused it, as whoever is here may not go on as before. */
  onEnded: () => void = () => {};

  private seq: number | undefined;
  private socket: WebSocket | undefined;
  private attempt = 0;
  private calls = new Map<number, { done: (result: unknown) => void; fail: (error: Error) => void }>();
  private nextId = 1;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private watch: ReturnType<typeof setInterval> | undefined;
  private stopped = true;
  private readonly options: Required<LiveOptions>;

  constructor(options: LiveOptions = {}) {
    this.options = {
      open: options.open ?? ((url) => new WebSocket(url, 'redress.rpc')),
      wait_ms: options.wait_ms ?? backoff_ms,
      silence_ms: options.silence_ms ?? 50_000,
      reach_ms: options.reach_ms ?? 15_000,
    };
  }

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    this.attempt = 0;
    this.set('connecting');
    this.connect();
    this.watch = setInterval(() => {
      const patience = this.status === 'live' ? this.options.silence_ms : this.options.reach_ms;
      if (this.socket && Date.now() - this.lastHeard_ms > patience) this.doubt();
    }, 5000);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.retry);
    clearInterval(this.watch);
    this.seq = undefined;
    this.socket?.close();
    this.socket = undefined;
  }

  /** Tries at once, for instance when the network came back. */
  nudge(): void {
    if (this.stopped || this.status === 'live') return;
    clearTimeout(this.retry);
    this.attempt = 0;
    if (this.socket === undefined) this.connect();
  }

  /** The network says it is gone, which a socket may not notice for minutes: a line that still works is back at once. */
  doubt(): void {
    if (this.stopped) return;
    const socket = this.socket;
    this.dropped();
    socket?.close();
  }

  call<T>(method: string, params: Record<string, unknown>): Promise<T> {
    return new Promise((done, fail) => {
      if (this.socket?.readyState !== 1) {
        fail(new Error('no line'));
        return;
      }
      const id = this.nextId++;
      this.calls.set(id, { done: done as (result: unknown) => void, fail });
      this.socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    });
  }

  private set(status: LiveStatus): void {
    if (status === this.status) return;
    this.status = status;
    this.onStatus();
  }

  private connect(): void {
    this.lastHeard_ms = Date.now();
    const scheme = globalThis.location?.protocol === 'https:' ? 'wss' : 'ws';
    let socket: WebSocket;
    try {
      socket = this.options.open(`${scheme}://${globalThis.location?.host ?? 'localhost'}/rpc`);
    } catch {
      this.again();
      return;
    }
    this.socket = socket;
    let opened = false;
    socket.onopen = () => {
      opened = true;
      void this.subscribe(socket);
    };
    socket.onmessage = (event) => {
      if (this.socket === socket) this.heard(String(event.data));
    };
    socket.onclose = (event) => {
      if (this.socket !== socket) return;
      // A browser tells no page why a handshake failed: it may be that the session has ended.
      if (event?.code === sessionEnded || !opened) this.onEnded();
      this.dropped();
    };
  }

  private dropped(): void {
    this.socket = undefined;
    for (const call of this.calls.values()) call.fail(new Error('the line closed'));
    this.calls.clear();
    clearTimeout(this.retry);
    if (!this.stopped) this.again();
  }

  private again(): void {
    this.set('lost');
    const wait = this.options.wait_ms(this.attempt++);
    this.retry = setTimeout(() => this.connect(), wait);
  }

  private async subscribe(socket: WebSocket): Promise<void> {
    const after = this.seq;
    try {
      const sent = Date.now();
      const answer = await this.call<{ seq: number; server_time?: string; resync?: boolean }>(
        'events.subscribe',
        after === undefined ? {} : { after },
      );
      if (this.socket !== socket) return;
      if (answer.server_time) noteServerTime(answer.server_time, sent, Date.now());
      this.begin(after, answer.seq);
    } catch (error) {
      if (this.socket !== socket) return;
      if (error instanceof RpcFault && after !== undefined && error.kind !== 'unauthenticated') {
        this.seq = undefined;
        this.onResync();
        void this.subscribe(socket);
        return;
      }
      socket.close();
    }
  }

  private begin(after: number | undefined, seq: number): void {
    // With `after`, what was missed comes as entries; without, what was read before this answer may be older than it.
    if (after === undefined) {
      this.seq = Math.max(this.seq ?? seq, seq);
      this.onResync();
    }
    this.attempt = 0;
    this.set('live');
  }

  private heard(text: string): void {
    this.lastHeard_ms = Date.now();
    let message: Message;
    try {
      message = JSON.parse(text) as Message;
    } catch {
      return;
    }
    if (message.method === undefined) {
      const call = this.calls.get(message.id ?? -1);
      if (!call) return;
      this.calls.delete(message.id ?? -1);
      if (message.error) call.fail(new RpcFault(message.error.code, message.error.message, message.error.data));
      else call.done(message.result);
      return;
    }
    if (message.method === 'events.entry') {
      const entry = message.params as LiveEntry;
      if (this.seq !== undefined && entry.seq <= this.seq) return;
      this.seq = entry.seq;
      this.onEntry(entry);
    } else if (message.method === 'events.presence') {
      const told = message.params as { case_id: string; people: Person[] };
      this.onPresence(told.case_id, told.people);
    } else if (message.method === 'events.clock') {
      const now = Date.now();
      noteServerTime((message.params as { server_time: string }).server_time, now, now);
    }
  }
}
