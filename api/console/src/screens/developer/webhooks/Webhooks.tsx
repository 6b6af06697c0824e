import { PlusOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { formatCount } from '../../../i18n/count.ts';
import { addTexts, useLang, useTexts } from '../../../i18n/texts.ts';
import { useRpc } from '../../../rpc/hooks.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { EmptyState, ErrorState, Waiting } from '../../../ui/states.tsx';
import { useShop } from '../../settings/parts.tsx';
import en from './en.json';
import { HookForm } from './HookForm.tsx';
import { HookPane } from './HookPane.tsx';
import { type Hooks, hostOf, nameOf, type Webhook } from './types.ts';
import '../../../ui/pick.css';
import './webhooks.css';
import zh from './zh.json';

addTexts('webhooks', zh, en);

/** What came of an attempt is no entry of the ledger, so nothing tells of it: what is shown is read again while it is looked at. */
const renewed_ms = 4000;

/** Who else is told of what happens: each address with where it stands, and what was brought to it. */
export default function Webhooks() {
  const t = useTexts('webhooks');
  const lang = useLang();
  const go = useNavigate();
  const { act: asked } = useParams();
  const { shop, choice } = useShop();
  const hooks = useRpc<Hooks>('webhook.list', shop ? { shop } : {}, { live: 'any', staleTime: renewed_ms });
  const [making, setMaking] = useState(false);
  const queries = useQueryClient();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'hidden') return;
      for (const method of ['webhook.list', 'webhook.deliveries'])
        void queries.invalidateQueries({ queryKey: [method] });
    }, renewed_ms);
    return () => clearInterval(timer);
  }, [queries]);
  const all = hooks.data?.webhooks ?? [];
  const open = all.find(({ id }) => id === asked) ?? (asked === undefined ? all[0] : undefined);
  return (
    <div className="pick-panes">
      <section className="panel pick" aria-label={t('title')}>
        <div className="wh-acts">
          {choice}
          <Button
            type="primary"
            icon={<PlusOutlined aria-hidden />}
            disabled={shop === undefined || !hooks.data}
            onClick={() => setMaking(true)}
          >
            {t('new')}
          </Button>
        </div>
        {hooks.isPending && <Waiting />}
        {hooks.error && !hooks.data && <ErrorState fault={hooks.error} onRetry={() => void hooks.refetch()} />}
        {hooks.data && all.length === 0 && <EmptyState title={t('none')} text={t('none_hint')} />}
        <ul>
          {all.map((hook) => (
            <li key={hook.id}>
              <button
                type="button"
                aria-current={hook.id === open?.id ? 'true' : undefined}
                onClick={() => void go(`/developer/webhooks/${hook.id}`)}
              >
                <span className="wh-name">
                  <b className="clip">{nameOf(hook)}</b>
                  <Standing hook={hook} short />
                </span>
                {hook.label && <span className="clip quiet">{hostOf(hook.url)}</span>}
                {hook.position.behind > 0 && (
                  <small className="quiet digits">
                    {t('behind', { count: hook.position.behind, shown: formatCount(hook.position.behind, lang) })}
                  </small>
                )}
              </button>
            </li>
          ))}
        </ul>
      </section>
      {open && hooks.data ? (
        <HookPane key={open.id} hook={open} types={hooks.data.types} />
      ) : (
        <section className="panel">
          {hooks.data && <EmptyState title={t(asked ? 'gone_hook' : 'about')} text={t('about_hint')} />}
        </section>
      )}
      {making && shop !== undefined && hooks.data && (
        <HookForm
          shop={shop}
          types={hooks.data.types}
          onClose={() => setMaking(false)}
          onMade={(id) => void go(`/developer/webhooks/${id}`)}
        />
      )}
    </div>
  );
}

/** On, off by somebody, or off because nobody took what was sent. */
export function Standing({ hook, short = false }: { hook: Webhook; short?: boolean }) {
  const t = useTexts('webhooks');
  if (hook.off && !hook.enabled) return <Badge tone="bad">{t(short ? 'off' : `off_${hook.off.why}`)}</Badge>;
  if (!hook.enabled) return <Badge>{t('off')}</Badge>;
  if (hook.position.waiting) return <Badge tone="soon">{t('retrying')}</Badge>;
  return <Badge tone="good">{t('on')}</Badge>;
}
