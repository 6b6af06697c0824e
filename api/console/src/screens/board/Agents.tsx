import { Link } from 'react-router';
import { formatCount } from '../../i18n/count.ts';
import { nameIn } from '../../i18n/people.ts';
import { useLang, useTexts } from '../../i18n/texts.ts';
import { EmptyState } from '../../ui/states.tsx';
import type { AgentRow } from './figures.ts';
import { useListPath } from './links.ts';
import { useSpan } from './Span.tsx';

/** Who has how many cases, what they decided in the period, and since when they have had the oldest. */
export function Agents({ rows, now }: { rows: AgentRow[]; now: number }) {
  const t = useTexts('board');
  const span = useSpan();
  const lang = useLang();
  const pathOf = useListPath();
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t('agents.title')}</h2>
      </div>
      {rows.length === 0 && <EmptyState title={t('agents.none')} text={t('agents.none_hint')} />}
      {rows.length > 0 && (
        <div className="board-scroll">
          <table className="board-table">
            <thead>
              <tr>
                <th scope="col">{t('agents.name')}</th>
                {['assigned', 'decided', 'refused', 'responded', 'response', 'oldest'].map((column) => (
                  <th key={column} scope="col" className="end" title={t(`agents.${column}_hint`)}>
                    {t(`agents.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.actor}>
                  <th scope="row" title={row.actor}>
                    {nameIn(row, 'actor')}
                  </th>
                  <td className="end digits">
                    <Link to={pathOf(row.query)}>{formatCount(row.assigned, lang)}</Link>
                  </td>
                  <td className="end digits">
                    <Link to={pathOf(row.decided_query)}>{formatCount(row.decided, lang)}</Link>
                  </td>
                  <td className="end digits">
                    <Link to={pathOf(row.refused_query)}>{formatCount(row.refused, lang)}</Link>
                  </td>
                  <td className="end digits">
                    {row.responded_query ? (
                      <Link to={pathOf(row.responded_query)}>{formatCount(row.responded ?? 0, lang)}</Link>
                    ) : (
                      '—'
                    )}
                  </td>
                  <td className="end digits">{span(row.median_first_response_s)}</td>
                  <td className="end digits">
                    {row.oldest_claim_at === null ? '—' : span((now - Date.parse(row.oldest_claim_at)) / 1000)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
