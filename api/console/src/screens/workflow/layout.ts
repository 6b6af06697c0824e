import { layout, Graph as Plan } from '@dagrejs/dagre';
import type { Edge, Graph } from './graph.ts';

/** Where everything stands, in CSS pixels from the upper left. */

export type Point = { x: number; y: number };
export type Box = Point & { id: string; width: number; height: number };
export type Line = { edge: Edge; points: Point[]; label: Box };
export type Picture = { width: number; height: number; states: Box[]; pills: (Box & { edge: Edge })[]; lines: Line[] };

export const stateSize = { width: 160, height: 66 };
/** What many states offer alike hangs above its target, within the same box of the plan. */
const pillHeight = 36;
const pillGap = 10;
const labelHeight = 18;
const widest = 150;

/** About how wide a text is at 12 px; Han characters are square. */
export function textWidth(text: string): number {
  let width = 0;
  for (const c of text) width += /[⺀-鿿＀-￯　-〿]/.test(c) ? 12 : 6.6;
  return width;
}

/**
 * The states from first to last: depth first from the first of the table, so that only ways back lead to an earlier one. What is
 * reached by moves of many states alone comes after these.
 */
function orderOf(states: string[], graph: Graph): Map<string, number> {
  const after = new Map<string, string[]>();
  for (const edge of [...graph.edges, ...graph.wide])
    for (const from of edge.from) after.set(from, [...(after.get(from) ?? []), edge.to]);
  const seen = new Set<string>();
  const done: string[] = [];
  const visit = (state: string): void => {
    if (seen.has(state)) return;
    seen.add(state);
    for (const next of after.get(state) ?? []) visit(next);
    done.push(state);
  };
  const [first, ...others] = states;
  if (first !== undefined) visit(first);
  const reachedFromFirst = done.splice(0);
  for (const other of others) visit(other);
  const order = [...reachedFromFirst.reverse(), ...done.reverse()];
  return new Map(order.map((state, i) => [state, i]));
}

/** `label` is what stands on a line, as wide as it will ever be. */
export function pictureOf(states: string[], graph: Graph, label: (edge: Edge) => string): Picture {
  const plan = new Plan({ multigraph: true });
  plan.setGraph({ rankdir: 'TB', nodesep: 20, ranksep: 34, edgesep: 10, marginx: 16, marginy: 12 });
  plan.setDefaultEdgeLabel(() => ({}));
  const wideTo = new Map(graph.wide.map((edge) => [edge.to, edge]));
  const lift = (state: string): number => (wideTo.has(state) ? pillHeight + pillGap : 0);
  for (const state of states) {
    plan.setNode(state, { width: stateSize.width, height: stateSize.height + lift(state) });
  }
  const rank = orderOf(states, graph);
  const ahead = (from: string, to: string): boolean => (rank.get(from) ?? 0) <= (rank.get(to) ?? 0);
  const led = new Set<string>();
  for (const edge of graph.edges) {
    const width = Math.min(widest, Math.ceil(textWidth(label(edge))) + 12);
    const from = edge.from[0] ?? '';
    const forward = ahead(from, edge.to);
    const [upper, lower] = forward ? [from, edge.to] : [edge.to, from];
    if (forward) led.add(lower);
    plan.setEdge(upper, lower, { width, height: labelHeight, labelpos: 'c' }, edge.id);
  }
  // A state that only ways back or such moves lead to still belongs below where these start.
  for (const edge of graph.wide) {
    const first = edge.from.find((from) => ahead(from, edge.to));
    if (!led.has(edge.to) && first !== undefined) {
      led.add(edge.to);
      plan.setEdge(first, edge.to, { weight: 0 }, `below ${edge.id}`);
    }
  }
  layout(plan);

  const whole = plan.graph() as { width?: number; height?: number };
  const boxes = new Map(
    states.map((id) => {
      const n = plan.node(id) as unknown as Box;
      const top = n.y - n.height / 2;
      return [id, { id, x: n.x - n.width / 2, y: top + lift(id), ...stateSize }];
    }),
  );
  const pills = graph.wide.map((edge) => {
    const at = boxes.get(edge.to) as Box;
    return { edge, id: edge.id, x: at.x, y: at.y - pillHeight - pillGap, width: at.width, height: pillHeight };
  });
  const lines = graph.edges.map((edge): Line => {
    const from = edge.from[0] ?? '';
    const forward = ahead(from, edge.to);
    const told = (forward ? plan.edge(from, edge.to, edge.id) : plan.edge(edge.to, from, edge.id)) as unknown as Box & {
      points: Point[];
    };
    const { width, height } = told;
    return {
      edge,
      points: landed(forward ? told.points : [...told.points].reverse(), boxes.get(edge.to) as Box, lift(edge.to)),
      label: { id: edge.id, x: told.x - width / 2, y: told.y - height / 2, width, height },
    };
  });
  for (const pill of pills) {
    const x = pill.x + pill.width / 2;
    const points = [
      { x, y: pill.y + pill.height },
      { x, y: pill.y + pill.height + pillGap },
    ];
    lines.push({ edge: pill.edge, points, label: { id: pill.id, x, y: pill.y, width: 0, height: 0 } });
  }
  return { width: whole.width ?? 0, height: whole.height ?? 0, states: [...boxes.values()], pills, lines };
}

/** A line that ends at the pill above its state goes past it to the state's own edge. */
function landed(points: Point[], box: Box, lift: number): Point[] {
  const last = points[points.length - 1];
  if (!last || lift === 0 || last.y >= box.y) return points;
  const aside = last.x < box.x + box.width / 2 ? box.x - 2 : box.x + box.width + 2;
  return [...points.slice(0, -1), { x: aside, y: last.y }, { x: aside, y: box.y + box.height / 2 }];
}

/** A smooth line through the points: straight into the first and last, curved between. */
export function pathThrough(points: Point[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  if (rest.length < 2) return `M${first.x},${first.y}${rest.map((p) => `L${p.x},${p.y}`).join('')}`;
  let d = `M${first.x},${first.y}`;
  for (let i = 0; i < rest.length - 1; i++) {
    const here = rest[i] as Point;
    const next = rest[i + 1] as Point;
    const end = i === rest.length - 2 ? next : { x: (here.x + next.x) / 2, y: (here.y + next.y) / 2 };
    d += `Q${here.x},${here.y} ${end.x},${end.y}`;
  }
  return d;
}
