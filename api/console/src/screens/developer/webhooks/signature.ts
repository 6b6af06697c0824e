/**
 * Standard Webhooks: base64 of HMAC-SHA-256 over `webhook-id.webhook-timestamp.body`, under the bytes that follow `whsec_` in
 * base64. Needs a secure context: on plain HTTP under a LAN name browsers offer no HMAC, and the command line checks instead.
 */

export const canSign = (): boolean => globalThis.crypto?.subtle !== undefined;

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** The signature as the header has it (`v1,...`); undefined for a secret that is none. */
export async function signatureOf(
  secret: string,
  headers: Record<string, string>,
  body: string,
): Promise<string | undefined> {
  const key = secret.startsWith('whsec_') ? bytesOf(secret.slice('whsec_'.length)) : undefined;
  if (!key || key.length === 0) return undefined;
  const signed = new TextEncoder().encode(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`);
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', imported, signed));
  return `v1,${btoa(String.fromCharCode(...mac))}`;
}

/** During a rotation the header holds two, one of each secret. */
export const isAmong = (signature: string, header: string | undefined): boolean =>
  (header ?? '').split(' ').includes(signature);

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** The same check offline, for whoever has the body as a file. */
export const commandOf = (headers: Record<string, string>, file: string): string =>
  [
    'redress webhook verify --secret "$WEBHOOK_SECRET"',
    `--id ${quoted(headers['webhook-id'] ?? '')}`,
    `--timestamp ${quoted(headers['webhook-timestamp'] ?? '')}`,
    `--signature ${quoted(headers['webhook-signature'] ?? '')}`,
    quoted(file),
  ].join(' \\\n  ');
