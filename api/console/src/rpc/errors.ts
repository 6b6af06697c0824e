import type { Says, WhyNot } from './types.ts';

export type FaultData = {
  kind?: string;
  says?: Says;
  request_id?: string;
  entry_id?: string;
  why_not?: WhyNot[];
  [more: string]: unknown;
};

/** The server's own no: `kind` is the contract, `says` is what people read. */
export class RpcFault extends Error {
  readonly code: number;
  readonly kind: string;
  readonly says: Says | undefined;
  readonly data: FaultData;

  constructor(code: number, message: string, data: FaultData | undefined) {
    super(message);
    this.name = 'RpcFault';
    this.code = code;
    this.data = data ?? {};
    this.kind = this.data.kind ?? 'unknown';
    this.says = this.data.says;
  }
}

/** No answer came: the server may or may not have done what was asked, so only the same request id may ask again. */
export class NoAnswer extends Error {
  constructor(cause: string) {
    super(cause);
    this.name = 'NoAnswer';
  }
}

/** What this page itself has to say, in the reader's language. */
export class Told extends Error {}

/** An answer whose body ended early is none; a read called off by its reader is no fault. */
export const cutOff = (error: unknown): unknown =>
  error instanceof DOMException && error.name === 'AbortError' ? error : new NoAnswer(String(error));

export const isFault = (error: unknown, kind?: string): error is RpcFault =>
  error instanceof RpcFault && (kind === undefined || error.kind === kind);

/** A method this server does not have yet. */
export const isUnknownMethod = (error: unknown): boolean => error instanceof RpcFault && error.code === -32601;
