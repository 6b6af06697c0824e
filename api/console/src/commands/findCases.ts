import type { RpcClient } from '../rpc/client.ts';
import { isFault } from '../rpc/errors.ts';
import type { Case } from '../rpc/types.ts';

const most = 8;

/**
 * Cases by what someone typed or pasted: the id of a case, an order number, or words. A number that is no order's is looked for
 * among the words too, where parcel numbers and notes stand. Finished cases are found like open ones.
 */
export async function findCases(rpc: Pick<RpcClient, 'call'>, typed: string, signal: AbortSignal): Promise<Case[]> {
  const text = typed.trim();
  const list = (params: Record<string, unknown>): Promise<Case[]> =>
    rpc.call<{ cases: Case[] }>('case.list', { ...params, limit: most }, signal).then((answer) => answer.cases);
  if (/^case_\w+$/.test(text)) {
    try {
      return [(await rpc.call<{ case: Case }>('case.get', { case_id: text }, signal)).case];
    } catch (error) {
      if (isFault(error)) return [];
      throw error;
    }
  }
  // Order numbers are copied with spaces and hyphens in them.
  const number = text.replace(/[\s-]/g, '');
  if (/^\d{6,}$/.test(number)) {
    const exact = await list({ order_id: number });
    if (exact.length > 0) return exact;
  }
  return list({ text });
}
