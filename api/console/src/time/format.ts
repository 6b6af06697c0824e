const formats = new Map<string, Intl.DateTimeFormat>();

function format(lang: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${lang}/${name}`;
  let kept = formats.get(key);
  if (!kept) {
    kept = new Intl.DateTimeFormat(lang === 'zh' ? 'zh-CN' : 'en-GB', options);
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

/** For <input type="datetime-local">: this computer's own wall clock, to the minute. */
export function toLocalInput(at: number): string {
  const d = new Date(at);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}T${two(d.getHours())}:${two(d.getMinutes())}`;
}
