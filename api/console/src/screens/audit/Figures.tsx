import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { formatCount } from '../../i18n/count.ts';
import { useLang, useTexts } from '../../i18n/texts.ts';
import './figures.css';
import { trailOf } from './filters.ts';

/** A count with the query that lists what was counted. */
export type Row = { count: number; cases: number; query: Record<string, unknown>; outcome?: string };

type Line<R> = { key: string; row: R; accepted?: R; refused?: R };

/** What was counted of one thing stands on one line, let through and refused apart; the order stays. */
export function linesByKey<R extends Row>(rows: R[], keyOf: (row: R) => string): Line<R>[] {
  const lines = new Map<string, Line<R>>();
  for (const row of rows) {
    const key = keyOf(row);
    const line = lines.get(key) ?? { key, row };
    line[row.outcome === 'refused' ? 'refused' : 'accepted'] = row;
    lines.set(key, line);
  }
  return [...lines.values()];
}

const outcomes = ['accepted', 'refused'] as const;

export function Figures<R extends Row>(props: {
  title: string;
  rows: R[];
  keyOf: (row: R) => string;
  name: (row: R) => ReactNode;
}) {
  const { title, name } = props;
  const t = useTexts('audit');
  const lang = useLang();
  const lines = linesByKey(props.rows, props.keyOf);
  const told = outcomes.filter((outcome) => lines.some((line) => line[outcome]));
  const most = Math.max(1, ...lines.map((line) => (line.accepted?.count ?? 0) + (line.refused?.count ?? 0)));
  return (
    <section className="panel figures">
      <div className="panel-head">
        <h2>{title}</h2>
      </div>
      {lines.length === 0 ? (
        <p className="quiet figures-none">{t('none')}</p>
      ) : (
        <div className="figures-rows" tabIndex={0} role="region" aria-label={title}>
          <table>
            <thead className={told.length > 1 ? undefined : 'off-screen'}>
              <tr>
                <th>
                  <span className="off-screen">{title}</span>
                </th>
                {told.map((outcome) => (
                  <th key={outcome} className="end">
                    {t(outcome)}
                  </th>
                ))}
                <th aria-hidden />
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.key}>
                  <td className="figures-name">{name(line.row)}</td>
                  {told.map((outcome) => (
                    <td key={outcome} className="end digits">
                      <Figure row={line[outcome]} lang={lang} refused={outcome === 'refused'} />
                    </td>
                  ))}
                  <td className="figures-bar" aria-hidden>
                    <span className="bars">
                      {outcomes.map((outcome) => (
                        <span
                          key={outcome}
                          className={`bar bar-${outcome}`}
                          style={{
                            width: `${((line[outcome]?.count ?? 0) / most) * 100}%`,
                            minWidth: line[outcome] ? 2 : 0,
                          }}
                        />
                      ))}
                    </span>
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

function Figure({ row, lang, refused }: { row: Row | undefined; lang: string; refused: boolean }) {
  const t = useTexts('audit');
  if (!row) return <span className="quiet">—</span>;
  const hint = `${t('open_entries', { count: row.count })} · ${t('in_cases', { count: row.cases })}`;
  return (
    <Link to={trailOf(row.query)} title={hint} className={refused ? 'ink-bad' : undefined}>
      {formatCount(row.count, lang)}
    </Link>
  );
}
