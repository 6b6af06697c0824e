import { factorHint } from '../factor/code.ts';
import { noteServerTime } from '../time/clock.ts';
import { unattendedField } from './attention.ts';
import { cutOff, type FaultData, NoAnswer, RpcFault } from './errors.ts';
import { Intents } from './ids.ts';

type Answer = { result?: unknown; error?: { code: number; message: string; data?: FaultData } };
type Params = Record<string, unknown>;

export type ClientOptions = {
  fetch?: typeof fetch;
  intents?: Intents;
  /** Waits between tries of a command whose answer got lost, in ms. */
  waits_ms?: number[];
};

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Calls of the server this page came from. Reads are tried by the query cache; commands are tried here, under one request id. */
export class RpcClient {
  csrf = '';
  onUnauthenticated: () => void = () => {};
  /** Whoever is signed in must set up a second step before anything else. */
  onMustEnrol: () => void = () => {};
  /** Any answer may find that the ledger is not what it was. */
  onLedgerBroken: (fault: RpcFault) => void = () => {};
  private readonly fetch: typeof fetch;
  private readonly intents: Intents;
  private readonly waits_ms: number[];

  constructor(options: ClientOptions = {}) {
    this.fetch = options.fetch ?? ((...args) => globalThis.fetch(...args));
    this.intents = options.intents ?? new Intents();
    this.waits_ms = options.waits_ms ?? [400, 1200, 3000];
  }

  async call<T>(method: string, params: Params = {}, signal?: AbortSignal): Promise<T> {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const answer = (await this.post('/rpc', body, 'application/json', signal)) as Answer;
    return this.unwrap<T>(answer);
  }

  /**
   * A command: the same request id until an answer came, tried again by itself when none did.
   * `params` come without request_id; a `fix` of the server brings one, which is dropped, as its content is not yet filled in.
   */
  async command<T>(method: string, given: Params): Promise<T> {
    const { request_id: _dropped, ...params } = given;
    const request_id = this.intents.idFor(method, params);
    for (let attempt = 0; ; attempt++) {
      try {
        const result = await this.call<T>(method, { ...params, request_id });
        this.intents.answered(method, params);
        return result;
      } catch (error) {
        if (!(error instanceof NoAnswer)) {
          if (!(error instanceof RpcFault) || !passing.has(error.kind)) this.intents.answered(method, params);
          throw error;
        }
        const wait = this.waits_ms[attempt];
        if (wait === undefined) throw error;
        await sleep(wait);
      }
    }
  }

  /** Uploads original bytes, as evidence or by another door; the hash in the answer is the server's. */
  async upload(bytes: Blob, door = '/v1/blobs'): Promise<{ sha256: string; size: number; mime: string }> {
    const answer = (await this.post(door, bytes, bytes.type || 'application/octet-stream', undefined, 'PUT')) as Answer;
    if (answer.error) return this.unwrap(answer);
    return answer as { sha256: string; size: number; mime: string };
  }

  /** A door beside /rpc that takes and answers JSON. */
  async door<T>(path: string, body?: unknown): Promise<T> {
    const answer = (await (body === undefined
      ? this.send(path, { method: 'GET' })
      : this.post(path, JSON.stringify(body), 'application/json'))) as Answer;
    if (answer.error) return this.unwrap(answer);
    return answer as T;
  }

  /** A whole file of the server's. */
  async bytes(path: string, signal?: AbortSignal, headers: Record<string, string> = {}): Promise<ArrayBuffer> {
    const answer = await this.file(path, signal, headers);
    return answer.arrayBuffer().catch((error: unknown) => {
      throw cutOff(error);
    });
  }

  /** A file of the server's, or its no. Whoever reads the body may stop by `signal`. */
  async file(path: string, signal?: AbortSignal, headers: Record<string, string> = {}): Promise<Response> {
    const response = await this.reach(path, signal ? { signal } : {}, headers);
    if (response.ok) return response;
    const answer = (await response.json().catch(() => ({}))) as Answer;
    if (answer.error) this.unwrap(answer);
    throw new NoAnswer(`status ${response.status}`);
  }

  private post(path: string, body: BodyInit, type: string, signal?: AbortSignal, method = 'POST'): Promise<unknown> {
    const headers: Record<string, string> = { 'content-type': type };
    if (this.csrf !== '') headers['x-redress-csrf'] = this.csrf;
    return this.send(path, { method, body, ...(signal ? { signal } : {}) }, headers);
  }

  private async reach(path: string, init: RequestInit, headers: Record<string, string>): Promise<Response> {
    try {
      return await this.fetch(path, {
        credentials: 'same-origin',
        ...init,
        headers: { ...unattendedField(), ...headers },
      });
    } catch (error) {
      throw cutOff(error);
    }
  }

  private async send(path: string, init: RequestInit, headers: Record<string, string> = {}): Promise<unknown> {
    const sent = Date.now();
    const response = await this.reach(path, { cache: 'no-store', ...init }, headers);
    let answer: Answer;
    try {
      answer = (await response.json()) as Answer;
    } catch {
      // A proxy's page, or an answer cut off on its way.
      throw new NoAnswer(`status ${response.status}`);
    }
    if (response.status >= 500 && !answer.error) throw new NoAnswer(`status ${response.status}`);
    const told = (answer.result ?? answer) as { server_time?: unknown } | null;
    if (told !== null && typeof told === 'object' && typeof told.server_time === 'string')
      noteServerTime(told.server_time, sent, Date.now());
    return answer;
  }

  private unwrap<T>(answer: Answer): T {
    if (!answer.error) return answer.result as T;
    const fault = new RpcFault(answer.error.code, answer.error.message, answer.error.data);
    if (fault.kind === 'unauthenticated') this.onUnauthenticated();
    if (factorHint(fault.data) === 'enrol') this.onMustEnrol();
    if (fault.kind === 'ledger_broken') this.onLedgerBroken(fault);
    throw fault;
  }
}

/** Refusals that decided nothing about the command: after them the same intent keeps its id. */
const passing = new Set(['unauthenticated', 'rate_limited']);

export const rpc = new RpcClient();
