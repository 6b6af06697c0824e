import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { actorIn } from '../../i18n/people.ts';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { useWords } from '../../i18n/words.ts';
import { useKey } from '../../keys/keys.ts';
import { Amount } from '../../money/Amount.tsx';
import type { Money, Says } from '../../rpc/types.ts';
import { formatFull, formatMoment } from '../../time/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { type Column, QueryTable } from '../../ui/QueryTable.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { EntryStory } from '../why/EntryStory.tsx';
import { type Names, useNames } from '../why/names.ts';
import { FilterBar } from './FilterBar.tsx';
import { readFilter, type TrailFilter, writeFilter } from './filters.ts';
import './texts.ts';

type Clause = { rule: string; cites?: string; says?: Says };
export type TrailEntry = {
  id: string;
  seq: number;
  case_id: string;
  shop: string;
  kind: string;
  event: string;
  party: string;
  person: string;
  actor_name?: string;
  role: string;
  at: string;
  from: string;
  to: string;
  outcome: 'accepted' | 'refused';
  refusal?: { code: string; kind: string };
  labels?: { code?: Says; actor?: Says; event?: Says; kind?: Says };
  amount?: Money & { is: 'moved' | 'asked' };
  refused_by: Clause[];
  passed: Clause[];
  closing: boolean;
  hash: string;
};
type Answer = { entries: TrailEntry[]; scanned: number; next_cursor?: string };

/** The search over all entries. The question stands in the address, and so does the entry that is open. */
export function Trail() {
  const t = useTexts('audit');
  const lang = useLang();
  const names = useNames();
  const say = useSay();
  const words = useWords();
  const codeOf = (entry: TrailEntry): string =>
    say(entry.labels?.code ?? words.codes?.[entry.refusal?.code ?? ''], entry.refusal?.code);
  const personOf = (entry: TrailEntry): string => actorIn(entry, entry.person, say);
  const [query, setQuery] = useSearchParams();
  const filter = useMemo(() => readFilter(query), [query]);
  const open = query.get('entry') ?? undefined;

  const ask = (next: TrailFilter): void => setQuery(writeFilter(next));
  const show = (entry: TrailEntry | undefined): void => {
    const next = writeFilter(filter);
    if (entry) {
      next.set('entry', entry.id);
      next.set('of', entry.case_id);
    }
    setQuery(next, { replace: open !== undefined });
  };
  const columns = useMemo(
    () => columnsOf(t, lang, names, say, codeOf, personOf, open !== undefined),
    [t, lang, names, words, open !== undefined],
  );

  return (
    <div className={open ? 'trail trail-open' : 'trail'}>
      <div className="panel trail-list">
        <FilterBar filter={filter} names={names} onFilter={ask} />
        <QueryTable<TrailEntry, Answer>
          key={writeFilter(filter).toString()}
          method="audit.query"
          params={{ ...filter, order: 'newest', limit: 100 }}
          rows={(answer) => answer.entries}
          rowKey={(entry) => entry.id}
          columns={columns}
          label={t('tab_trail')}
          rowHeight={38}
          onOpen={show}
          {...(open ? { selected: new Set([open]) } : {})}
          empty={
            <EmptyState
              title={t('no_entries')}
              text={t('no_entries_hint')}
              action={<Button onClick={() => ask({})}>{t('clear')}</Button>}
            />
          }
        />
      </div>
      {open && (
        <aside className="panel trail-entry" aria-label={t('entry')}>
          <EntryPane entry_id={open} case_id={query.get('of') ?? undefined} onClose={() => show(undefined)} />
        </aside>
      )}
    </div>
  );
}

function EntryPane(props: { entry_id: string; case_id: string | undefined; onClose: () => void }) {
  const t = useTexts('audit');
  useKey('escape', props.onClose, { text: t('close_entry'), group: t('title') });
  return (
    <>
      <Button
        type="text"
        size="small"
        className="trail-close"
        icon={<CloseOutlined />}
        aria-label={t('close_entry')}
        onClick={props.onClose}
      />
      <EntryStory key={props.entry_id} entry_id={props.entry_id} case_id={props.case_id} />
    </>
  );
}

function columnsOf(
  t: (key: string, values?: Record<string, unknown>) => string,
  lang: string,
  names: Names,
  say: ReturnType<typeof useSay>,
  codeOf: (entry: TrailEntry) => string,
  personOf: (entry: TrailEntry) => string,
  narrow: boolean,
): Column<TrailEntry>[] {
  const all: (Column<TrailEntry> & { wide?: boolean })[] = [
    {
      id: 'at',
      title: t('at'),
      width: '104px',
      cell: (entry) => (
        <time dateTime={entry.at} title={formatFull(entry.at, lang)}>
          {formatMoment(entry.at, lang)}
        </time>
      ),
    },
    {
      id: 'event',
      title: t('event'),
      width: 'minmax(140px, 0.8fr)',
      cell: (entry) => (
        <>
          {say(entry.labels?.event, names.event(entry.event, entry.kind))}{' '}
          <small className="quiet">{say(entry.labels?.kind, names.kind(entry.kind))}</small>
        </>
      ),
    },
    {
      id: 'outcome',
      title: t('outcome'),
      width: '92px',
      cell: (entry) => (
        <Badge tone={entry.outcome === 'refused' ? 'bad' : entry.passed.length > 0 ? 'soon' : 'good'}>
          {entry.outcome === 'refused' ? t('refused') : entry.passed.length > 0 ? t('passed') : t('accepted')}
        </Badge>
      ),
    },
    {
      id: 'because',
      title: t('because'),
      width: 'minmax(170px, 1.4fr)',
      cell: (entry) => {
        const clauses = entry.outcome === 'refused' ? entry.refused_by : entry.passed;
        const told = clauses.map((clause) => say(clause.says, clause.cites ?? ''));
        if (clauses.length === 0) return entry.refusal && <span className="quiet">{codeOf(entry)}</span>;
        return (
          <span title={clauses.map((clause, at) => [clause.rule, told[at], clause.cites].join(' · ')).join('\n')}>
            <span className="mono">{clauses.map((clause) => clause.rule).join(', ')}</span>{' '}
            <small className="quiet">{told[0]}</small>
          </span>
        );
      },
    },
    {
      id: 'states',
      title: t('states'),
      width: 'minmax(170px, 1.4fr)',
      wide: true,
      cell: (entry) =>
        entry.to === '' || entry.from === entry.to ? (
          <span className="quiet">{names.state(entry.to, entry.kind)}</span>
        ) : (
          <>
            {entry.from !== 'NONE' && <span className="quiet">{names.state(entry.from, entry.kind)} → </span>}
            {names.state(entry.to, entry.kind)}
          </>
        ),
    },
    {
      id: 'amount',
      title: t('amount'),
      width: '104px',
      align: 'end',
      wide: true,
      cell: (entry) =>
        entry.amount && (
          <span
            title={t(entry.amount.is === 'moved' ? 'moved' : 'asked')}
            className={entry.amount.is === 'asked' ? 'asked' : undefined}
          >
            <Amount money={entry.amount} />
          </span>
        ),
    },
    {
      id: 'person',
      title: t('person'),
      width: 'minmax(96px, 0.6fr)',
      cell: (entry) => <span title={entry.person}>{personOf(entry)}</span>,
    },
    {
      id: 'seq',
      title: t('seq'),
      width: '72px',
      align: 'end',
      wide: true,
      cell: (entry) => <span className="digits quiet">{entry.seq}</span>,
    },
  ];
  return all.filter((column) => !narrow || !column.wide).map(({ wide: _, ...column }) => column);
}
