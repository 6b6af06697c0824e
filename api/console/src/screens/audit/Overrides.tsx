import { Segmented } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Tone } from '../../app/tokens.ts';
import { useLang, useTexts } from '../../i18n/texts.ts';
import { formatFull, formatMoment } from '../../time/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { QueryTable } from '../../ui/QueryTable.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useNames } from '../why/names.ts';
import { WhyDrawer } from '../why/WhyDrawer.tsx';

type Override = {
  id: string;
  case_id: string;
  shop: string;
  rules: string[];
  proposed_by: string;
  role: string;
  at: string;
  reason?: string;
  event: string;
  status: 'applied' | 'waiting' | 'confirmed' | 'expired';
  entry_id?: string;
  confirmed_by?: string;
  confirmed_at?: string;
  expires_at?: string;
};

const statuses = ['waiting', 'confirmed', 'applied', 'expired'] as const;
const tone: Record<Override['status'], Tone> = {
  applied: 'info',
  waiting: 'soon',
  confirmed: 'good',
  expired: 'neutral',
};

/** Every decision past a rule that refused: who asked, who confirmed, and why. */
export default function Overrides() {
  const t = useTexts('audit');
  const lang = useLang();
  const names = useNames();
  const [query, setQuery] = useSearchParams();
  const status = query.get('status') ?? '';
  const [open, setOpen] = useState<Override>();
  return (
    <div className="panel trail-list">
      <div className="filters">
        <Segmented
          aria-label={t('status')}
          value={status}
          onChange={(next: string) => setQuery(next === '' ? {} : { status: next })}
          options={[
            { value: '', label: t('any_outcome') },
            ...statuses.map((each) => ({ value: each, label: t(`status_${each}`) })),
          ]}
        />
      </div>
      <QueryTable<Override, { overrides: Override[]; next_cursor?: string }>
        key={status}
        method="override.list"
        params={status === '' ? {} : { status }}
        rows={(answer) => answer.overrides}
        rowKey={(row) => row.id}
        label={t('tab_overrides')}
        onOpen={setOpen}
        columns={[
          { id: 'at', title: t('at'), width: '110px', cell: (row) => formatMoment(row.at, lang) },
          { id: 'event', title: t('event'), width: 'minmax(130px, 0.8fr)', cell: (row) => names.event(row.event) },
          {
            id: 'status',
            title: t('status'),
            width: '110px',
            cell: (row) => <Badge tone={tone[row.status]}>{t(`status_${row.status}`)}</Badge>,
          },
          {
            id: 'rules',
            title: t('passed_rules'),
            width: 'minmax(140px, 0.8fr)',
            cell: (row) => <span className="mono">{row.rules.join(', ')}</span>,
          },
          { id: 'by', title: t('proposed_by'), width: 'minmax(100px, 0.6fr)', cell: (row) => row.proposed_by },
          {
            id: 'confirmed',
            title: t('confirmed_by'),
            width: 'minmax(110px, 0.6fr)',
            cell: (row) =>
              row.confirmed_by ? (
                <span title={row.confirmed_at && formatFull(row.confirmed_at, lang)}>{row.confirmed_by}</span>
              ) : (
                row.status === 'waiting' &&
                row.expires_at && (
                  <span className="quiet">{t('expires', { at: formatMoment(row.expires_at, lang) })}</span>
                )
              ),
          },
          {
            id: 'reason',
            title: t('reason'),
            width: 'minmax(180px, 1.4fr)',
            cell: (row) => <span title={row.reason}>{row.reason}</span>,
          },
        ]}
        empty={<EmptyState title={t('no_overrides')} text={t('no_overrides_hint')} />}
      />
      {open && (
        <WhyDrawer entry_id={open.entry_id ?? open.id} case_id={open.case_id} onClose={() => setOpen(undefined)} />
      )}
    </div>
  );
}
