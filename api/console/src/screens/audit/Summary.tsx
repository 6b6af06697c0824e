import { Button, Input } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { formatCount } from '../../i18n/count.ts';
import { type Acted, actorIn } from '../../i18n/people.ts';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { useRpc } from '../../rpc/hooks.ts';
import type { Says } from '../../rpc/types.ts';
import { serverNow } from '../../time/clock.ts';
import { fromInput, toInput } from '../../time/format.ts';
import { ClauseText } from '../../ui/ClauseText.tsx';
import { ReasonTag } from '../../ui/ReasonTag.tsx';
import { EmptyState, ErrorState, Waiting } from '../../ui/states.tsx';
import { useNames } from '../why/names.ts';
import { Figures, type Row } from './Figures.tsx';
import { trailOf } from './filters.ts';

type Answer = {
  outcomes: (Row & { outcome: string })[];
  refusals_by_clause: (Row & { rule: string; cites?: string; says?: Says })[];
  refusals_by_code: (Row & { code: string; labels?: { code?: Says } })[];
  overrides_by_clause: (Row & { rule: string; cites?: string; says?: Says })[];
  by_event: (Row & { kind: string; event: string; outcome: string })[];
  by_person: (Row & Acted & { person: string; role?: string; outcome?: string })[];
  by_day: (Row & { day: string; outcome?: string })[];
};

const day_ms = 24 * 3600_000;

const refusedOnly = <R extends Row>(row: R) => ({ ...row, outcome: 'refused' as const });
const acceptedOnly = <R extends Row>(row: R) => ({ ...row, outcome: 'accepted' as const });

/** What was let through and what was refused, by clause, act, person and day. Every figure opens the entries it counted. */
export default function Summary() {
  const t = useTexts('audit');
  const say = useSay();
  const word = useWord();
  const lang = useLang();
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
    return Number.isNaN(at) ? '' : toInput(at);
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
          onChange={(event) => set({ from: fromInput(event.target.value) })}
        />
        <span className="quiet">{t('until')}</span>
        <Input
          type="datetime-local"
          className="summary-moment"
          aria-label={t('until')}
          value={local(window.to)}
          onChange={(event) => set({ to: fromInput(event.target.value) })}
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
                <b className="digits">{formatCount(row.count, lang)}</b>
                <small>{t('in_cases', { count: formatCount(row.cases, lang) })}</small>
              </Link>
            ))}
          </div>
          <div className="summary-columns">
            <Figures
              title={t('refusals_by_clause')}
              rows={data.refusals_by_clause.map(refusedOnly)}
              keyOf={(row) => row.rule}
              name={(row) => <Clause {...row} />}
            />
            <Figures
              title={t('overrides_by_clause')}
              rows={data.overrides_by_clause.map(acceptedOnly)}
              keyOf={(row) => row.rule}
              name={(row) => <Clause {...row} />}
            />
            <Figures
              title={t('refusals_by_code')}
              rows={data.refusals_by_code.map(refusedOnly)}
              keyOf={(row) => row.code}
              name={(row) => <span title={row.code}>{say(row.labels?.code, word('codes', row.code))}</span>}
            />
            <Figures
              title={t('by_person')}
              rows={data.by_person}
              keyOf={(row) => `${row.person} ${row.role ?? ''}`}
              name={(row) => (
                <span title={row.person}>
                  {actorIn(row, row.person, say)} <small className="quiet">{word('roles', row.role)}</small>
                </span>
              )}
            />
            <Figures
              title={t('by_day')}
              rows={data.by_day}
              keyOf={(row) => row.day}
              name={(row) => <span className="digits">{row.day}</span>}
            />
            <Figures
              title={t('by_event')}
              rows={data.by_event}
              keyOf={(row) => `${row.kind} ${row.event}`}
              name={(row) => (
                <>
                  {names.event(row.event, row.kind)}{' '}
                  <small className="quiet">{row.kind === 'office' ? t('office') : names.kind(row.kind)}</small>
                </>
              )}
            />
          </div>
        </>
      )}
    </>
  );
}

function Clause({ rule, cites, says }: { rule: string; cites?: string; says?: Says }) {
  return (
    <>
      <ReasonTag because={{ rule, ...(cites ? { cites } : {}), ...(says ? { says } : {}) }} />{' '}
      {says && <ClauseText says={says} />} <small className="quiet">{cites}</small>
    </>
  );
}
