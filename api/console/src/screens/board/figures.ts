import type { Call, Says } from '../../rpc/types.ts';
import { beijingMidnight, beijingWall } from '../../time/format.ts';

/** `board.get`: every figure with the query that lists what it counted. docs/board.md says what each one counts. */

export type BoardNumber = {
  id: string;
  says: Says;
  value: number | null;
  unit: 'cases' | 'minor' | 'ratio' | 'seconds';
  currency?: string;
  more?: { minor: number; currency: string }[];
  previous: number | null;
  count: number;
  query: Call;
  of?: number;
  of_query?: Call;
};

export type HeatCell = { kind: string; hour_from: string; count: number; query: Call };
export type FunnelRow = {
  kind: string;
  state: string;
  says?: Says;
  final?: boolean;
  count: number;
  median_s: number | null;
  query: Call;
};
export type AgentRow = {
  actor: string;
  actor_name?: string;
  name: string;
  assigned: number;
  decided: number;
  decided_query: Call;
  refused: number;
  refused_query: Call;
  responded?: number;
  responded_query?: Call;
  median_first_response_s: number | null;
  oldest_claim_at: string | null;
  query: Call;
};
export type Need = { id: string; says: Says; count: number; query: Call };

export type Board = {
  from: string;
  to: string;
  numbers: BoardNumber[];
  heat: HeatCell[];
  funnel: FunnelRow[];
  agents: AgentRow[];
  needs_me: Need[];
  server_time: string;
};

export type Span = { days: number; hours: number; minutes: number; seconds: number };

/** Seconds as the two largest units people say: 1 d 4 h, 12 min. */
export function spanOf(seconds: number): Partial<Span> {
  const s = Math.max(0, Math.round(seconds));
  const days = Math.floor(s / 86400);
  const hours = Math.floor((s % 86400) / 3600);
  const minutes = Math.floor((s % 3600) / 60);
  if (days > 0) return hours > 0 ? { days, hours } : { days };
  if (hours > 0) return minutes > 0 ? { hours, minutes } : { hours };
  if (minutes > 0) return { minutes };
  return { seconds: s };
}

/** Up, down or as it was; undefined where there is nothing to compare. */
export function trendOf(number: Pick<BoardNumber, 'value' | 'previous'>): 'up' | 'down' | 'same' | undefined {
  if (number.value === null || number.previous === null) return undefined;
  if (number.value === number.previous) return 'same';
  return number.value > number.previous ? 'up' : 'down';
}

/** Of these, less is better; of the rate of replies, more is. Of open cases neither. */
const lessIsBetter = new Set([
  'due_24h',
  'overdue',
  'money_at_risk',
  'dispute_rate',
  'bad_review_rate',
  'first_response_s',
  'duration_s',
]);

export function isWorse(id: string, trend: 'up' | 'down' | 'same' | undefined): boolean | undefined {
  if (trend === undefined || trend === 'same') return undefined;
  if (lessIsBetter.has(id)) return trend === 'up';
  return id === 'reply_rate' ? trend === 'down' : undefined;
}

export type HeatView = 'day' | 'week';
export type HeatRow = { key: string; kind?: string; day?: number };
export type HeatGrid = {
  rows: HeatRow[];
  hours: number[];
  cells: { x: number; y: number; count: number; query: Call }[];
};

const hour_ms = 3600_000;
const hourOf = (at: number): number => Number(beijingWall(at).slice(11, 13));

/** Without its kind the query of a cell lists the cases of all kinds due in that hour: their counts together. */
function ofAllKinds(query: Call): Call {
  const { kind: _kind, ...params } = query.params;
  return { method: query.method, params };
}

/**
 * The next 24 hours by workflow, or seven days by hour of the day. `day` begins at this hour; `week` at this day's midnight in
 * Beijing, as people read a day.
 */
export function heatGrid(heat: HeatCell[], now_ms: number, view: HeatView): HeatGrid {
  const first = Math.floor(now_ms / hour_ms) * hour_ms;
  if (view === 'day') {
    const kinds = [...new Set(heat.map((cell) => cell.kind))].sort();
    const cells = heat.flatMap((cell) => {
      const x = Math.round((Date.parse(cell.hour_from) - first) / hour_ms);
      return x < 0 || x >= 24 ? [] : [{ x, y: kinds.indexOf(cell.kind), count: cell.count, query: cell.query }];
    });
    const hours = Array.from({ length: 24 }, (_, i) => hourOf(first + i * hour_ms));
    return { rows: kinds.map((kind) => ({ key: kind, kind })), hours, cells };
  }
  const days = Array.from({ length: 8 }, (_, i) => beijingMidnight(first) + i * 24 * hour_ms);
  const sums = new Map<string, { x: number; y: number; count: number; query: Call }>();
  for (const cell of heat) {
    const at = Date.parse(cell.hour_from);
    const y = days.filter((day) => day <= at).length - 1;
    const x = hourOf(at);
    const kept = sums.get(`${x}/${y}`);
    if (kept) kept.count += cell.count;
    else sums.set(`${x}/${y}`, { x, y, count: cell.count, query: ofAllKinds(cell.query) });
  }
  return {
    rows: days.map((day) => ({ key: String(day), day })),
    hours: Array.from({ length: 24 }, (_, i) => i),
    cells: [...sums.values()],
  };
}
