import { DownloadOutlined, RedoOutlined } from '@ant-design/icons';
import { Button, Drawer } from 'antd';
import { Link } from 'react-router';
import { useLang, useSay, useTexts } from '../../../i18n/texts.ts';
import { KeyLayer, useKey } from '../../../keys/keys.ts';
import { rpc } from '../../../rpc/client.ts';
import { useRpc } from '../../../rpc/hooks.ts';
import { useAct } from '../../../rpc/useAct.ts';
import { formatFull } from '../../../time/format.ts';
import { formatTook } from '../../../time/span.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { EmptyState, ErrorState, Waiting } from '../../../ui/states.tsx';
import { saveText } from '../../audit/saveText.ts';
import { FormFault } from '../../settings/parts.tsx';
import { Signature } from './Signature.tsx';
import { type Delivery, type HookType, toneOfResult, toneOfState } from './types.ts';

type Props = { hook_id: string; delivery_id: string; types: HookType[]; onClose: () => void };

/** One delivery: each attempt with its answer, the bytes that were signed, and how to come to the same signature. */
export function DeliveryDrawer({ hook_id, delivery_id, types, onClose }: Props) {
  const t = useTexts('webhooks');
  return (
    <Drawer open onClose={onClose} size="min(720px, 100vw)" title={t('delivery')} destroyOnHidden keyboard={false}>
      <KeyLayer>
        <Closing onClose={onClose} />
        <Story hook_id={hook_id} delivery_id={delivery_id} types={types} />
      </KeyLayer>
    </Drawer>
  );
}

function Closing({ onClose }: { onClose: () => void }) {
  const t = useTexts('webhooks');
  useKey('escape', onClose, { inFields: true, text: t('common:action.close'), group: t('delivery') });
  return null;
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

function Story({ hook_id, delivery_id, types }: Omit<Props, 'onClose'>) {
  const t = useTexts('webhooks');
  const say = useSay();
  const lang = useLang();
  const read = useRpc<{ deliveries: Delivery[] }>(
    'webhook.deliveries',
    { id: hook_id, delivery_id },
    { live: 'any', staleTime: 0 },
  );
  const { act, busy, fault } = useAct(['webhook.deliveries', 'webhook.list']);
  if (read.isPending) return <Waiting />;
  if (read.error) return <ErrorState fault={read.error} onRetry={() => void read.refetch()} />;
  const delivery = read.data.deliveries[0];
  if (!delivery) return <EmptyState title={t('forgotten')} text={t('forgotten_hint')} />;
  const last = delivery.attempts.at(-1);
  return (
    <div className="wh-story">
      <header>
        <h2>
          {say(types.find(({ type }) => type === delivery.type)?.says, delivery.type)}{' '}
          <Badge tone={toneOfState[delivery.state]}>{t(`state_${delivery.state}`)}</Badge>
          {delivery.replayed && <Badge tone="info">{t('replaying')}</Badge>}
        </h2>
        <Button
          type="primary"
          icon={<RedoOutlined aria-hidden />}
          loading={busy}
          disabled={delivery.replayed === true}
          onClick={() => void act(() => rpc.command('webhook.replay', { delivery_id }))}
        >
          {t('replay')}
        </Button>
      </header>
      <FormFault fault={fault} />
      <dl className="facts wh-facts">
        <div>
          <dt>webhook-id</dt>
          <dd>
            <code>{delivery.webhook_id}</code>
          </dd>
        </div>
        {delivery.seq !== undefined && (
          <div>
            <dt>{t('seq')}</dt>
            <dd className="digits">
              #{delivery.seq} {delivery.case_id && <Link to={`/workbench/${delivery.case_id}`}>{t('open_case')}</Link>}
            </dd>
          </div>
        )}
        {delivery.next_try_at && (
          <div>
            <dt>{t('next')}</dt>
            <dd>{formatFull(delivery.next_try_at, lang)}</dd>
          </div>
        )}
      </dl>
      <section>
        <h3>{t('attempts_of', { count: delivery.attempts.length })}</h3>
        {delivery.attempts.length === 0 && <p className="quiet">{t('no_attempts')}</p>}
        <ol className="wh-attempts">
          {[...delivery.attempts].reverse().map((attempt) => (
            <li key={attempt.at}>
              <span className="digits">{formatFull(attempt.at, lang)}</span>
              <Badge tone={toneOfResult(attempt.result)}>{t(`result_${attempt.result}`)}</Badge>
              <span className="digits">{attempt.status === undefined ? '' : `HTTP ${attempt.status}`}</span>
              <span className="digits quiet">{formatTook(attempt.duration_ms, lang)}</span>
              {attempt.error && <p className="ink-bad">{say(attempt.error)}</p>}
            </li>
          ))}
        </ol>
      </section>
      {last && <Signature headers={last.headers} body={delivery.body} />}
      <section>
        <div className="wh-acts">
          <h3>{t('body')}</h3>
          <Button
            size="small"
            icon={<DownloadOutlined aria-hidden />}
            onClick={() => saveText(`${delivery.webhook_id}.json`, delivery.body, 'application/cloudevents+json')}
          >
            {t('save_body')}
          </Button>
        </div>
        <pre className="code" tabIndex={0}>
          {pretty(delivery.body)}
        </pre>
      </section>
    </div>
  );
}
