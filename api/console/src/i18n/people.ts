import type { Says } from '../rpc/types.ts';

/** An id that nobody has given a name, by its two ends; a name as it is. */
export const shortened = (id: string): string =>
  /^(tok|user)_\w{20,}$/.test(id) ? `${id.slice(0, id.indexOf('_') + 5)}…${id.slice(-4)}` : id;

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
