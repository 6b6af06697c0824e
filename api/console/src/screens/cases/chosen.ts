import type { ListedCase } from './columns.tsx';

export type Chosen = { keys: ReadonlySet<string>; rows: ListedCase[] };

/** What is chosen now, each case as it is loaded, or where the list no longer shows it, as it was when it was chosen. */
export function chosenOf(keys: ReadonlySet<string>, loaded: ListedCase[], before: Chosen): Chosen {
  const known = new Map([...before.rows, ...loaded].map((row) => [row.id, row]));
  return { keys, rows: [...keys].flatMap((key) => known.get(key) ?? []) };
}
