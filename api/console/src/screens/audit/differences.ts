import { create, type Delta } from 'jsondiffpatch';
import type { Money } from '../../rpc/types.ts';

/** What differs between a case at two moments, fact by fact, for people to read. */

export type Moment = {
  facts: Record<string, unknown>;
  evidence: { id: string; kind: string }[];
  case: {
    state: string;
    assignee?: string;
    flags?: string[];
    due?: { at: string };
    refunded?: Money;
    pending?: Money;
    compensated?: Money;
  };
};

export type About = 'state' | 'assignee' | 'flags' | 'due' | 'refunded' | 'pending' | 'compensated';

export type Difference = {
  about: 'fact' | 'evidence' | About;
  path: string;
  change: 'added' | 'removed' | 'changed';
  before?: unknown;
  after?: unknown;
};

// The clock moves by itself; what a case is worth knowing about is what someone or some rule moved.
const clocks = new Set(['now']);

const differ = create({ objectHash: (item: unknown) => JSON.stringify(item), arrays: { detectMove: false } });

/** Amounts of nothing are no amounts, so that a case without any lists none. */
const amountOf = (money: Money | undefined): number => money?.minor ?? 0;

export function differencesOf(before: Moment, after: Moment): Difference[] {
  const told = (moment: Moment) => ({
    facts: Object.fromEntries(Object.entries(moment.facts).filter(([path]) => !clocks.has(path))),
    evidence: Object.fromEntries(moment.evidence.map((item) => [item.id, item.kind])),
    about: {
      state: moment.case.state,
      ...(moment.case.assignee === undefined ? {} : { assignee: moment.case.assignee }),
      flags: [...(moment.case.flags ?? [])].sort(),
      ...(moment.case.due === undefined ? {} : { due: moment.case.due.at }),
      refunded: amountOf(moment.case.refunded),
      pending: amountOf(moment.case.pending),
      compensated: amountOf(moment.case.compensated),
    },
  });
  const left = told(before);
  const right = told(after);
  const delta = (differ.diff(left, right) ?? {}) as Record<
    'facts' | 'evidence' | 'about',
    Record<string, Delta> | undefined
  >;
  const found: Difference[] = [];
  for (const [path, change] of Object.entries(delta.facts ?? {}))
    found.push(differenceOf('fact', path, change, left.facts[path], right.facts[path]));
  for (const [id, change] of Object.entries(delta.evidence ?? {}))
    found.push(differenceOf('evidence', id, change, left.evidence[id], right.evidence[id]));
  for (const [name, change] of Object.entries(delta.about ?? {}))
    found.push(
      differenceOf(
        name as About,
        name,
        change,
        (left.about as Record<string, unknown>)[name],
        (right.about as Record<string, unknown>)[name],
      ),
    );
  const rank = ({ about }: Difference): number => (about === 'fact' ? 2 : about === 'evidence' ? 1 : 0);
  return found.sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function differenceOf(
  about: Difference['about'],
  path: string,
  delta: Delta,
  before: unknown,
  after: unknown,
): Difference {
  // jsondiffpatch: [new] was added, [old, 0, 0] removed, everything else changed.
  if (Array.isArray(delta) && delta.length === 1) return { about, path, change: 'added', after };
  if (Array.isArray(delta) && delta.length === 3) return { about, path, change: 'removed', before };
  return { about, path, change: 'changed', before, after };
}
