import type { Says } from '../../../rpc/types.ts';

/** Answers of webhook.list, webhook.set and webhook.deliveries. docs/webhooks.md says what each member means. */

export type Last = { at: string; result: Result; status?: number; error?: Says };

export type Webhook = {
  id: string;
  shop: string;
  url: string;
  label?: string;
  events: string[];
  kinds?: string[];
  enabled: boolean;
  /** Why Redress itself switched it off. */
  off?: { why: 'gone' | 'exhausted'; at: string; says: Says };
  secrets: { fingerprint: string; since: string; until?: string }[];
  position: { next_seq: number; behind: number; waiting?: { next_try_at?: string; attempts?: number } };
  last?: Last;
  updated_at: string;
  updated_by: string;
  updated_by_name?: string;
  /** Only in the answer that made it. */
  secret?: string;
};

export type HookType = { type: string; says: Says };
export type Hooks = { webhooks: Webhook[]; types: HookType[] };

export const results = ['delivered', 'refused', 'redirected', 'gone', 'timeout', 'unreachable', 'forbidden'] as const;
export type Result = (typeof results)[number];

export const states = ['waiting', 'delivered', 'failed'] as const;
export type State = (typeof states)[number];

export type Attempt = {
  at: string;
  result: Result;
  status?: number;
  duration_ms: number;
  error?: Says;
  headers: Record<string, string>;
};

export type Delivery = {
  id: string;
  hook_id: string;
  webhook_id: string;
  type: string;
  seq?: number;
  case_id?: string;
  state: State;
  replayed?: boolean;
  next_try_at?: string;
  created_at?: string;
  attempts: Attempt[];
  body: string;
};

export const toneOfState = { waiting: 'soon', delivered: 'good', failed: 'bad' } as const;
export const toneOfResult = (result: Result) => (result === 'delivered' ? 'good' : 'bad');

export const nameOf = (hook: Webhook): string => hook.label ?? hostOf(hook.url);

export function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}
