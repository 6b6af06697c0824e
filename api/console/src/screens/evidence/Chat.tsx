import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useLang, useTexts } from '../../i18n/texts.ts';
import { rpc } from '../../rpc/client.ts';
import { formatFull } from '../../time/format.ts';
import { FaultText, Waiting } from '../../ui/states.tsx';
import type { Item } from './items.ts';

export type Line = { n: number; speaker?: string; at?: string; text: string; party?: string };
type Answer = {
  total: number;
  lines: Line[];
  quotes: { first: number; last: number; before: Line[]; lines: Line[]; after: Line[] }[];
};

const page = 500;

/** A chat line by line: the buyer left, the seller right, quoted lines marked and reached one after the other. */
export function Chat({ case_id, item }: { case_id: string; item: Item }) {
  const t = useTexts('evidence');
  const lang = useLang();
  const box = useRef<HTMLDivElement>(null);
  const [quote, setQuote] = useState(-1);
  const chat = useInfiniteQuery({
    queryKey: ['evidence.conversation', { case_id, evidence_id: item.id }, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      rpc.call<Answer>(
        'evidence.conversation',
        { case_id, evidence_id: item.id, first: pageParam, last: pageParam + page - 1 },
        signal,
      ),
    initialPageParam: 1,
    getNextPageParam: (last, pages) => {
      const read = pages.reduce((sum, each) => sum + each.lines.length, 0);
      return last.lines.length > 0 && read < last.total ? read + 1 : undefined;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  const lines = useMemo(() => chat.data?.pages.flatMap((each) => each.lines) ?? [], [chat.data]);
  const quotes = chat.data?.pages[0]?.quotes ?? [];
  const quoted = useMemo(() => {
    const all = new Set<number>();
    for (const { first, last } of quotes) for (let n = first; n <= last; n++) all.add(n);
    return all;
  }, [quotes]);

  useEffect(() => setQuote(-1), [item.id]);
  const goTo = (to: number): void => {
    const wanted = quotes[to];
    if (!wanted) return;
    setQuote(to);
    if (wanted.first > lines.length && chat.hasNextPage) void chat.fetchNextPage();
    requestAnimationFrame(() =>
      box.current?.querySelector(`[data-line="${wanted.first}"]`)?.scrollIntoView({ block: 'center' }),
    );
  };
  useEffect(() => {
    const wanted = quotes[quote];
    if (!wanted) return;
    if (wanted.first > lines.length) {
      if (chat.hasNextPage && !chat.isFetchingNextPage) void chat.fetchNextPage();
    } else box.current?.querySelector(`[data-line="${wanted.first}"]`)?.scrollIntoView({ block: 'center' });
  }, [lines.length]);

  if (chat.isPending) return <Waiting />;
  if (chat.error) return <FaultText fault={chat.error} />;
  return (
    <div className="chat">
      {quotes.length > 0 && (
        <div className="stage-bar">
          <span>{t('quotes', { count: quotes.length })}</span>
          <Button size="small" onClick={() => goTo((quote + 1) % quotes.length)}>
            {t('next_quote')}
          </Button>
          {quote >= 0 && (
            <span className="quiet">
              {t('quote_at', { first: quotes[quote]?.first ?? 0, last: quotes[quote]?.last ?? 0 })}
            </span>
          )}
        </div>
      )}
      <div ref={box} className="chat-lines" tabIndex={0} role="region" aria-label={t('chat')}>
        {lines.map((line, at) => {
          const before = lines[at - 1];
          const again = before !== undefined && before.speaker === line.speaker && before.at === line.at;
          const side = line.party === 'seller' ? 'right' : line.party === 'buyer' ? 'left' : 'other';
          return (
            <div key={line.n} data-line={line.n} className={`chat-line chat-${side}`}>
              {!again && (
                <div className="chat-who">
                  <bdi>{line.speaker}</bdi>
                  {line.at && <time dateTime={line.at}>{formatFull(line.at, lang)}</time>}
                </div>
              )}
              <div className={quoted.has(line.n) ? 'bubble bubble-quoted' : 'bubble'}>
                {quoted.has(line.n) && <span className="off-screen">{t('quoted')}</span>}
                {line.text}
              </div>
            </div>
          );
        })}
        {chat.hasNextPage && (
          <Button loading={chat.isFetchingNextPage} onClick={() => void chat.fetchNextPage()}>
            {t('more_lines', { shown: lines.length, count: chat.data?.pages[0]?.total ?? 0 })}
          </Button>
        )}
      </div>
    </div>
  );
}
