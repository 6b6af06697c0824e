import { useTexts } from '../../i18n/texts.ts';
import { spanOf } from './figures.ts';

const units = ['days', 'hours', 'minutes', 'seconds'] as const;

/** How long something took, in the two largest units. */
export function useSpan(): (seconds: number | null) => string {
  const t = useTexts('board');
  return (seconds) => {
    if (seconds === null) return '—';
    const span = spanOf(seconds);
    return units.flatMap((unit) => (span[unit] === undefined ? [] : t(`unit.${unit}`, { n: span[unit] }))).join(' ');
  };
}
