import { Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useSay, useTexts } from '../../../i18n/texts.ts';
import { rpc } from '../../../rpc/client.ts';
import { useAct } from '../../../rpc/useAct.ts';
import { SecretOnce, stayOpen } from '../../../ui/SecretOnce.tsx';
import { FormFault } from '../../settings/parts.tsx';
import { useNames } from '../../why/names.ts';
import type { HookType, Webhook } from './types.ts';

type Props = {
  shop: string;
  types: HookType[];
  /** The one that is changed; none: a new one. */
  hook?: Webhook;
  onClose: () => void;
  onMade?: (id: string) => void;
};

/** `com.redress.case.opened.v1` and its like: the families that patterns may name, in the order in which types are told. */
const familiesOf = (types: HookType[]): string[] => [
  ...new Set(types.map(({ type }) => `${type.split('.').slice(0, 3).join('.')}.*`)),
];

/** Where it is sent, and what of. A new one's secret is shown before the form closes, and never again. */
export function HookForm({ shop, types, hook, onClose, onMade }: Props) {
  const t = useTexts('webhooks');
  const say = useSay();
  const names = useNames();
  const { act, busy, fault } = useAct(['webhook.list']);
  const [url, setUrl] = useState(hook?.url ?? '');
  const [label, setLabel] = useState(hook?.label ?? '');
  const [events, setEvents] = useState(hook?.events ?? ['com.redress.case.*']);
  const [kinds, setKinds] = useState(hook?.kinds ?? []);
  const [after, setAfter] = useState('');
  const [made, setMade] = useState<Webhook>();
  const save = async (): Promise<void> => {
    const done = await act(() =>
      rpc.command<Webhook>('webhook.set', {
        shop,
        ...(hook ? { id: hook.id } : {}),
        url: url.trim(),
        ...(label.trim() === '' ? {} : { label: label.trim() }),
        events,
        kinds,
        ...(after === '' ? {} : { after: Number(after) }),
      }),
    );
    if (!done) return;
    if (hook) onClose();
    else setMade(done);
  };
  const close = (): void => {
    onClose();
    if (made) onMade?.(made.id);
  };
  return (
    <Modal
      open
      title={t(made ? 'made' : hook ? 'change' : 'new')}
      okText={t(!made ? 'common:action.save' : made.secret ? 'kept_it' : 'common:action.close')}
      okButtonProps={{ disabled: !made && (url.trim() === '' || events.length === 0) }}
      cancelText={t('common:action.cancel')}
      {...stayOpen(busy, made !== undefined, close)}
      onOk={() => (made ? close() : void save())}
    >
      {made ? (
        <SecretOnce secret={made.secret} hint={t('secret_once')} lost={t('secret_lost')} />
      ) : (
        <div className="wh-form">
          <label>
            {t('url')}
            <Input
              autoFocus
              type="url"
              value={url}
              maxLength={2048}
              placeholder="https://erp.example.com/redress"
              onChange={(e) => setUrl(e.target.value)}
            />
            <small>{t('url_hint')}</small>
          </label>
          <label>
            {t('label')}
            <Input value={label} maxLength={80} onChange={(e) => setLabel(e.target.value)} />
          </label>
          <label>
            {t('events')}
            <Select
              mode="tags"
              aria-label={t('events')}
              value={events}
              onChange={setEvents}
              tokenSeparators={[',', ' ']}
              options={[
                { label: t('families'), options: familiesOf(types).map((value) => ({ value, label: value })) },
                {
                  label: t('types'),
                  options: types.map(({ type, says }) => ({ value: type, label: `${say(says)} · ${type}` })),
                },
              ]}
            />
            <small>{t('events_hint')}</small>
          </label>
          <label>
            {t('kinds')}
            <Select
              mode="multiple"
              aria-label={t('kinds')}
              placeholder={t('every_kind')}
              value={kinds}
              onChange={setKinds}
              options={names.kinds.map((kind) => ({ value: kind, label: names.kind(kind) }))}
            />
          </label>
          {hook && (
            <label>
              {t('after')}
              <Input
                inputMode="numeric"
                value={after}
                placeholder={String(hook.position.next_seq - 1)}
                onChange={(e) => setAfter(e.target.value.replace(/\D/g, '').slice(0, 15))}
              />
              <small>{t('after_hint')}</small>
            </label>
          )}
          <FormFault fault={fault} />
        </div>
      )}
    </Modal>
  );
}
