import { Segmented } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { formatCount } from '../../i18n/count.ts';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { EmptyState } from '../../ui/states.tsx';
import type { FunnelRow } from './figures.ts';
import { useListPath } from './links.ts';
import { useSpan } from './Span.tsx';

/** Per workflow: how many stand in each state, and how long those stayed that left it. In the order of the workflow's table. */
export function Funnel({ rows }: { rows: FunnelRow[] }) {
  const t = useTexts('board');
  const say = useSay();
  const lang = useLang();
  const word = useWord();
  const span = useSpan();
  const pathOf = useListPath();
  const kinds = [...new Set(rows.map((row) => row.kind))];
  const [asked, setKind] = useState<string>();
  const kind = asked !== undefined && kinds.includes(asked) ? asked : kinds[0];
  const shown = rows.filter((row) => row.kind === kind);
  // What was closed in the period outgrows what stands open, so it does not set the scale.
  const most = Math.max(1, ...shown.filter((row) => !row.final).map((row) => row.count));
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t('funnel.title')}</h2>
        {kinds.length > 1 && (
          <Segmented
            size="small"
            aria-label={t('funnel.title')}
            value={kind ?? ''}
            options={kinds.map((k) => ({ value: k, label: word('kinds', k) }))}
            onChange={(next) => setKind(String(next))}
          />
        )}
      </div>
      {shown.length === 0 && <EmptyState title={t('funnel.none')} />}
      {shown.length > 0 && (
        <table className="board-table board-funnel">
          <thead>
            <tr>
              <th scope="col">{t('funnel.state')}</th>
              <th scope="col">{t('funnel.count')}</th>
              <th scope="col" className="end">
                {t('funnel.median')}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.state}>
                <th scope="row">
                  {say(row.says, row.state)}
                  {row.final && <small className="quiet">{t('funnel.closed')}</small>}
                </th>
                <td>
                  <Link to={pathOf(row.query)} className="board-bar">
                    <b className="digits">{formatCount(row.count, lang)}</b>
                    <svg aria-hidden viewBox="0 0 100 10" preserveAspectRatio="none">
                      <rect
                        width={Math.min(100, (100 * row.count) / most)}
                        height="10"
                        className={row.final ? 'final' : undefined}
                      />
                    </svg>
                  </Link>
                </td>
                <td className="end digits">{span(row.median_s)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
