import { useLang, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { formatFull } from '../../time/format.ts';
import { type Column, QueryTable } from '../../ui/QueryTable.tsx';
import { Head } from './parts.tsx';

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

/** Members that say nothing to people: hashes, and what another column shows. */
const unsaid = new Set(['password_sha256', 'nonce']);

const told = (params: Record<string, unknown>): string =>
  Object.entries(params)
    .filter(([name]) => !unsaid.has(name))
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ');

/** What was done that concerns no case, as the ledger has it: who set what, and when. */
export function Office() {
  const t = useTexts('settings');
  const lang = useLang();
  const word = useWord();
  const columns: Column<OfficeEntry>[] = [
    {
      id: 'at',
      title: t('at'),
      width: '160px',
      cell: (e) => <span className="digits">{formatFull(e.at, lang)}</span>,
    },
    { id: 'event', title: t('what'), width: '170px', cell: (e) => <b>{word('office_acts', e.event)}</b> },
    {
      id: 'who',
      title: t('who'),
      width: '300px',
      cell: (e) => (
        <>
          <code>{e.actor}</code> <span className="quiet">{word('roles', e.role)}</span>
        </>
      ),
    },
    { id: 'shop', title: t('shop'), width: '110px', cell: (e) => e.shop || t('every_shop') },
    {
      id: 'particulars',
      title: t('particulars'),
      width: 'minmax(280px, 1fr)',
      cell: (e) => <span title={told(e.params)}>{told(e.params)}</span>,
    },
  ];
  return (
    <>
      <Head title={t('part_office')} hint={t('office_hint')} />
      <QueryTable<OfficeEntry, { entries: OfficeEntry[] }>
        method="audit.office"
        params={{ limit: 100 }}
        rows={(a) => a.entries}
        rowKey={(e) => e.id}
        columns={columns}
        label={t('part_office')}
      />
    </>
  );
}
