import type { CaseAnswer } from '../../rpc/types.ts';

export type Change = { path: string; before: unknown; after: unknown };

const passing = new Set(['now', 'case.version', 'server_time']);

function flat(value: unknown, prefix: string, into: Map<string, unknown>): void {
  if (value !== null && typeof value === 'object' && !Array.isArray(value) && !('minor' in value)) {
    for (const [k, v] of Object.entries(value)) flat(v, prefix === '' ? k : `${prefix}.${k}`, into);
  } else {
    into.set(prefix, value);
  }
}

/** The fields in which two readings of a case differ, as people would name them: what someone else changed meanwhile. */
export function changesBetween(before: CaseAnswer, after: CaseAnswer): Change[] {
  const changes: Change[] = [];
  const add = (path: string, a: unknown, b: unknown): void => {
    if (!passing.has(path) && JSON.stringify(a) !== JSON.stringify(b)) changes.push({ path, before: a, after: b });
  };
  add('state', before.case.state_says ?? before.case.state, after.case.state_says ?? after.case.state);
  add('assignee', before.case.assignee_name ?? before.case.assignee, after.case.assignee_name ?? after.case.assignee);
  add('due', before.case.due?.at, after.case.due?.at);
  for (const sum of ['refunded', 'pending', 'compensated'] as const) add(sum, before.case[sum], after.case[sum]);
  const claims: [Map<string, unknown>, Map<string, unknown>] = [new Map(), new Map()];
  flat(before.facts, '', claims[0]);
  flat(after.facts, '', claims[1]);
  for (const path of new Set([...claims[0].keys(), ...claims[1].keys()])) {
    if (/^(case|account|actor|event)\./.test(path)) continue;
    add(path, claims[0].get(path), claims[1].get(path));
  }
  const had = new Set(before.evidence.map((e) => e.id));
  for (const item of after.evidence) if (!had.has(item.id)) add('evidence', undefined, item.kind_says ?? item.kind);
  return changes;
}
