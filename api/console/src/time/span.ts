const steps = [
  ['day', 86400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

const kept = new Map<string, Intl.NumberFormat>();

/** A span of seconds in its largest fitting unit with one decimal: `3.2 小时`, `2.5 d`. */
export function formatSpan(seconds: number, lang: string, width: 'short' | 'narrow' = 'short'): string {
  const [unit, length] = steps.find(([, s]) => Math.abs(seconds) >= s) ?? (['second', 1] as const);
  const key = `${lang}/${unit}/${width}`;
  let format = kept.get(key);
  if (!format) {
    format = new Intl.NumberFormat(lang === 'zh' ? 'zh-CN' : 'en-GB', {
      style: 'unit',
      unit,
      unitDisplay: width,
      maximumFractionDigits: unit === 'second' ? 0 : 1,
    });
    kept.set(key, format);
  }
  return format.format(seconds / length);
}

/** How long something took: milliseconds below a second. */
export const formatTook = (ms: number, lang: string): string =>
  ms < 1000
    ? new Intl.NumberFormat(lang === 'zh' ? 'zh-CN' : 'en-GB', { style: 'unit', unit: 'millisecond' }).format(
        Math.round(ms),
      )
    : formatSpan(ms / 1000, lang);
