const formats = new Map<string, Intl.NumberFormat>();

/** A whole number with its thousands apart. */
export function formatCount(count: number, lang: string): string {
  let format = formats.get(lang);
  if (!format) {
    format = new Intl.NumberFormat(lang === 'zh' ? 'zh-CN' : 'en-GB');
    formats.set(lang, format);
  }
  return format.format(count);
}
