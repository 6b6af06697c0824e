// Canonical JSON after RFC 8785 (members sorted by UTF-16 units, numbers and strings as JSON.stringify writes them),
// and the hashes made of it. Merkle leaves are prefixed with a zero byte as in RFC 6962.
import crypto from 'node:crypto';

export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.join(',')}}`;
}

// The one call is a third cheaper than an object of hashing, and newer than some supported versions of Node.
export const sha256 =
  crypto.hash === undefined
    ? (bytes) => crypto.createHash('sha256').update(bytes).digest('hex')
    : (bytes) => crypto.hash('sha256', bytes, 'hex');

export const leafHash = (entryHash) => sha256(Buffer.from(`00${entryHash}`, 'hex'));
