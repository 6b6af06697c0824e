import { diffWordsWithSpace, structuredPatch } from 'diff';

/** Two texts as lines that stay, go and come; what changed within a line is marked where one line takes another's place. */

export type Part = { text: string; marked: boolean };
export type DiffLine = { is: 'same' | 'gone' | 'new'; old?: number; now?: number; parts: Part[] };
export type Hunk = { lines: DiffLine[] };

const plain = (text: string): Part[] => [{ text, marked: false }];

function within(gone: DiffLine, come: DiffLine): void {
  const before = gone.parts[0]?.text ?? '';
  const after = come.parts[0]?.text ?? '';
  const words = diffWordsWithSpace(before, after);
  const kept = words.filter((w) => !w.added && !w.removed).reduce((n, w) => n + w.value.trim().length, 0);
  // Lines that share next to nothing are two lines, not one that changed.
  if (kept * 3 < Math.max(before.trim().length, after.trim().length)) return;
  gone.parts = words.filter((w) => !w.added).map((w) => ({ text: w.value, marked: !!w.removed }));
  come.parts = words.filter((w) => !w.removed).map((w) => ({ text: w.value, marked: !!w.added }));
}

export function compareTexts(before: string, after: string): Hunk[] {
  if (before === after) return [];
  return structuredPatch('a', 'b', before, after, '', '', { context: 3 }).hunks.map((hunk) => {
    let old = hunk.oldStart;
    let now = hunk.newStart;
    const lines: DiffLine[] = [];
    for (const line of hunk.lines) {
      const text = line.slice(1);
      if (line.startsWith('-')) lines.push({ is: 'gone', old: old++, parts: plain(text) });
      else if (line.startsWith('+')) lines.push({ is: 'new', now: now++, parts: plain(text) });
      else if (!line.startsWith('\\')) lines.push({ is: 'same', old: old++, now: now++, parts: plain(text) });
    }
    for (let i = 0; i < lines.length; i++) {
      if (lines[i]?.is !== 'gone') continue;
      let gone = i;
      while (lines[gone]?.is === 'gone') gone++;
      let come = gone;
      while (lines[come]?.is === 'new') come++;
      const pairs = Math.min(gone - i, come - gone);
      for (let n = 0; n < pairs; n++) within(lines[i + n] as DiffLine, lines[gone + n] as DiffLine);
      i = come - 1;
    }
    return { lines };
  });
}

/** The lines of `after` that are not in `before`. */
export function changedLines(before: string, after: string): Set<number> {
  return new Set(
    compareTexts(before, after).flatMap((h) => h.lines.flatMap((l) => (l.is === 'new' && l.now ? [l.now] : []))),
  );
}
