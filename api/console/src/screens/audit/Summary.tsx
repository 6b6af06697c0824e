import { Button, Input } from 'antd';
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useTexts } from '../../i18n/texts.ts';
import { useRpc } from '../../rpc/hooks.ts';
import { serverNow } from '../../time/clock.ts';
import { toLocalInput } from '../../time/format.ts';
import { ReasonTag } from '../../ui/ReasonTag.tsx';
import { EmptyState, ErrorState, Waiting } from '../../ui/states.tsx';
import { useNames } from '../why/names.ts';
import { momentOf, trailOf } from './filters.ts';

type Row = { count: number; cases: number; query: Record<string, unknown> };
type Answer = {
  outcomes: (Row & { outcome: string })[];
  refusals_by_clause: (Row & { rule: string; cites?: string })[];
  refusals_by_code: (Row & { code: string })[];
  overrides_by_clause: (Row & { rule: string; cites?: string })[];
  by_event: (Row & { kind: string; event: string; outcome: string })[];
  by_person: (Row & { person: string; outcome?: string })[];
  by_day: (Row & { day: string; outcome?: string })[];
};

const day_ms = 24 * 3600_000;

/** What was let through and what was refused, by clause, act, person and day. Every figure opens the entries it counted. */
export default function Summary() {
  const t = useTexts('audit');
  const names = useNames();
  const [query, setQuery] = useSearchParams();
  const window: { from?: string; to?: string } = {};
  for (const name of ['from', 'to'] as const) {
    const value = query.get(name);
    if (value) window[name] = value;
  }
  const summary = useRpc<Answer>('audit.summary', window, { keep: true, staleTime: 60_000 });
  const set = (part: { from?: string | undefined; to?: string | undefined }): void => {
    const next = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...window, ...part })) if (value) next.set(name, value);
    setQuery(next);
  };
  const since = (days: number): void =>
    set({ from: new Date(serverNow() - days * day_ms).toISOString(), to: undefined });
  const local = (value: string | undefined): string => {
    const at = Date.parse(value ?? '');
    return Number.isNaN(at) ? '' : toLocalInput(at);
  };
  const data = summary.data;
  return (
    <>
      <div className="panel filters" role="search" aria-label={t('filters')}>
        <Button size="small" onClick={() => since(1)}>
          {t('last_day')}
        </Button>
        <Button size="small" onClick={() => since(7)}>
          {t('last_week')}
        </Button>
        <Button size="small" onClick={() => since(30)}>
          {t('last_month')}
        </Button>
        <span className="quiet">{t('from')}</span>
        <Input
          type="datetime-local"
          className="summary-moment"
          aria-label={t('from')}
          value={local(window.from)}
          onChange={(event) => set({ from: momentOf(event.target.value) })}
        />
        <span className="quiet">{t('until')}</span>
        <Input
          type="datetime-local"
          className="summary-moment"
          aria-label={t('until')}
          value={local(window.to)}
          onChange={(event) => set({ to: momentOf(event.target.value) })}
        />
        {(window.from || window.to) && (
          <Button type="link" size="small" onClick={() => set({ from: undefined, to: undefined })}>
            {t('clear')}
          </Button>
        )}
      </div>
      {summary.isPending && <Waiting />}
      {summary.error && !data && <ErrorState fault={summary.error} onRetry={() => void summary.refetch()} />}
      {data?.outcomes.every((row) => row.count === 0) && <EmptyState title={t('no_entries')} />}
      {data?.outcomes.some((row) => row.count > 0) && (
        <>
          <div className="summary-outcomes">
            {data.outcomes.map((row) => (
              <Link key={row.outcome} to={trailOf(row.query)} className={`panel figure figure-${row.outcome}`}>
                <span>{t(row.outcome === 'refused' ? 'refused' : 'accepted')}</span>
                <b className="digits">{row.count}</b>
                <small>{t('in_cases', { count: row.cases })}</small>
              </Link>
            ))}
          </div>
          <div className="summary-columns">
            <Figures
              refused
              title={t('refusals_by_clause')}
              rows={data.refusals_by_clause}
              name={(row) => <Clause rule={row.rule} cites={row.cites} />}
            />
            <Figures
              title={t('overrides_by_clause')}
              rows={data.overrides_by_clause}
              name={(row) => <Clause rule={row.rule} cites={row.cites} />}
            />
            <Figures
              refused
              title={t('refusals_by_code')}
              rows={data.refusals_by_code}
              name={(row) => <span className="mono">{row.code}</span>}
            />
            <Figures
              title={t('by_event')}
              rows={data.by_event}
              name={(row) => (
                <>
                  {names.event(row.event, row.kind)}{' '}
                  <small className="quiet">{row.kind === 'office' ? t('office') : names.kind(row.kind)}</small>
                </>
              )}
            />
            <Figures title={t('by_person')} rows={data.by_person} name={(row) => row.person} />
            <Figures title={t('by_day')} rows={data.by_day} name={(row) => <span className="digits">{row.day}</span>} />
          </div>
        </>
      )}
    </>
  );
}

function Clause({ rule, cites }: { rule: string; cites: string | undefined }) {
  return (
    <>
      <ReasonTag because={{ rule, ...(cites ? { cites } : {}) }} /> <span className="quiet">{cites}</span>
    </>
  );
}

function Figures<R extends Row & { outcome?: string }>({
  title,
  rows,
  name,
  refused = false,
}: {
  title: string;
  rows: R[];
  name: (row: R) => ReactNode;
  /** Everything counted here was refused. */
  refused?: boolean;
}) {
  const t = useTexts('audit');
  const most = Math.max(1, ...rows.map((row) => row.count));
  return (
    <section className="panel figures">
      <div className="panel-head">
        <h2>{title}</h2>
      </div>
      {rows.length === 0 ? (
        <p className="quiet figures-none">{t('none')}</p>
      ) : (
        <div className="figures-rows" tabIndex={0} role="region" aria-label={title}>
          <table>
            <thead className="off-screen">
              <tr>
                <th>{title}</th>
                <th>{t('entries')}</th>
                <th>{t('cases')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row, at) => (
                <tr key={at}>
                  <td className="figures-name">{name(row)}</td>
                  <td className="figures-bar" aria-hidden>
                    <span
                      className={refused || row.outcome === 'refused' ? 'bar bar-refused' : 'bar'}
                      style={{ width: `${Math.max(3, (row.count / most) * 100)}%` }}
                    />
                  </td>
                  <td className="end digits">
                    <Link to={trailOf(row.query)} title={t('open_entries', { count: row.count })}>
                      {row.count}
                    </Link>
                  </td>
                  <td className="end quiet digits">{t('in_cases', { count: row.cases })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
