import { Segmented } from 'antd';
import { useState } from 'react';
import { useSession } from '../../app/session.ts';
import { actorIn } from '../../i18n/people.ts';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import type { Says } from '../../rpc/types.ts';
import { formatFull } from '../../time/format.ts';
import { type Column, QueryTable } from '../../ui/QueryTable.tsx';
import { useParticular } from './officeWords.ts';
import { Head, useShop } from './parts.tsx';

type Named = { actor_name?: string; labels?: { event?: Says; actor?: Says } };
type OfficeEntry = {
  id: string;
  seq?: number;
  at: string;
  actor: string;
  role: string;
  shop: string;
  event: string;
  params: Record<string, unknown>;
};
/** Beside the entries, which are shown as they were recorded, what their ids are called. */
type Answer = { entries: OfficeEntry[]; about?: Record<string, Named>; next_cursor?: string };
type Row = OfficeEntry & Named;

/** What was done that concerns no case, as the ledger has it: who set what, and when. */
export function Office() {
  const t = useTexts('settings');
  const lang = useLang();
  const say = useSay();
  const word = useWord();
  const { shop, choice } = useShop();
  const particulars = useParticular();
  const session = useSession();
  const [everywhere, setEverywhere] = useState(false);
  const columns: Column<Row>[] = [
    {
      id: 'at',
      title: t('at'),
      width: '160px',
      cell: (e) => <span className="digits">{formatFull(e.at, lang)}</span>,
    },
    {
      id: 'event',
      title: t('what'),
      width: '170px',
      cell: (e) => <b>{say(e.labels?.event, word('office_acts', e.event))}</b>,
    },
    {
      id: 'who',
      title: t('who'),
      width: 'minmax(170px, 0.5fr)',
      cell: (e) => (
        <>
          <span title={e.actor}>{actorIn(e, e.actor, say)}</span> <span className="quiet">{word('roles', e.role)}</span>
        </>
      ),
    },
    { id: 'shop', title: t('shop'), width: '110px', cell: (e) => e.shop || t('every_shop') },
    {
      id: 'particulars',
      title: t('particulars'),
      width: 'minmax(280px, 1fr)',
      cell: (e) => <span title={particulars(e.params)}>{particulars(e.params)}</span>,
    },
  ];
  return (
    <>
      <Head title={t('part_office')} hint={t('office_hint')}>
        {session.shop === undefined || session.shop === '' ? (
          <Segmented<'shop' | 'all'>
            value={everywhere ? 'all' : 'shop'}
            aria-label={t('of_which')}
            onChange={(next) => setEverywhere(next === 'all')}
            options={[
              { value: 'shop', label: t('of_shop') },
              { value: 'all', label: t('of_all_shops') },
            ]}
          />
        ) : null}
        {!everywhere && choice}
      </Head>
      <QueryTable<Row, Answer>
        key={everywhere ? '' : shop}
        method="audit.office"
        params={{ limit: 100, order: 'newest', ...(everywhere || shop === undefined ? {} : { shop }) }}
        rows={(a) => a.entries.map((e) => ({ ...e, ...a.about?.[e.id] }))}
        rowKey={(e) => e.id}
        columns={columns}
        label={t('part_office')}
      />
    </>
  );
}
