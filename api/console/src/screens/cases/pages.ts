import { asOf } from '../../cases/filters.ts';
import { rpc } from '../../rpc/client.ts';
import type { Case } from '../../rpc/types.ts';
import { serverNow } from '../../time/clock.ts';

export type Listed = { cases: Case[]; total?: number; next_cursor?: string; server_time?: string };

export const pageRows = 200;

/** Every case a query lists, page by page until `most`; `seen` is told how many there are so far, of how many. */
export async function readAll(
  params: Record<string, unknown>,
  options: { most: number; signal?: AbortSignal; seen?: (count: number, total: number | undefined) => void },
): Promise<{ cases: Case[]; cut: boolean }> {
  const asked = asOf(serverNow(), params);
  const found = new Map<string, Case>();
  let cursor: string | undefined;
  let total: number | undefined;
  do {
    const page: Listed = await rpc.call(
      'case.list',
      { ...asked, limit: pageRows, ...(cursor === undefined ? {} : { cursor }) },
      options.signal,
    );
    for (const c of page.cases) found.set(c.id, c);
    total ??= page.total;
    options.seen?.(Math.min(found.size, options.most), total);
    cursor = page.next_cursor;
  } while (cursor !== undefined && found.size < options.most);
  const cases = [...found.values()];
  return { cases: cases.slice(0, options.most), cut: cursor !== undefined || cases.length > options.most };
}
