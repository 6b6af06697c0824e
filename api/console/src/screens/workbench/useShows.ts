import { useWords } from '../../i18n/words.ts';
import { useRpc } from '../../rpc/hooks.ts';
import type { Schema } from '../../rpc/types.ts';
import type { Clause } from '../../ui/Clause.tsx';
import type { FieldSpec } from '../../ui/params.ts';

type Books = { books: { rules?: Pick<Clause, 'on' | 'when' | 'require'>[] }[] };

/** What a piece of evidence of a kind may be asked to show, as the rules about handing it in name it. */
export function showsIn(books: Books | undefined, kind: string): { path: string; among?: string[] }[] {
  const asked = new Map<string, { path: string; among?: string[] }>();
  for (const rule of books?.books.flatMap((book) => book.rules ?? []) ?? []) {
    if (!rule.on.includes('*.evidence_added') || !rule.when?.includes(`'${kind}'`)) continue;
    for (const [, path = '', list] of (rule.require ?? '').matchAll(/(proof\.\w+)(?:\s+in\s+\[([^\]]*)\])?/g)) {
      const among = list?.match(/[^',\s]+/g);
      asked.set(path, { path, ...(among ? { among: [...among] } : {}) });
    }
  }
  return [...asked.values()];
}

/** The same as fields of a form, each named by the API. */
export function useShows(platform: string, kind: string): FieldSpec[] {
  const words = useWords();
  const books = useRpc<Books>('rules.list', { book: platform }, { enabled: kind !== '' });
  return showsIn(books.data, kind).map(({ path, among }) => {
    const says = words.facts?.[path];
    const named = { title: says?.zh ?? path, description: says?.en ?? path };
    const schema: Schema =
      among !== undefined
        ? { type: 'string', enum: among, ...named }
        : says?.type === 'boolean'
          ? { type: 'boolean', ...named }
          : says?.type === 'integer'
            ? { type: 'integer', ...named }
            : says?.type === 'instant'
              ? { type: 'string', format: 'date-time', ...named }
              : { type: 'string', maxLength: 200, ...named };
    return { name: path, schema, required: false };
  });
}
