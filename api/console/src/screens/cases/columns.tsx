import { useMemo } from 'react';
import { useSession } from '../../app/session.ts';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { useWord, useWords } from '../../i18n/words.ts';
import { Amount } from '../../money/Amount.tsx';
import type { Case } from '../../rpc/types.ts';
import { type Cell, moneyCell, timeCell } from '../../sheets/sheet.ts';
import { Countdown } from '../../time/Countdown.tsx';
import { formatMoment } from '../../time/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import type { Column } from '../../ui/RowTable.tsx';

/** A case as `case.list` shows it. */
export type ListedCase = Case & { buyer_nick?: string; assignee_name?: string };

export type CaseColumn = Column<ListedCase> & {
  /** What an exported file says in its place. */
  plain: (row: ListedCase) => Cell;
};

export const usualColumns = ['due', 'title', 'amount', 'kind', 'state', 'order_id', 'buyer', 'assignee', 'opened'];

const claimed = (c: ListedCase) => c.amount ?? c.claim.amount;

/** Every column there is, in the order they are offered in. */
export function useCaseColumns(): CaseColumn[] {
  const t = useTexts('cases');
  const say = useSay();
  const word = useWord();
  const lang = useLang();
  const me = useSession().actor;
  const words = useWords();
  return useMemo(() => columnsFor({ t, say, word, lang, me }), [t, lang, me, words]);
}

type Reader = {
  t: ReturnType<typeof useTexts>;
  say: ReturnType<typeof useSay>;
  word: ReturnType<typeof useWord>;
  lang: 'zh' | 'en';
  me: string;
};

function columnsFor({ t, say, word, lang, me }: Reader): CaseColumn[] {
  const text = (
    id: string,
    width: string,
    of: (c: ListedCase) => string,
    more: Partial<CaseColumn> = {},
  ): CaseColumn => ({
    id,
    title: t(`col.${id}`),
    width,
    cell: (c) => {
      const shown = of(c);
      return shown === '' ? <span className="quiet">—</span> : <span title={shown}>{shown}</span>;
    },
    plain: of,
    ...more,
  });
  const holder = (c: ListedCase): string =>
    !c.assignee ? '' : c.assignee === me ? t('me') : (c.assignee_name ?? c.assignee);

  return [
    {
      id: 'due',
      title: t('col.due'),
      width: '168px',
      sort: 'due',
      cell: (c) => (c.due ? <Countdown at={c.due.at} /> : <span className="quiet">—</span>),
      plain: (c) => timeCell(c.due?.at),
    },
    text('title', 'minmax(130px, 1fr)', (c) => c.title ?? ''),
    {
      id: 'amount',
      title: t('col.amount'),
      width: '112px',
      align: 'end',
      sort: 'amount',
      cell: (c) => (claimed(c) ? <Amount money={claimed(c)} /> : <span className="quiet">—</span>),
      plain: (c) => moneyCell(claimed(c)),
    },
    text('kind', 'minmax(84px, 0.6fr)', (c) => say(c.kind_says, word('kinds', c.kind))),
    {
      ...text('state', 'minmax(136px, 1.5fr)', (c) => say(c.state_says, c.state)),
      cell: (c) => (
        <Badge tone={!c.final && c.owed_by === 'seller' ? 'info' : 'neutral'} title={say(c.state_says, c.state)}>
          {say(c.state_says, c.state)}
        </Badge>
      ),
    },
    text('owed_by', '92px', (c) => (c.owed_by === 'nobody' ? '' : word('parties', c.owed_by))),
    {
      ...text('order_id', 'minmax(164px, 0.8fr)', (c) => c.order_id),
      cell: (c) => <span className="mono">{c.order_id}</span>,
    },
    text('buyer', '92px', (c) => c.buyer_nick ?? ''),
    text('reason', 'minmax(100px, 0.8fr)', (c) => say(c.claim.reason_says, word('reasons', c.claim.reason))),
    text('wants', '110px', (c) => say(c.claim.wants_says, word('wants', c.claim.wants))),
    text('assignee', '104px', holder),
    {
      id: 'opened',
      title: t('col.opened'),
      width: '108px',
      sort: 'opened',
      cell: (c) => <time dateTime={c.opened_at}>{formatMoment(c.opened_at, lang)}</time>,
      plain: (c) => timeCell(c.opened_at),
    },
    text('platform', '88px', (c) => say(c.platform_says, word('platforms', c.platform))),
    text('flags', 'minmax(120px, 0.8fr)', (c) => c.flags.map((flag) => word('flags', flag)).join(' · ')),
    text('shop', '110px', (c) => c.shop),
    {
      ...text('id', '250px', (c) => c.id),
      cell: (c) => <span className="mono">{c.id}</span>,
    },
  ];
}
