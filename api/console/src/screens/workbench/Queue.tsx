import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { useSay, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { Amount } from '../../money/Amount.tsx';
import type { Case } from '../../rpc/types.ts';
import { Countdown } from '../../time/Countdown.tsx';
import { EmptyState, ErrorState, Waiting } from '../../ui/states.tsx';
import { OursButton } from './NoCase.tsx';
import { type Queue, tabs } from './useQueue.ts';

const rowHeight = 62;

/** The cases to work on, nearest deadline first. Only those in view are in the page. */
export function QueuePane({ queue, caseId }: { queue: Queue; caseId: string | undefined }) {
  const t = useTexts('workbench');
  const box = useRef<HTMLDivElement>(null);
  const { cases } = queue;
  const virtual = useVirtualizer({
    count: cases.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 2,
  });
  const at = cases.findIndex((c) => c.id === caseId);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at);
  }, [at]);
  const elsewhere = queue.tab === 'ours' ? 0 : (queue.counts?.ours ?? 0);
  const items = virtual.getVirtualItems();
  const last = items[items.length - 1]?.index ?? 0;
  useEffect(() => {
    if (last >= cases.length - 20) queue.more();
  }, [last, cases.length]);

  return (
    <nav className="wb-queue" aria-label={t('queue.label')}>
      <div className="wb-tabs">
        {tabs.map((tab) => (
          <button
            key={tab}
            type="button"
            aria-pressed={queue.tab === tab}
            onClick={() => queue.setTab(tab)}
            className={tab === 'due_soon' && (queue.counts?.due_soon ?? 0) > 0 ? 'hot' : undefined}
          >
            <b className="digits">{queue.counts?.[tab] ?? (queue.tab === tab ? cases.length : '–')}</b>
            <span title={t(`queue.${tab}`)}>{t(`queue.${tab}`)}</span>
          </button>
        ))}
      </div>
      <div className="wb-list" ref={box}>
        {queue.isPending && !queue.error && <Waiting />}
        {queue.error && cases.length === 0 && <ErrorState fault={queue.error} onRetry={queue.retry} />}
        {!queue.isPending && !queue.error && cases.length === 0 && (
          <EmptyState
            title={t('queue.empty')}
            action={caseId !== undefined && elsewhere > 0 && <OursButton queue={queue} waiting={elsewhere} small />}
          />
        )}
        <ul style={{ height: virtual.getTotalSize(), paddingTop: items[0]?.start }}>
          {items.map((item) => {
            const c = cases[item.index] as Case;
            return (
              <li key={c.id} style={{ height: rowHeight }}>
                <QueueRow c={c} open={c.id === caseId} tab={queue.tab} />
              </li>
            );
          })}
        </ul>
      </div>
    </nav>
  );
}

/** Drawn again only when its case changed: scrolling draws the rows that come into view. */
const QueueRow = memo(function QueueRow({ c, open, tab }: { c: Case; open: boolean; tab: string }) {
  const say = useSay();
  const word = useWord();
  const amount = c.amount ?? c.claim.amount;
  const nick = (c as { buyer_nick?: string }).buyer_nick;
  return (
    <Link
      to={{ pathname: `/workbench/${c.id}`, search: `?tab=${tab}` }}
      aria-current={open ? 'true' : undefined}
      className="wb-row"
      data-case={c.id}
    >
      <span className="wb-row-top">
        {c.due ? <Countdown at={c.due.at} words={false} /> : <span className="quiet">—</span>}
        <Amount money={amount} />
      </span>
      <span className="clip wb-row-title" title={c.title ?? c.order_id}>
        {c.title ?? c.order_id}
      </span>
      <span className="wb-row-foot quiet">
        <span className="clip" title={say(c.state_says, c.state)}>
          {say(c.state_says, c.state)}
        </span>
        <span className="clip">{nick ?? say(c.kind_says, word('kinds', c.kind))}</span>
      </span>
    </Link>
  );
});
