import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons';
import { Link } from 'react-router';
import { formatCount } from '../../i18n/count.ts';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { formatMoney } from '../../money/money.ts';
import { type BoardNumber, isWorse, trendOf } from './figures.ts';
import { useListPath } from './links.ts';
import { useSpan } from './Span.tsx';

/** The figures, each against the time before; a click lists what was counted. */
export function Numbers({ numbers, days }: { numbers: BoardNumber[]; days: number }) {
  const t = useTexts('board');
  const groups = { now: numbers.filter(isStanding), period: numbers.filter((number) => !isStanding(number)) };
  return (
    <div className="board-figures">
      {(['now', 'period'] as const).map((group) => (
        <ul key={group} className="board-numbers" aria-label={t(`numbers.${group}`)}>
          {groups[group].map((number) => (
            <li key={number.id} className="panel">
              <Figure number={number} days={days} />
            </li>
          ))}
        </ul>
      ))}
    </div>
  );
}

/** Counted as of now and not over the period: its previous value is how things stood then. */
const isStanding = (number: BoardNumber): boolean => number.unit === 'cases' || number.unit === 'minor';

function Figure({ number, days }: { number: BoardNumber; days: number }) {
  const t = useTexts('board');
  const say = useSay();
  const pathOf = useListPath();
  const span = useSpan();
  const lang = useLang();
  const shown = (value: number | null): string => {
    if (value === null) return '—';
    if (number.unit === 'ratio') return `${(value * 100).toFixed(1)}%`;
    if (number.unit === 'seconds') return span(value);
    if (number.unit === 'minor') return formatMoney({ minor: value, currency: number.currency ?? 'CNY' });
    return formatCount(value, lang);
  };
  const trend = trendOf(number);
  const worse = isWorse(number.id, trend);
  const alarm = number.id === 'overdue' && (number.value ?? 0) > 0;
  return (
    <Link to={pathOf(number.query)} className="board-figure" data-number={number.id}>
      <span className="quiet">
        {say(number.says, number.id)}
        {number.unit !== 'cases' && (
          <small className="digits" data-count={number.count}>
            {number.of === undefined
              ? t('of_cases', { count: number.count, shown: formatCount(number.count, lang) })
              : t('of', { count: formatCount(number.count, lang), all: formatCount(number.of, lang) })}
          </small>
        )}
      </span>
      <b className={alarm ? 'digits ink-bad' : 'digits'}>{shown(number.value)}</b>
      {number.more?.map((money) => (
        <small key={money.currency} className="digits">
          + {formatMoney(money)}
        </small>
      ))}
      <span
        className={worse === undefined ? 'board-trend quiet' : worse ? 'board-trend ink-bad' : 'board-trend ink-good'}
      >
        {trend === 'up' && <ArrowUpOutlined aria-label={t('up')} />}
        {trend === 'down' && <ArrowDownOutlined aria-label={t('down')} />}
        {number.previous === null
          ? t('no_previous')
          : t(isStanding(number) ? 'stood' : 'previous', { value: shown(number.previous), count: days })}
      </span>
    </Link>
  );
}
