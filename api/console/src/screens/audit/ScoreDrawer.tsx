import { App, Button, Drawer, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useSession } from '../../app/session.ts';
import { useDraft } from '../../drafts/drafts.ts';
import { nameIn } from '../../i18n/people.ts';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { KeyLayer, useKey } from '../../keys/keys.ts';
import { rpc } from '../../rpc/client.ts';
import { useRpc } from '../../rpc/hooks.ts';
import type { Says } from '../../rpc/types.ts';
import { formatFull } from '../../time/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { ErrorState, FaultText, Waiting } from '../../ui/states.tsx';

export type Card = {
  id: string;
  case_id: string;
  entry_id: string;
  at: string;
  by: string;
  by_name?: string;
  /** Below the mark that the server sets. */
  failing?: boolean;
  scores: { criterion: string; points: number }[];
  points: number;
  of: number;
  note: string;
};
type Criterion = { id: string; says: Says; points_max: number };
type Draft = { points: Record<string, number>; note: string };

/** A scorecard 质检 for one case. What was given before is shown and stays: another card says otherwise, none is changed. */
export function ScoreDrawer(props: {
  case_id: string;
  checkpoint?: string;
  onClose: () => void;
  onScored: () => void;
}) {
  const t = useTexts('audit');
  return (
    <Drawer
      open
      onClose={props.onClose}
      size="min(560px, 100vw)"
      title={t('scorecard')}
      destroyOnHidden
      keyboard={false}
    >
      <KeyLayer>
        <Scoring {...props} />
      </KeyLayer>
    </Drawer>
  );
}

function Scoring(props: { case_id: string; checkpoint?: string; onClose: () => void; onScored: () => void }) {
  const { case_id, checkpoint, onClose, onScored } = props;
  const t = useTexts('audit');
  const say = useSay();
  const lang = useLang();
  const { message } = App.useApp();
  const session = useSession();
  const cards = useRpc<{ cards: Card[]; criteria: Criterion[] }>('quality.list', { case_id }, { staleTime: 0 });
  const draft = useDraft<Draft>(session.actor, case_id, 'scorecard', { points: {}, note: '' });
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const criteria = cards.data?.criteria ?? [];
  const { points, note } = draft.value;
  const given = criteria.filter(({ id }) => points[id] !== undefined);
  const whole = criteria.length > 0 && given.length === criteria.length;

  const save = async (): Promise<void> => {
    if (!whole || busy) return;
    setBusy(true);
    setFault(undefined);
    try {
      await rpc.command('quality.score', {
        case_id,
        scores: criteria.map(({ id }) => ({ criterion: id, points: points[id] })),
        note: note.trim(),
        ...(checkpoint ? { checkpoint } : {}),
      });
      draft.drop();
      void message.success(t('scored'));
      void cards.refetch();
      onScored();
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  useKey('mod+enter', () => void save(), { inFields: true, text: t('save_score'), group: t('scorecard') });
  useKey('escape', onClose, { inFields: true, text: t('close'), group: t('scorecard') });

  if (cards.isPending) return <Waiting />;
  if (cards.error) return <ErrorState fault={cards.error} onRetry={() => void cards.refetch()} />;
  return (
    <div className="score">
      <p className="story-links">
        <Link to={`/workbench/${case_id}`}>
          <span className="mono">{case_id}</span>
        </Link>
        <Link to={`/audit/trail?case_id=${case_id}`}>{t('its_entries')}</Link>
        <Link to={`/evidence/${case_id}`}>{t('its_evidence')}</Link>
      </p>
      <div className="score-rows">
        {criteria.map((criterion) => (
          <label key={criterion.id} className="score-row">
            <span>{say(criterion.says, criterion.id)}</span>
            <InputNumber
              min={0}
              max={criterion.points_max}
              precision={0}
              value={points[criterion.id] ?? null}
              onChange={(next) => {
                const { [criterion.id]: _, ...rest } = points;
                draft.set({ note, points: next === null ? rest : { ...rest, [criterion.id]: next } });
              }}
            />
            <span className="quiet digits">/ {criterion.points_max}</span>
          </label>
        ))}
        <p className="score-sum">
          {t('sum')}{' '}
          <b className="digits">
            {given.reduce((sum, { id }) => sum + (points[id] ?? 0), 0)} /{' '}
            {criteria.reduce((sum, each) => sum + each.points_max, 0)}
          </b>
        </p>
      </div>
      <label className="score-note">
        {t('remark')}
        <Input.TextArea
          rows={3}
          maxLength={4000}
          value={note}
          onChange={(event) => draft.set({ points, note: event.target.value })}
        />
      </label>
      {fault !== undefined && (
        <p role="alert">
          <FaultText fault={fault} />
        </p>
      )}
      <Button type="primary" loading={busy} disabled={!whole} onClick={() => void save()}>
        {t('save_score')} <kbd>Ctrl+Enter</kbd>
      </Button>
      {!whole && <p className="quiet">{t('score_all')}</p>}
      {cards.data.cards.length > 0 && (
        <section>
          <h3>{t('earlier_cards')}</h3>
          <ul className="score-cards">
            {cards.data.cards.map((card) => (
              <li key={card.id}>
                <Badge tone="info">
                  {card.points} / {card.of}
                </Badge>{' '}
                {nameIn(card, 'by')} <span className="quiet">{formatFull(card.at, lang)}</span>
                {card.note && <p>{card.note}</p>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
