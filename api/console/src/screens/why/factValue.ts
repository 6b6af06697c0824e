import { useLang, useTexts } from '../../i18n/texts.ts';
import { useWord, type WordTable } from '../../i18n/words.ts';
import './texts.ts';
import { valueWords } from './values.ts';

/** Facts whose values are short ids that the API's words name. */
const tableOf: Record<string, WordTable> = {
  'actor.party': 'parties',
  'actor.role': 'roles',
  'case.kind': 'kinds',
  'case.platform': 'platforms',
  'claim.reason': 'reasons',
  'claim.wants': 'wants',
  'event.evidence_kind': 'evidence_kinds',
};

/** A fact's value as people read it, in their language; sums as money where the currency is known. */
export function useFactValue(): (path: string, value: unknown, currency?: string) => string {
  const t = useTexts('why');
  const lang = useLang();
  const word = useWord();
  const words = { yes: t('yes'), no: t('no'), unknown: t('value_unknown'), none: t('value_none') };
  return (path, value, currency) => {
    const table = tableOf[path];
    return table && typeof value === 'string' && value !== ''
      ? word(table, value)
      : valueWords(path, value, words, lang, currency);
  };
}
