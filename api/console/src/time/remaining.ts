/** How long is left, as people say it. The steps are the console's own reading aids; deadlines themselves come from the API. */

export type Urgency = 'ample' | 'soon' | 'urgent' | 'overdue';

const hour_ms = 3600_000;

export function urgencyOf(left_ms: number): Urgency {
  if (left_ms <= 0) return 'overdue';
  if (left_ms <= 4 * hour_ms) return 'urgent';
  if (left_ms <= 24 * hour_ms) return 'soon';
  return 'ample';
}

export type Left = { days: number; clock: string; past: boolean };

/** Whole seconds, rounded so that 00:00:00 is reached at zero and not before. */
export function leftOf(left_ms: number): Left {
  const past = left_ms < 0;
  const seconds = past ? Math.floor(-left_ms / 1000) : Math.ceil(left_ms / 1000);
  const days = Math.floor(seconds / 86400);
  const two = (n: number): string => String(n).padStart(2, '0');
  const clock = `${two(Math.floor((seconds % 86400) / 3600))}:${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return { days, clock, past };
}
