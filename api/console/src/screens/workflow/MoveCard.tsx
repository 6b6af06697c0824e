import { Fragment } from 'react';
import { useSay, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import type { Workflow } from '../../rpc/types.ts';
import { Badge } from '../../ui/Badge.tsx';
import { EventClauses } from './Clauses.tsx';
import type { Chosen } from './Diagram.tsx';
import type { Edge, Stats } from './graph.ts';
import type { Book } from './useWorkflow.ts';

type Props = {
  workflow: Workflow;
  stats: Stats | undefined;
  days: number;
  edge: Edge;
  book: Book | undefined;
  onChoose: (chosen: Chosen) => void;
  nameOf: (state: string) => string;
};

/** One line of the picture: which events lead along it, under which condition, and what the book asks of each. */
export function MoveCard({ workflow, stats, days, edge, book, onChoose, nameOf }: Props) {
  const t = useTexts('workflow');
  const say = useSay();
  const word = useWord();
  const countOf = (event: string): { accepted: number; refused: number } => {
    const told = (stats?.edges ?? []).filter(
      (e) => e.event === event && edge.rows.some((r) => r.on === event && r.from === e.from && r.to === e.to),
    );
    const refused = new Map(told.map((e) => [e.from, e.refused]));
    return {
      accepted: told.reduce((n, e) => n + e.accepted, 0),
      refused: [...refused.values()].reduce((a, b) => a + b, 0),
    };
  };
  return (
    <div className="wf-card">
      <p className="wf-way">
        {edge.from.map((from, i) => (
          <Fragment key={from}>
            {i > 0 && <span className="quiet">{t('listed')}</span>}
            <button type="button" className="link" onClick={() => onChoose({ state: from })}>
              {nameOf(from)}
            </button>
          </Fragment>
        ))}
        <span aria-hidden> → </span>
        <button type="button" className="link" onClick={() => onChoose({ state: edge.to })}>
          {nameOf(edge.to)}
        </button>
      </p>
      {edge.events.map((name) => {
        const event = workflow.events.find((e) => e.name === name);
        const rows = edge.rows.filter((r) => r.on === name);
        const guards = new Map(rows.filter((r) => r.when).map((r) => [r.when?.name, r.when?.says]));
        const free = rows.some((r) => !r.when);
        const effects = [...new Set(rows.flatMap((r) => r.do))];
        const count = countOf(name);
        return (
          <section key={name} className="wf-event">
            <h3>
              {say(event?.says, name)} <code className="quiet">{name}</code>
            </h3>
            <p>
              <Badge tone="info">{word('parties', event?.party)}</Badge>{' '}
              {event?.irreversible && <Badge tone="urgent">{t('irreversible')}</Badge>}
            </p>
            {stats && (
              <p className="digits">
                {t('in_days', { count: days })}{' '}
                <span className="ink-good">{t('accepted', { count: count.accepted })}</span>
                {t('listed')}
                <span className={count.refused > 0 ? 'ink-bad' : undefined}>
                  {t('refused', { count: count.refused })}
                </span>
              </p>
            )}
            <h4>{t('guard')}</h4>
            <p>{free || guards.size === 0 ? t('no_guard') : [...guards.values()].map((g) => say(g)).join(t('or'))}</p>
            {effects.length > 0 && (
              <>
                <h4>{t('effects')}</h4>
                <p>{effects.map((e) => word('instructions', e)).join(t('listed'))}</p>
              </>
            )}
            {book && <EventClauses book={book} kind={workflow.kind} event={name} />}
          </section>
        );
      })}
    </div>
  );
}
