import { Segmented } from 'antd';
import { useState } from 'react';
import { useLang, useSay, useTexts } from '../../../i18n/texts.ts';
import { formatFull } from '../../../time/format.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { QueryTable } from '../../../ui/QueryTable.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { DeliveryDrawer } from './DeliveryDrawer.tsx';
import { type Delivery, type HookType, type State, states, toneOfState, type Webhook } from './types.ts';

/** What was brought to one webhook or is still to be, newest first. */
export function Deliveries({ hook, types }: { hook: Webhook; types: HookType[] }) {
  const t = useTexts('webhooks');
  const say = useSay();
  const lang = useLang();
  const [state, setState] = useState<State | ''>('');
  const [open, setOpen] = useState<string>();
  return (
    <div className="wh-deliveries">
      <div className="wh-acts">
        <h3>{t('deliveries')}</h3>
        <Segmented<State | ''>
          size="small"
          aria-label={t('state')}
          value={state}
          onChange={setState}
          options={[{ value: '', label: t('all') }, ...states.map((value) => ({ value, label: t(`state_${value}`) }))]}
        />
      </div>
      <QueryTable<Delivery, { deliveries: Delivery[]; next_cursor?: string }>
        key={`${hook.id} ${state}`}
        method="webhook.deliveries"
        params={{ id: hook.id, limit: 50, ...(state === '' ? {} : { state }) }}
        rows={(answer) => answer.deliveries}
        rowKey={(row) => row.id}
        label={t('deliveries')}
        onOpen={(row) => setOpen(row.id)}
        columns={[
          {
            id: 'at',
            title: t('at'),
            width: '160px',
            cell: (row) => {
              const at = row.attempts.at(-1)?.at ?? row.created_at;
              return at && <span className="digits">{formatFull(at, lang)}</span>;
            },
          },
          {
            id: 'state',
            title: t('state'),
            width: 'minmax(124px, 0.5fr)',
            cell: (row) => (
              <Badge tone={toneOfState[row.state]}>{t(row.replayed ? 'replaying' : `state_${row.state}`)}</Badge>
            ),
          },
          {
            id: 'type',
            title: t('type'),
            width: 'minmax(180px, 1.4fr)',
            cell: (row) => (
              <span title={row.type}>{say(types.find(({ type }) => type === row.type)?.says, row.type)}</span>
            ),
          },
          {
            id: 'seq',
            title: t('seq'),
            width: '84px',
            align: 'end',
            cell: (row) => <span className="digits">{row.seq ?? '—'}</span>,
          },
          {
            id: 'attempts',
            title: t('attempts'),
            width: '96px',
            align: 'end',
            cell: (row) => <span className="digits">{row.attempts.length}</span>,
          },
          {
            id: 'outcome',
            title: t('outcome'),
            width: 'minmax(150px, 1.2fr)',
            cell: (row) => {
              const last = row.attempts.at(-1);
              if (!last) return null;
              const words = last.error ? say(last.error) : t(`result_${last.result}`);
              return (
                <span className={last.result === 'delivered' ? 'quiet' : 'ink-bad'} title={words}>
                  {last.status !== undefined && `HTTP ${last.status} · `}
                  {words}
                </span>
              );
            },
          },
        ]}
        empty={<EmptyState title={t('no_deliveries')} text={t('no_deliveries_hint')} />}
      />
      {open && <DeliveryDrawer hook_id={hook.id} delivery_id={open} types={types} onClose={() => setOpen(undefined)} />}
    </div>
  );
}
