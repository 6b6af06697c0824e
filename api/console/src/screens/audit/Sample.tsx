import { Button, Input, InputNumber, Segmented } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useLang, useTexts } from '../../i18n/texts.ts';
import { rpc } from '../../rpc/client.ts';
import { isUnknownMethod } from '../../rpc/errors.ts';
import { useRpc } from '../../rpc/hooks.ts';
import { serverNow } from '../../time/clock.ts';
import { formatFull, formatMoment, fromInput, toInput } from '../../time/format.ts';
import { HashMark } from '../../ui/HashMark.tsx';
import { EmptyState, ErrorState, FaultText, Waiting } from '../../ui/states.tsx';
import { useNames } from '../why/names.ts';
import { Cards, Points } from './Cards.tsx';
import { trailOf } from './filters.ts';
import { type Card, ScoreDrawer } from './ScoreDrawer.tsx';

type Draw = {
  rule: string;
  from?: string;
  to: string;
  size: number;
  population: { count: number; digest: string; last_seq?: number; query: Record<string, unknown> };
  checkpoint: { size: number; root: string; signed_note: string; vkey: string };
  cases: {
    case_id: string;
    rank: string;
    entry_id: string;
    seq: number;
    closed_at: string;
    state: string;
    kind: string;
  }[];
};

const month_ms = 30 * 24 * 3600_000;

/** A sample nobody could have steered: drawn once, then kept in the address with its checkpoint, so that anyone draws the same. */
export default function Sample() {
  const t = useTexts('audit');
  const [query, setQuery] = useSearchParams();
  const drawn = query.get('checkpoint') ?? undefined;
  const shown = query.get('cards') ?? undefined;
  const show = (which: string): void => {
    const next = new URLSearchParams(query);
    if (which === '') next.delete('cards');
    else next.set('cards', which);
    setQuery(next);
  };
  const [size, setSize] = useState(Number(query.get('size') ?? 10));
  const [from, setFrom] = useState(query.get('from') ?? new Date(serverNow() - month_ms).toISOString());
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const draw = async (): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    try {
      const answer = await rpc.call<Draw>('audit.sample', { size, from });
      setQuery({ size: String(size), from, to: answer.to, checkpoint: answer.checkpoint.signed_note });
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  const at = Date.parse(from);
  return (
    <div className="panel sample">
      <div className="filters">
        <Segmented<string>
          aria-label={t('cards')}
          value={shown ?? ''}
          onChange={show}
          options={[
            { value: '', label: t('draw') },
            { value: 'all', label: t('cards') },
            { value: 'failing', label: t('cards_failing') },
          ]}
        />
        {!shown && (
          <>
            <label className="sample-field">
              {t('sample_size')}
              <InputNumber min={1} max={1000} value={size} onChange={(next) => setSize(next ?? 1)} />
            </label>
            <label className="sample-field">
              {t('closed_since')}
              <Input
                type="datetime-local"
                value={Number.isNaN(at) ? '' : toInput(at)}
                onChange={(event) => setFrom(fromInput(event.target.value) ?? from)}
              />
            </label>
            <Button type="primary" loading={busy} onClick={() => void draw()}>
              {drawn ? t('draw_again') : t('draw')}
            </Button>
            {fault !== undefined && (
              <span role="alert">
                <FaultText fault={fault} />
              </span>
            )}
          </>
        )}
      </div>
      {shown ? (
        <Cards failing={shown === 'failing'} />
      ) : drawn ? (
        <Drawn query={query} checkpoint={drawn} />
      ) : (
        <EmptyState title={t('no_draw')} text={t('draw_hint')} />
      )}
    </div>
  );
}

function Drawn({ query, checkpoint }: { query: URLSearchParams; checkpoint: string }) {
  const t = useTexts('audit');
  const lang = useLang();
  const names = useNames();
  const params = {
    size: Number(query.get('size') ?? 10),
    checkpoint,
    ...(query.get('from') ? { from: query.get('from') } : {}),
    ...(query.get('to') ? { to: query.get('to') } : {}),
  };
  const draw = useRpc<Draw>('audit.sample', params, { live: 'none' });
  const cards = useRpc<{ cards: Card[] }>('quality.list', query.get('from') ? { from: query.get('from') } : {}, {
    live: 'none',
    staleTime: 0,
  });
  const [open, setOpen] = useState<string>();
  const scoring = !isUnknownMethod(cards.error);
  if (draw.isPending) return <Waiting />;
  if (draw.error) return <ErrorState fault={draw.error} onRetry={() => void draw.refetch()} />;
  const { population, cases } = draw.data;
  const cardOf = (case_id: string): Card | undefined =>
    cards.data?.cards.filter((card) => card.case_id === case_id).at(-1);
  const done = cases.filter(({ case_id }) => cardOf(case_id)).length;
  return (
    <>
      <dl className="facts sample-facts">
        <div>
          <dt>{t('population')}</dt>
          <dd>
            <Link to={trailOf(population.query)}>{t('closed_cases', { count: population.count })}</Link>{' '}
            <HashMark hash={population.digest} />
          </dd>
        </div>
        <div>
          <dt>{t('by_checkpoint')}</dt>
          <dd>
            {t('entries_count', { count: draw.data.checkpoint.size })} <HashMark hash={draw.data.checkpoint.root} />
          </dd>
        </div>
        <div>
          <dt>{t('drawn')}</dt>
          <dd>
            {t('drawn_of', { count: cases.length })}
            {scoring && cases.length > 0 && <> · {t('scored_of', { done, count: cases.length })}</>}
          </dd>
        </div>
      </dl>
      {cases.length === 0 ? (
        <EmptyState title={t('sample_empty')} />
      ) : (
        <table className="differences sample-cases">
          <thead>
            <tr>
              <th>{t('rank')}</th>
              <th>{t('case')}</th>
              <th>{t('kind')}</th>
              <th>{t('ended')}</th>
              <th>{t('closed_at')}</th>
              {scoring && <th>{t('score')}</th>}
            </tr>
          </thead>
          <tbody>
            {cases.map((each) => {
              const card = cardOf(each.case_id);
              return (
                <tr key={each.case_id}>
                  <td>
                    <code title={each.rank}>{each.rank.slice(0, 8)}</code>
                  </td>
                  <td>
                    <Link to={`/audit/trail?case_id=${each.case_id}`}>
                      <span className="mono">{each.case_id}</span>
                    </Link>
                  </td>
                  <td>{names.kind(each.kind)}</td>
                  <td>{names.state(each.state, each.kind)}</td>
                  <td title={formatFull(each.closed_at, lang)}>{formatMoment(each.closed_at, lang)}</td>
                  {scoring && (
                    <td>
                      {card && <Points card={card} />}{' '}
                      <Button size="small" onClick={() => setOpen(each.case_id)}>
                        {card ? t('look_at_score') : t('give_score')}
                      </Button>
                    </td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {open !== undefined && (
        <ScoreDrawer
          key={open}
          case_id={open}
          checkpoint={checkpoint}
          onClose={() => setOpen(undefined)}
          onScored={() => void cards.refetch()}
        />
      )}
    </>
  );
}
