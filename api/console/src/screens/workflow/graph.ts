import type { Says, Workflow, WorkflowRow } from '../../rpc/types.ts';

/** What `workflow.get` and `workflow.stats` tell, as the picture needs it: which lines there are and what stands on each. */

export type StateStats = { state: string; says?: Says; open: number; entered: number; median_s?: number | null };
export type EdgeStats = { from: string; event: string; to: string; accepted: number; refused: number };
export type Stats = { states: StateStats[]; edges: EdgeStats[] };

/** All rows of one state's way to another, or of many states' way to one. */
export type Edge = {
  id: string;
  /** One state, or every state from which this way leads. */
  from: string[];
  to: string;
  rows: WorkflowRow[];
  events: string[];
  /** Every row of it happens without a person: a deadline or an automation. */
  byItself: boolean;
  accepted: number;
  refused: number;
};

/** A move that this many states offer alike is drawn once. */
const alikeFrom = 5;

const unique = <T>(all: T[]): T[] => [...new Set(all)];

function countOn(rows: WorkflowRow[], stats: Stats | undefined): { accepted: number; refused: number } {
  const ways = new Set(rows.map((r) => `${r.from} ${r.on} ${r.to}`));
  const tries = new Set(rows.map((r) => `${r.from} ${r.on}`));
  let accepted = 0;
  const refused = new Map<string, number>();
  for (const edge of stats?.edges ?? []) {
    if (ways.has(`${edge.from} ${edge.event} ${edge.to}`)) accepted += edge.accepted;
    // A refused attempt leads nowhere: the server tells the same count on each way of one state and event.
    const tried = `${edge.from} ${edge.event}`;
    if (tries.has(tried)) refused.set(tried, edge.refused);
  }
  return { accepted, refused: [...refused.values()].reduce((a, b) => a + b, 0) };
}

function edgeOf(id: string, rows: WorkflowRow[], workflow: Workflow, stats: Stats | undefined): Edge {
  const events = unique(rows.map((r) => r.on));
  const timer = new Set(workflow.events.filter((e) => e.party === 'timer').map((e) => e.name));
  return {
    id,
    from: unique(rows.map((r) => r.from)),
    to: rows[0]?.to ?? '',
    rows,
    events,
    byItself: events.every((e) => timer.has(e)),
    ...countOn(rows, stats),
  };
}

export type Graph = {
  /** From one state to another. */
  edges: Edge[];
  /** From many states alike to one. */
  wide: Edge[];
  /** By state: what leaves it where it is. */
  stays: Map<string, Edge>;
};

function grouped(rows: WorkflowRow[], key: (row: WorkflowRow) => string): [string, WorkflowRow[]][] {
  const groups = new Map<string, WorkflowRow[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return [...groups];
}

export function graphOf(workflow: Workflow, stats: Stats | undefined, everyLine: boolean): Graph {
  const moving = workflow.rows.filter((r) => r.from !== r.to);
  const alike = new Set(
    everyLine
      ? []
      : grouped(moving, (r) => `${r.on} ${r.to}`)
          .filter(([, rows]) => new Set(rows.map((r) => r.from)).size >= alikeFrom)
          .map(([key]) => key),
  );
  const isAlike = (r: WorkflowRow): boolean => alike.has(`${r.on} ${r.to}`);
  const make = ([id, rows]: [string, WorkflowRow[]]): Edge => edgeOf(id, rows, workflow, stats);
  return {
    edges: grouped(
      moving.filter((r) => !isAlike(r)),
      (r) => `${r.from}~${r.to}`,
    ).map(make),
    wide: grouped(moving.filter(isAlike), (r) => `*~${r.to}`).map(make),
    stays: new Map(
      grouped(
        workflow.rows.filter((r) => r.from === r.to),
        (r) => r.from,
      ).map(([state, rows]) => [state, make([`${state}~${state}`, rows])]),
    ),
  };
}

/** Every way out of a state or into it, whether it is drawn as a line of its own or not. */
export function waysOf(workflow: Workflow, stats: Stats | undefined, state: string): { out: Edge[]; in: Edge[] } {
  const whole = graphOf(workflow, stats, true).edges;
  return { out: whole.filter((e) => e.from.includes(state)), in: whole.filter((e) => e.to === state) };
}

/** Whether a clause that names `on` speaks of an event: `refund.refuse`, `*.refuse`, `refund.*`. */
export function speaksOf(on: string[] | undefined, kind: string, event: string): boolean {
  return (on ?? []).some((name) => {
    const [k = '', e = ''] = name.split('.');
    return name === '*' || ((k === '*' || k === kind) && (e === '*' || e === event));
  });
}

export const holdsOn = (day: string, clause: { from?: string; to?: string }): boolean =>
  (clause.from === undefined || clause.from <= day) && (clause.to === undefined || day <= clause.to);
