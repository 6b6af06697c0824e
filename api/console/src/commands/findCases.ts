import type { RpcClient } from '../rpc/client.ts';
import type { Case } from '../rpc/types.ts';

const most = 8;

/** Which of its marks the typed text was; the server says so. */
export type Found = Case & { found_by?: 'case_id' | 'order_id' | 'refund_id' | 'waybill' | 'words' };

/** Cases by what someone typed or pasted, finished ones too: an id, a whole number of an order, refund or parcel, or words. */
export async function findCases(rpc: Pick<RpcClient, 'call'>, typed: string, signal: AbortSignal): Promise<Found[]> {
  // Numbers are copied with spaces and hyphens in them.
  const number = typed.replace(/[\s-]/g, '');
  const text = /^\d{6,}$/.test(number) ? number : typed.trim();
  return (await rpc.call<{ cases: Found[] }>('case.search', { text, limit: most }, signal)).cases;
}
