/** Where a clause stands in a rulebook's text, and what of a text differs from another. */

const idLine = /^(\s*)(?:-\s*(?:\{\s*)?)id:\s*["']?([\w.-]+)/;

export type Place = { id: string; line: number };

/** The clauses of a file by the lines (from 1) at which they begin. */
export function clausesIn(text: string): Place[] {
  const found: Place[] = [];
  text.split('\n').forEach((line, i) => {
    const match = idLine.exec(line);
    if (match?.[2]) found.push({ id: match[2], line: i + 1 });
  });
  return found;
}

/** The lines of one clause, from its `- id:` to the next item or heading of the same depth. A later version of an id comes later. */
export function excerpt(text: string, line: number): string {
  const lines = text.split('\n');
  const first = lines[line - 1] ?? '';
  const depth = first.length - first.trimStart().length;
  let end = line;
  while (end < lines.length) {
    const next = lines[end] ?? '';
    const inner = next.length - next.trimStart().length;
    if (next.trim() !== '' && inner <= depth) break;
    end++;
  }
  const cut = lines.slice(line - 1, end).map((one) => one.slice(Math.min(depth, one.length)));
  while (cut.length > 0 && (cut[cut.length - 1]?.trim() ?? '') === '') cut.pop();
  return cut.join('\n');
}

export function findClause(files: { name: string; text: string }[], id: string, nth = 0) {
  let seen = 0;
  for (const file of files) {
    for (const place of clausesIn(file.text)) if (place.id === id && seen++ === nth) return { file, line: place.line };
  }
  return undefined;
}

/** The offset of a line and column (both from 1, columns in characters) in a text. */
export function offsetOf(text: string, line: number, column: number): number {
  let at = 0;
  for (let i = 1; i < line; i++) {
    const next = text.indexOf('\n', at);
    if (next === -1) return text.length;
    at = next + 1;
  }
  const end = text.indexOf('\n', at);
  const rest = [...text.slice(at, end === -1 ? undefined : end)];
  return at + rest.slice(0, Math.max(0, column - 1)).join('').length;
}

const verdictPlace = /(\bverdict:\s*)(holds|fails|unproven|out_of_scope)\b/g;

/** A text with the verdicts its examples expect set apart. */
export function verdictsIn(text: string): { text: string; is: 'text' | 'verdict' }[] {
  const pieces: { text: string; is: 'text' | 'verdict' }[] = [];
  let at = 0;
  for (const match of text.matchAll(verdictPlace)) {
    const begin = match.index + (match[1] as string).length;
    pieces.push({ text: text.slice(at, begin), is: 'text' }, { text: match[2] as string, is: 'verdict' });
    at = match.index + match[0].length;
  }
  return [...pieces, { text: text.slice(at), is: 'text' }];
}
