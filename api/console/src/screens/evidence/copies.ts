import { rpc } from '../../rpc/client.ts';
import type { Item } from './items.ts';

/** Puts a copy beside its original: same kind, same side, and it says what it was made from. Nothing of its proof is claimed for it. */
type Copy = { how: string; note: string };

const about = (case_id: string, original: Item, { how, note }: Copy): Record<string, unknown> => ({
  case_id,
  kind: original.kind,
  source: original.source ?? 'upload',
  ...(original.helps ? { helps: original.helps } : {}),
  ...(note.trim() === '' ? {} : { note: note.trim() }),
  derived_from: { id: original.id, how },
});

export async function addPictureCopy(
  case_id: string,
  original: Item,
  bytes: Blob,
  copy: Copy,
): Promise<{ id: string; sha256: string }> {
  const { sha256 } = await rpc.upload(bytes);
  const params = { ...about(case_id, original, copy), sha256, ...nameOf(original, bytes.type) };
  return { id: idIn(await rpc.command('evidence.add', params)), sha256 };
}

export async function addTextCopy(case_id: string, original: Item, text: string, copy: Copy): Promise<{ id: string }> {
  return { id: idIn(await rpc.command('evidence.add', { ...about(case_id, original, copy), text })) };
}

function idIn(answer: unknown): string {
  const told = answer as { evidence?: { id?: string }; id?: string };
  return told.evidence?.id ?? told.id ?? '';
}

function nameOf(original: Item, mime: string): { name?: string } {
  if (!original.name) return {};
  const stem = original.name.replace(/\.[^.]{1,5}$/, '').slice(0, 200);
  return { name: `${stem}-copy.${mime === 'image/jpeg' ? 'jpg' : 'png'}` };
}

/** Photographs stay JPEG, so that a copy is not ten times its original; the rest is PNG. */
export function encode(canvas: HTMLCanvasElement, mime: string): Promise<Blob> {
  const type = mime === 'image/jpeg' || mime === 'image/webp' || mime === 'video/mp4' ? 'image/jpeg' : 'image/png';
  return new Promise((done, failed) =>
    canvas.toBlob(
      (blob) => (blob ? done(blob) : failed(new Error('the picture is too large to be encoded'))),
      type,
      0.92,
    ),
  );
}
