import type { Says } from '../rpc/types.ts';

/** An id that nobody has given a name, short enough for a column: its kind, and the end that tells it from others. */
const shortened = (id: string): string => id.replace(/^(tok|user)_\w+(\w{5})$/, '$1_…$2');

/** The name of whoever stands in a member of a row (`proposed_by` beside `proposed_by_name`), else their id. */
export function nameIn<Row extends object>(row: Row, member: keyof Row & string): string {
  const told = (row as Record<string, unknown>)[`${member}_name`];
  const id = (row as Record<string, unknown>)[member];
  return shortened(typeof told === 'string' && told !== '' ? told : typeof id === 'string' ? id : '');
}

/** What answers tell of who acted: an id, the name it is known by, and for the system itself a name in words. */
export type Acted = { actor_name?: string | undefined; labels?: { actor?: Says } | undefined };

export function actorIn(row: Acted, id: string, say: (says: Says | undefined) => string): string {
  const system = say(row.labels?.actor);
  if (system === '') return nameIn({ actor: id, actor_name: row.actor_name }, 'actor');
  // Of the system's own actors, automations have names that people switch them by.
  return id.startsWith('automation:') ? `${system} · ${id.slice('automation:'.length)}` : system;
}
