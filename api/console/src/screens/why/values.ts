import { formatMoney } from '../../money/money.ts';
import { formatFull } from '../../time/format.ts';

export type ValueWords = { yes: string; no: string; unknown: string; none: string };

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** A fact's value as people read it. Amounts are shown as money where the case's currency is known, else as the number they are. */
export function valueWords(path: string, value: unknown, words: ValueWords, lang: string, currency?: string): string {
  if (value === null || value === undefined) return words.unknown;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'number' && /_minor$/.test(path) && currency !== undefined)
    return formatMoney({ minor: value, currency });
  if (typeof value === 'string')
    return moment.test(value) ? formatFull(value, lang) : value === '' ? words.none : value;
  if (Array.isArray(value))
    return value.length === 0
      ? words.none
      : value.map((each) => valueWords(path, each, words, lang, currency)).join(', ');
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}
