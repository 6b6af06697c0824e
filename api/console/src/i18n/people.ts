/** What answers tell of who did something: the id that entries name them by, and the name people know them by. */
export type Named = { actor_name?: string };

/** The name of whoever stands in a member of a row (`proposed_by` beside `proposed_by_name`), else their id. */
export function nameIn<Row extends object>(row: Row, member: keyof Row & string): string {
  const told = (row as Record<string, unknown>)[`${member}_name`];
  const id = (row as Record<string, unknown>)[member];
  return typeof told === 'string' && told !== '' ? told : typeof id === 'string' ? id : '';
}
