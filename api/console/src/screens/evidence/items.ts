import type { TFunction } from 'i18next';
import type { Evidence, Says } from '../../rpc/types.ts';

/** One item of evidence as `evidence.list` tells it. */
export type Item = Omit<Evidence, 'why'> & {
  weight?: 'admissible' | 'weak' | 'inadmissible';
  supports?: string;
  added_by?: string;
  erased?: boolean;
  attributes?: Record<string, unknown>;
  quotes?: { first: number; last: number }[];
  recycled?: { case_id: string; evidence_id: string; how: string; distance_bits: number; same_order: boolean }[];
  why?: (string | { rule?: string; cites?: string; confidence?: string; verdict?: string; says: Says })[];
};

/** How an item is shown. `other` is only offered as a download: nothing of a stranger's is ever run. */
export type Show = 'picture' | 'video' | 'pdf' | 'words' | 'table' | 'other';

const pictures = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp']);
const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** By the server's own finding of what the bytes are; the file's name counts for nothing. */
export function showOf(item: Pick<Item, 'mime' | 'text'>): Show {
  const mime = (item.mime.split(';')[0] ?? '').trim().toLowerCase();
  if (item.text !== undefined) return 'words';
  if (pictures.has(mime)) return 'picture';
  if (mime === 'video/mp4') return 'video';
  if (mime === 'application/pdf') return 'pdf';
  if (mime === 'text/plain') return 'words';
  if (mime === 'text/csv' || mime === sheet) return 'table';
  return 'other';
}

/** Of what a copy can be made here: what can be drawn on, and words. */
export const canCopy = (item: Item): boolean => {
  const show = showOf(item);
  return show === 'picture' || show === 'video' || (show === 'words' && item.text !== undefined);
};

export const blobUrl = (sha256: string): string => `/v1/blobs/${encodeURIComponent(sha256)}`;

export function sizeWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KiB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

/** Originals first, in the order they came; each copy right after what it was made from. */
export function withCopies(items: readonly Item[]): { item: Item; depth: number }[] {
  const ids = new Set(items.map((item) => item.id));
  const copies = new Map<string, Item[]>();
  const roots: Item[] = [];
  for (const item of items) {
    const from = item.derived_from?.id;
    if (from === undefined || !ids.has(from)) roots.push(item);
    else copies.set(from, [...(copies.get(from) ?? []), item]);
  }
  const listed: { item: Item; depth: number }[] = [];
  const walk = (item: Item, depth: number): void => {
    listed.push({ item, depth });
    for (const copy of copies.get(item.id) ?? []) walk(copy, depth + 1);
  };
  for (const root of roots) walk(root, 0);
  return listed;
}

const still = /^still at ([\d.]+) s$/;

/** How a copy was made, in words. What another program wrote there is shown as it is. */
export const howWords = (how: string, t: TFunction): string =>
  how
    .split(', ')
    .map((part) => {
      const at = still.exec(part)?.[1];
      return at === undefined ? t(`how_${part}`, { defaultValue: part }) : t('evidence:how_still', { at });
    })
    .join(t('common:state.comma'));
