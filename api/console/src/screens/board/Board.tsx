import { Segmented } from 'antd';
import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import { addTexts, useLang, useTexts } from '../../i18n/texts.ts';
import { isFault } from '../../rpc/errors.ts';
import { useRpc } from '../../rpc/hooks.ts';
import { serverNow } from '../../time/clock.ts';
import { formatMoment } from '../../time/format.ts';
import { PageFault, Waiting } from '../../ui/states.tsx';
import { Agents } from './Agents.tsx';
import './board.css';
import en from './en.json';
import { Funnel } from './Funnel.tsx';
import type { Board as BoardAnswer } from './figures.ts';
import { Heat } from './Heat.tsx';
import { Needs } from './Needs.tsx';
import { Numbers } from './Numbers.tsx';
import zh from './zh.json';

addTexts('board', zh, en);

const spans = [7, 14, 30];

/** Counting walks every case, so it is done twice a minute and not at each entry. */
const renewed_ms = 30_000;

/** The manager's morning: what is due, what went wrong, who has how much. Every figure opens the list it was counted from. */
export default function Board() {
  const t = useTexts('board');
  const lang = useLang();
  const [search, setSearch] = useSearchParams();
  const days = spans.find((n) => String(n) === search.get('days')) ?? 7;
  // The bounds move by the hour, so that the answer is shared while somebody looks at it.
  const to = Math.ceil(serverNow() / 3600_000) * 3600_000;
  const params = days === 7 ? {} : { from: new Date(to - days * 86400_000).toISOString() };
  const board = useRpc<BoardAnswer>('board.get', params, { keep: true, staleTime: 10_000 });

  const { refetch } = board;
  const counting = isFault(board.error, 'rate_limited');
  useEffect(() => {
    const timer = setInterval(() => void refetch(), counting ? 2000 : renewed_ms);
    return () => clearInterval(timer);
  }, [refetch, counting]);

  if (board.isPending || (counting && !board.data)) return <Waiting text={counting ? t('counting') : undefined} />;
  if (!board.data) return <PageFault title={t('title')} fault={board.error} onRetry={() => void board.refetch()} />;
  const now = board.data;
  return (
    <div className="page board">
      <div className="page-head">
        <h1>{t('title')}</h1>
        <span className="quiet">
          {t('span', { from: formatMoment(now.from, lang), to: formatMoment(now.to, lang) })}
        </span>
        <Segmented
          className="board-span"
          aria-label={t('days_label')}
          value={days}
          options={spans.map((n) => ({ value: n, label: t('days', { count: n }) }))}
          onChange={(n) => setSearch(n === 7 ? {} : { days: String(n) }, { replace: true })}
        />
      </div>
      <Numbers numbers={now.numbers} days={days} />
      <div className="board-middle">
        <Heat heat={now.heat} now={Date.parse(now.server_time)} />
        <Needs needs={now.needs_me} />
      </div>
      <div className="board-middle board-lower">
        <Funnel rows={now.funnel} />
        <Agents rows={now.agents} now={Date.parse(now.server_time)} />
      </div>
    </div>
  );
}
