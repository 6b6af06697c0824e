/**
 * Request ids. One intent (a method with its params) has one id until the server has answered it, even over a reload:
 * pressing again after a lost answer asks for the first answer instead of doing the thing twice.
 */

const key = 'redress.intents';
const keptFor_ms = 24 * 3600 * 1000;

type Kept = Record<string, { id: string; at: number }>;

/** crypto.getRandomValues is there on plain HTTP too; randomUUID is not. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  const tail = Array.from(bytes, (b) => b.toString(36).padStart(2, '0')).join('');
  return `con-${Date.now().toString(36)}-${tail}`;
}

/** The same text whatever the order of the members. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${members.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** 53 bits of a text, so that what people wrote is not kept beside the id. crypto.subtle is missing on plain HTTP. */
export function fingerprint(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 2654435761);
    b = Math.imul(b ^ c, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return `${(4294967296 * (2097151 & b) + (a >>> 0)).toString(36)}.${text.length}`;
}

function read(store: Storage): Kept {
  try {
    const all = JSON.parse(store.getItem(key) ?? '{}') as Kept;
    const now = Date.now();
    return Object.fromEntries(Object.entries(all).filter(([, kept]) => now - kept.at < keptFor_ms));
  } catch {
    return {};
  }
}

export class Intents {
  private readonly store: Storage;
  /** Where the store takes nothing more (full, forbidden), this page remembers for itself. */
  private memory: Kept | undefined;

  constructor(store: Storage = localStorage) {
    this.store = store;
  }

  /** The id of this intent: a new one, or the one whose answer is still out. */
  idFor(method: string, params: unknown): string {
    const all = this.kept();
    const print = fingerprint(`${method} ${canonical(params)}`);
    const kept = all[print];
    if (kept) return kept.id;
    const id = newId();
    all[print] = { id, at: Date.now() };
    this.keep(all);
    return id;
  }

  /** The server has answered, with yes or no: the next press is a new intent. */
  answered(method: string, params: unknown): void {
    const all = this.kept();
    delete all[fingerprint(`${method} ${canonical(params)}`)];
    this.keep(all);
  }

  private kept(): Kept {
    return this.memory ?? read(this.store);
  }

  private keep(all: Kept): void {
    try {
      this.store.setItem(key, JSON.stringify(all));
      this.memory = undefined;
    } catch {
      this.memory = all;
    }
  }
}
