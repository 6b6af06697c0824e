/**
 * Times stand by Beijing's clock everywhere, as in the server's sentences, in rules and on the platforms: a page may be read on a
 * computer that is set to another zone.
 */
const beijing_ms = 8 * 3600_000;
const day_ms = 24 * 3600_000;

/** The wall clock in Beijing, `2026-11-05T11:04:05.000Z`, whose Z means nothing. It has been UTC+8 all year since 1991. */
export const beijingWall = (at: number): string => new Date(at + beijing_ms).toISOString();

/** Whether this computer is set to another clock. */
export const isElsewhere = (): boolean => new Date().getTimezoneOffset() !== -beijing_ms / 60_000;

/** Midnight in Beijing before a moment, in ms. */
export const beijingMidnight = (at: number): number => Math.floor((at + beijing_ms) / day_ms) * day_ms - beijing_ms;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(lang: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${lang}/${name}`;
  let kept = formats.get(key);
  if (!kept) {
    kept = new Intl.DateTimeFormat(lang === 'zh' ? 'zh-CN' : 'en-GB', { ...options, timeZone: 'Asia/Shanghai' });
    formats.set(key, kept);
  }
  return kept;
}

const moment: Intl.DateTimeFormatOptions = {
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
};

export function formatMoment(at: string | number, lang: string): string {
  return format(lang, 'moment', moment).format(new Date(at));
}

export function formatDay(at: string | number, lang: string): string {
  return format(lang, 'day', { year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(at));
}

export function formatFull(at: string | number, lang: string): string {
  return format(lang, 'full', { ...moment, year: 'numeric', second: '2-digit' }).format(new Date(at));
}

export function formatClock(at: string | number, lang: string): string {
  return format(lang, 'clock', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(
    new Date(at),
  );
}

export function formatWeekday(at: string | number, lang: string): string {
  return format(lang, 'weekday', { month: '2-digit', day: '2-digit', weekday: 'short' }).format(new Date(at));
}

/** For <input type="datetime-local">, to the minute. */
export const toInput = (at: number): string => beijingWall(at).slice(0, 16);

/** What stands in such a field as a moment. */
export function fromInput(text: string): string | undefined {
  const at = Date.parse(`${text}Z`) - beijing_ms;
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}
