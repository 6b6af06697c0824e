import { useState } from 'react';
import { nameIn } from '../../i18n/people.ts';
import { useLang, useTexts } from '../../i18n/texts.ts';
import { useRpc } from '../../rpc/hooks.ts';
import { formatMoment } from '../../time/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { RowTable } from '../../ui/RowTable.tsx';
import { EmptyState, ErrorState, Waiting } from '../../ui/states.tsx';
import { type Card, ScoreDrawer } from './ScoreDrawer.tsx';

/** The points, in the tone of whether they reach the mark. */
export function Points({ card }: { card: Card }) {
  return (
    <Badge tone={card.failing ? 'bad' : 'good'}>
      {card.points} / {card.of}
    </Badge>
  );
}

/** Every scorecard there is, or those below the mark, newest first. */
export function Cards({ failing }: { failing: boolean }) {
  const t = useTexts('audit');
  const lang = useLang();
  const read = useRpc<{ cards: Card[]; passing_percent?: number }>('quality.list', failing ? { failing } : {}, {
    live: 'any',
  });
  const [open, setOpen] = useState<Card>();
  if (read.isPending) return <Waiting />;
  if (read.error) return <ErrorState fault={read.error} onRetry={() => void read.refetch()} />;
  const cards = [...read.data.cards].sort((a, b) => b.at.localeCompare(a.at));
  if (cards.length === 0)
    return <EmptyState title={t(failing ? 'no_failing' : 'no_cards')} text={t('no_cards_hint')} />;
  return (
    <>
      {read.data.passing_percent !== undefined && (
        <p className="quiet">{t('passing', { percent: read.data.passing_percent })}</p>
      )}
      <div className="cards">
        <RowTable<Card>
          rows={cards}
          rowKey={(card) => card.id}
          label={t('cards')}
          onOpen={setOpen}
          foot={t('common:table.rows', { count: cards.length })}
          columns={[
            { id: 'at', title: t('at'), width: '110px', cell: (card) => formatMoment(card.at, lang) },
            { id: 'points', title: t('score'), width: '110px', cell: (card) => <Points card={card} /> },
            {
              id: 'case',
              title: t('case'),
              width: '270px',
              cell: (card) => <span className="mono">{card.case_id}</span>,
            },
            {
              id: 'by',
              title: t('scored_by'),
              width: 'minmax(100px, 0.5fr)',
              cell: (card) => <span title={card.by}>{nameIn(card, 'by')}</span>,
            },
            {
              id: 'note',
              title: t('remark'),
              width: 'minmax(200px, 2fr)',
              cell: (card) => <span title={card.note}>{card.note}</span>,
            },
          ]}
        />
      </div>
      {open && (
        <ScoreDrawer
          key={open.id}
          case_id={open.case_id}
          onClose={() => setOpen(undefined)}
          onScored={() => void read.refetch()}
        />
      )}
    </>
  );
}
