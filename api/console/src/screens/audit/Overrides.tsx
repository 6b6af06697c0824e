import { Segmented } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Tone } from '../../app/tokens.ts';
import { nameIn } from '../../i18n/people.ts';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import type { Proposal } from '../../overrides/proposals.ts';
import { formatFull, formatMoment } from '../../time/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { QueryTable } from '../../ui/QueryTable.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useNames } from '../why/names.ts';
import { WhyDrawer } from '../why/WhyDrawer.tsx';

const statuses = ['waiting', 'confirmed', 'declined', 'applied', 'expired'] as const;
const tone: Record<Proposal['status'], Tone> = {
  applied: 'info',
  waiting: 'soon',
  confirmed: 'good',
  declined: 'bad',
  expired: 'neutral',
};

/** Every decision past a rule that refused: who asked, who confirmed, and why. */
export default function Overrides() {
  const t = useTexts('audit');
  const lang = useLang();
  const say = useSay();
  const word = useWord();
  const names = useNames();
  const [query, setQuery] = useSearchParams();
  const status = query.get('status') ?? '';
  const [open, setOpen] = useState<Proposal>();
  return (
    <div className="panel trail-list">
      <div className="filters">
        <Segmented
          aria-label={t('status')}
          value={status}
          onChange={(next: string) => setQuery(next === '' ? {} : { status: next })}
          options={[
            { value: '', label: t('any_outcome') },
            ...statuses.map((each) => ({ value: each, label: word('override_statuses', each) })),
          ]}
        />
      </div>
      <QueryTable<Proposal, { overrides: Proposal[]; next_cursor?: string }>
        key={status}
        method="override.list"
        params={status === '' ? {} : { status }}
        rows={(answer) => answer.overrides}
        rowKey={(row) => row.id}
        label={t('tab_overrides')}
        onOpen={setOpen}
        columns={[
          { id: 'at', title: t('at'), width: '110px', cell: (row) => formatMoment(row.at, lang) },
          {
            id: 'event',
            title: t('event'),
            width: 'minmax(130px, 0.8fr)',
            cell: (row) => say(row.labels?.event, names.event(row.event, row.kind)),
          },
          {
            id: 'status',
            title: t('status'),
            width: '110px',
            cell: (row) => (
              <Badge tone={tone[row.status]}>{say(row.labels?.status, word('override_statuses', row.status))}</Badge>
            ),
          },
          {
            id: 'rules',
            title: t('passed_rules'),
            width: 'minmax(140px, 1fr)',
            cell: (row) => (
              <span title={row.rules.map((id) => `${id} ${say(row.rules_say?.[id])}`).join('\n')}>
                <span className="mono">{row.rules.join(', ')}</span>{' '}
                <small className="quiet">{say(row.rules_say?.[row.rules[0] ?? ''])}</small>
              </span>
            ),
          },
          {
            id: 'by',
            title: t('proposed_by'),
            width: 'minmax(100px, 0.6fr)',
            cell: (row) => <span title={row.proposed_by}>{nameIn(row, 'proposed_by')}</span>,
          },
          {
            id: 'answered',
            title: t('answered_by'),
            width: 'minmax(110px, 0.6fr)',
            cell: (row) => <Answered row={row} />,
          },
          {
            id: 'reason',
            title: t('reason'),
            width: 'minmax(180px, 1.4fr)',
            cell: (row) => <Reasons row={row} />,
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

/** Who said yes or no and when; where nobody has yet, until when somebody may. */
function Answered({ row }: { row: Proposal }) {
  const t = useTexts('audit');
  const lang = useLang();
  const member = row.declined_by ? 'declined_by' : 'confirmed_by';
  const at = row.declined_at ?? row.confirmed_at;
  if (row[member]) return <span title={at && formatFull(at, lang)}>{nameIn(row, member)}</span>;
  if (row.status !== 'waiting' || !row.expires_at) return null;
  return <span className="quiet">{t('expires', { at: formatMoment(row.expires_at, lang) })}</span>;
}

/** Why it was asked for, and why it was declined. */
function Reasons({ row }: { row: Proposal }) {
  const t = useTexts('audit');
  const no = row.declined_reason && t('declined_because', { reason: row.declined_reason });
  return (
    <span title={[row.reason, no].filter(Boolean).join('\n')}>
      {no && <span className="ink-bad">{no} · </span>}
      {row.reason}
    </span>
  );
}
