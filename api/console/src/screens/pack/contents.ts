import { rpc } from '../../rpc/client.ts';
import { cutOff } from '../../rpc/errors.ts';
import type { Says } from '../../rpc/types.ts';

/** What a pack of a case would hold, read from the documents that `pack.create` makes for it. Nothing is kept anywhere. */

export type LimitFinding = { call: string; use: Says; says: Says; confidence: string; source?: string };
export type Exhibit = {
  number: number;
  id: string;
  kind: string;
  kind_says?: Says;
  size: number;
  mime: string;
  sha256?: string;
  path?: string;
  withheld?: Says;
  limits: LimitFinding[];
  required_by: { id: string; cites?: string; borne_by?: string }[];
};
export type Missing = { id: string; cites?: string; borne_by?: string; any_of: string[]; says?: Says };
export type Contents = {
  name: string;
  entries: number;
  files: number;
  exhibits: Exhibit[];
  missing: Missing[];
  /** Limits on the number of pictures in one message. */
  counts: LimitFinding[];
};

type Piece = { text?: string; base64?: string; shared?: number };
type PackFile = { path: string; sha256: string; pieces: Piece[] };
type Made = { name: string; files: PackFile[]; shared: string[]; squeezed?: string };

export async function readContents(case_id: string, withhold: string[], signal?: AbortSignal): Promise<Contents> {
  // Documents repeat themselves: squeezed they are a tenth. Browsers that cannot open that get them as they are.
  const squeezed = typeof DecompressionStream !== 'undefined';
  const params = { case_id, ...(withhold.length > 0 ? { withhold } : {}), ...(squeezed ? { squeezed } : {}) };
  return contentsOf(await open(await rpc.call<Made>('pack.create', params, signal)));
}

async function open(made: Made): Promise<Made> {
  if (made.squeezed === undefined) return made;
  const bytes = Uint8Array.from(atob(made.squeezed), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const inner = JSON.parse(await new Response(stream).text()) as Pick<Made, 'files' | 'shared'>;
  return { name: made.name, files: inner.files, shared: inner.shared };
}

export function contentsOf(made: Made): Contents {
  const textOf = (path: string): string =>
    (made.files.find((file) => file.path === path)?.pieces ?? [])
      .map((piece) => piece.text ?? (piece.shared === undefined ? '' : (made.shared[piece.shared] ?? '')))
      .join('');
  const exhibits = JSON.parse(textOf('data/exhibits.json')) as {
    exhibits: Exhibit[];
    missing: Missing[];
    limits: LimitFinding[];
  };
  const about = JSON.parse(textOf('data/case.json')) as { entries?: number };
  return {
    name: made.name,
    entries: about.entries ?? 0,
    files: made.files.length,
    exhibits: exhibits.exhibits,
    missing: exhibits.missing,
    counts: exhibits.limits,
  };
}

/** The platform's calls that something in this pack goes past, each once. */
export function callsPassed(contents: Contents): { call: string; use: Says }[] {
  const seen = new Map<string, Says>();
  for (const { limits } of contents.exhibits) for (const { call, use } of limits) seen.set(call, use);
  for (const { call, use } of contents.counts) seen.set(call, use);
  return [...seen].map(([call, use]) => ({ call, use }));
}

/** The same remark is often made of several calls: said once, with all of them. */
export function groupedLimits(limits: readonly LimitFinding[]): { uses: LimitFinding[]; says: Says }[] {
  const groups = new Map<string, { uses: LimitFinding[]; says: Says }>();
  for (const finding of limits) {
    const group = groups.get(finding.says.zh);
    if (group) group.uses.push(finding);
    else groups.set(finding.says.zh, { uses: [finding], says: finding.says });
  }
  return [...groups.values()];
}

/** What keeps a pack from going out by that call: only surely known limits of what is in it. */
export function blockedBy(contents: Contents, call: string | undefined): { exhibit: Exhibit; finding: LimitFinding }[] {
  if (call === undefined) return [];
  return contents.exhibits
    .filter((exhibit) => exhibit.path !== undefined)
    .flatMap((exhibit) =>
      exhibit.limits
        .filter((finding) => finding.call === call && finding.confidence === 'high')
        .map((finding) => ({ exhibit, finding })),
    );
}

export function packUrl(case_id: string, what: 'zip' | 'pdf', withhold: readonly string[], call?: string): string {
  const query = new URLSearchParams();
  if (withhold.length > 0) query.set('withhold', withhold.join(','));
  if (call !== undefined && what === 'zip') query.set('for', call);
  const asked = query.toString();
  return `/v1/packs/${encodeURIComponent(case_id)}.${what}${asked === '' ? '' : `?${asked}`}`;
}

/** Fetches a file and tells how far it is; the browser saves it once it is whole, so that no half pack is taken for one. */
export async function fetchWhole(
  url: string,
  onProgress: (bytes: number, of: number | undefined) => void,
  signal: AbortSignal,
): Promise<Blob> {
  const answer = await rpc.file(url, signal);
  const length = Number(answer.headers.get('content-length') ?? Number.NaN);
  const of = Number.isFinite(length) && !answer.headers.has('content-encoding') ? length : undefined;
  const reader = answer.body?.getReader();
  if (!reader) return answer.blob();
  const parts: BlobPart[] = [];
  for (let bytes = 0; ; ) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw cutOff(error);
    });
    if (done) break;
    parts.push(value);
    bytes += value.byteLength;
    onProgress(bytes, of);
  }
  return new Blob(parts, { type: answer.headers.get('content-type') ?? 'application/octet-stream' });
}

export function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
