import { Alert, App, Button, Modal, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { formatCount } from '../../../i18n/count.ts';
import { nameIn } from '../../../i18n/people.ts';
import { useLang, useSay, useTexts } from '../../../i18n/texts.ts';
import { useWord } from '../../../i18n/words.ts';
import { rpc } from '../../../rpc/client.ts';
import { useAct } from '../../../rpc/useAct.ts';
import { formatFull, formatMoment } from '../../../time/format.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { SecretOnce, stayOpen } from '../../../ui/SecretOnce.tsx';
import { FormFault } from '../../settings/parts.tsx';
import { Deliveries } from './Deliveries.tsx';
import { HookForm } from './HookForm.tsx';
import { type HookType, nameOf, toneOfResult, type Webhook } from './types.ts';
import { Standing } from './Webhooks.tsx';

/** One webhook: where it stands, what it hears of, its secrets, and everything brought to it. */
export function HookPane({ hook, types }: { hook: Webhook; types: HookType[] }) {
  const t = useTexts('webhooks');
  const say = useSay();
  const word = useWord();
  const lang = useLang();
  const go = useNavigate();
  const { message } = App.useApp();
  const { act, busy, fault } = useAct(['webhook.list', 'webhook.deliveries']);
  const [asking, setAsking] = useState<'change' | 'rotate'>();
  const test = async (): Promise<void> => {
    if (await act(() => rpc.command('webhook.test', { id: hook.id }))) void message.info(t('test_sent'));
  };
  const enable = (enabled: boolean): Promise<unknown> =>
    act(() => rpc.command('webhook.set', { shop: hook.shop, id: hook.id, enabled }));
  const remove = async (): Promise<void> => {
    if (await act(() => rpc.command('webhook.remove', { id: hook.id }))) void go('/developer/webhooks');
  };
  const said = (pattern: string): string => say(types.find(({ type }) => type === pattern)?.says, pattern);
  return (
    <section className="panel wh-pane" aria-label={nameOf(hook)}>
      <header>
        <div>
          <h2>
            {nameOf(hook)} <Standing hook={hook} />
          </h2>
          <code className="wh-url">{hook.url}</code>
        </div>
        <div className="wh-acts">
          <Button loading={busy} onClick={() => void test()}>
            {t('test')}
          </Button>
          <Button onClick={() => setAsking('change')}>{t('change')}</Button>
          <Button onClick={() => setAsking('rotate')}>{t('rotate')}</Button>
          {hook.enabled ? (
            <Popconfirm title={t('switch_off_ask')} okText={t('switch_off')} onConfirm={() => void enable(false)}>
              <Button>{t('switch_off')}</Button>
            </Popconfirm>
          ) : (
            <Button type="primary" onClick={() => void enable(true)}>
              {t('switch_on')}
            </Button>
          )}
          <Popconfirm
            title={t('remove_ask', { name: nameOf(hook) })}
            description={t('remove_hint')}
            okText={t('remove')}
            okButtonProps={{ danger: true }}
            onConfirm={() => void remove()}
          >
            <Button danger>{t('remove')}</Button>
          </Popconfirm>
        </div>
      </header>
      <FormFault fault={fault} />
      {hook.off && !hook.enabled && (
        <Alert
          type="error"
          showIcon
          title={say(hook.off.says)}
          description={t('off_since', { at: formatFull(hook.off.at, lang) })}
        />
      )}
      <dl className="facts wh-facts">
        <div>
          <dt>{t('events')}</dt>
          <dd className="wh-tags">
            {hook.events.map((pattern) => (
              <Badge key={pattern} tone="info" title={pattern}>
                {said(pattern)}
              </Badge>
            ))}
            {hook.kinds?.map((kind) => (
              <Badge key={kind}>{word('kinds', kind)}</Badge>
            ))}
          </dd>
        </div>
        <div>
          <dt>{t('position')}</dt>
          <dd className="digits">
            {t('next_seq', { seq: hook.position.next_seq })}
            {hook.position.behind > 0 && (
              <> · {t('behind', { count: hook.position.behind, shown: formatCount(hook.position.behind, lang) })}</>
            )}
            {hook.position.waiting?.next_try_at && (
              <span className="ink-soon">
                {' '}
                · {t('next_try', { at: formatFull(hook.position.waiting.next_try_at, lang) })}
              </span>
            )}
          </dd>
        </div>
        {hook.last && (
          <div>
            <dt>{t('last')}</dt>
            <dd>
              <Badge tone={toneOfResult(hook.last.result)}>{t(`result_${hook.last.result}`)}</Badge>{' '}
              {hook.last.status !== undefined && <span className="digits">HTTP {hook.last.status}</span>}{' '}
              <span className="quiet">{formatFull(hook.last.at, lang)}</span> {hook.last.error && say(hook.last.error)}
            </dd>
          </div>
        )}
        <div>
          <dt>{t('secrets')}</dt>
          <dd>
            {hook.secrets.map((secret) => (
              <span key={secret.fingerprint} className="wh-secret">
                <code>{secret.fingerprint}…</code>{' '}
                <span className="quiet">
                  {secret.until
                    ? t('secret_until', { at: formatMoment(secret.until, lang) })
                    : t('secret_since', { at: formatMoment(secret.since, lang) })}
                </span>
              </span>
            ))}
          </dd>
        </div>
        <div>
          <dt>{t('updated')}</dt>
          <dd>
            {nameIn(hook, 'updated_by')} <span className="quiet">{formatFull(hook.updated_at, lang)}</span>
          </dd>
        </div>
      </dl>
      <Deliveries hook={hook} types={types} />
      {asking === 'change' && (
        <HookForm shop={hook.shop} hook={hook} types={types} onClose={() => setAsking(undefined)} />
      )}
      {asking === 'rotate' && <Rotate hook={hook} onClose={() => setAsking(undefined)} />}
    </section>
  );
}

const overlaps_h = [0, 1, 24, 72];

/** A new secret; for a while deliveries carry the signatures of both. */
function Rotate({ hook, onClose }: { hook: Webhook; onClose: () => void }) {
  const t = useTexts('webhooks');
  const { act, busy, fault } = useAct(['webhook.list']);
  const [overlap_h, setOverlap] = useState(24);
  const [made, setMade] = useState<Webhook>();
  const rotate = async (): Promise<void> => {
    const done = await act(() => rpc.command<Webhook>('webhook.rotate', { id: hook.id, overlap_h }));
    if (done) setMade(done);
  };
  return (
    <Modal
      open
      title={t('rotate')}
      okText={t(!made ? 'rotate' : made.secret ? 'kept_it' : 'common:action.close')}
      cancelText={t('common:action.cancel')}
      {...stayOpen(busy, made !== undefined, onClose)}
      onOk={() => (made ? onClose() : void rotate())}
    >
      {made ? (
        <SecretOnce secret={made.secret} hint={t('secret_once')} lost={t('secret_lost')} />
      ) : (
        <div className="wh-form">
          <label>
            {t('overlap')}
            <Select
              value={overlap_h}
              aria-label={t('overlap')}
              onChange={setOverlap}
              options={overlaps_h.map((value) => ({
                value,
                label: value === 0 ? t('no_overlap') : t('overlap_h', { count: value }),
              }))}
            />
            <small>{t('overlap_hint')}</small>
          </label>
          <FormFault fault={fault} />
        </div>
      )}
    </Modal>
  );
}
