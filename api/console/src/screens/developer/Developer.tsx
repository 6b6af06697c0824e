import { SearchOutlined } from '@ant-design/icons';
import { Input, Segmented, Switch } from 'antd';
import { useMemo, useState } from 'react';
import { NavLink, useNavigate, useParams } from 'react-router';
import { arriving } from '../../app/arriving.tsx';
import { useSession } from '../../app/session.ts';
import { addTexts, useLang, useTexts } from '../../i18n/texts.ts';
import { useRpc } from '../../rpc/hooks.ts';
import { Badge } from '../../ui/Badge.tsx';
import { EmptyState, PageFault, Waiting } from '../../ui/states.tsx';
import { Caller } from './Caller.tsx';
import { changes, type Document, type Method } from './document.ts';
import en from './en.json';
import zh from './zh.json';
import './developer.css';

addTexts('developer', zh, en);

const Webhooks = arriving(() => import('./webhooks/Webhooks.tsx'));

/** Every method of the API from its own document: looked up, filled in, sent as oneself, and copied for a program. */
export default function Developer() {
  const t = useTexts('developer');
  const lang = useLang();
  const session = useSession();
  const go = useNavigate();
  // A path with a dot is a file to the server, so that `case.open` stands in the address as `case/open`.
  const { group, act } = useParams();
  const asked = group && [group, act].filter(Boolean).join('.');
  const document = useRpc<Document>('rpc.discover');
  const [q, setQ] = useState('');
  const [mine, setMine] = useState(false);
  const groups = useMemo(() => {
    const words = q.toLowerCase().split(/\s+/).filter(Boolean);
    const all = new Map<string, Method[]>();
    for (const method of document.data?.methods ?? []) {
      const text = `${method.name} ${method.summary} ${method.description}`.toLowerCase();
      if (!words.every((word) => text.includes(word))) continue;
      if (mine && !method['x-roles'].includes(session.role)) continue;
      const group = method.name.split('.')[0] ?? '';
      all.set(group, [...(all.get(group) ?? []), method]);
    }
    return [...all].sort(([a], [b]) => (a < b ? -1 : 1));
  }, [document.data, q, mine, session.role]);

  const hooks =
    (session.role === 'manager' || session.role === 'admin') &&
    document.data?.methods.some(({ name }) => name === 'webhook.list') === true;
  const atHooks = hooks && group === 'webhooks';

  if (document.isPending) return <Waiting />;
  if (document.error)
    return <PageFault title={t('title')} fault={document.error} onRetry={() => void document.refetch()} />;
  const method = document.data.methods.find((m) => m.name === (asked ?? groups[0]?.[1][0]?.name));
  return (
    <div className="page dv">
      <div className="page-head">
        <h1>{t('title')}</h1>
        {hooks && (
          <Segmented<string>
            aria-label={t('parts')}
            value={atHooks ? 'webhooks' : ''}
            onChange={(next) => void go(`/developer/${next}`)}
            options={[
              { value: '', label: t('methods') },
              { value: 'webhooks', label: t('webhooks') },
            ]}
          />
        )}
        <span className="quiet">
          {t('size', { count: document.data.methods.length, version: document.data.info.version })}
        </span>
        <a href="/openrpc.json" target="_blank" rel="noreferrer">
          openrpc.json
        </a>
      </div>
      {atHooks ? (
        <Webhooks />
      ) : (
        <div className="dv-body">
          <section className="panel dv-list" aria-label={t('methods')}>
            <div className="dv-filters">
              <Input
                allowClear
                prefix={<SearchOutlined aria-hidden />}
                placeholder={t('search')}
                aria-label={t('search')}
                value={q}
                onChange={(e) => setQ(e.target.value)}
              />
              <label className="dv-row">
                <Switch size="small" checked={mine} onChange={setMine} aria-label={t('mine')} />
                {t('mine')}
              </label>
            </div>
            <nav className="dv-methods" aria-label={t('methods')}>
              {groups.map(([group, methods]) => (
                <section key={group}>
                  <h2>{group}</h2>
                  {methods.map((one) => (
                    <NavLink
                      key={one.name}
                      to={`/developer/${one.name.replace('.', '/')}`}
                      className={one === method ? 'here' : ''}
                      title={lang === 'zh' ? one.description : one.summary}
                    >
                      <code>{one.name}</code>
                      {changes(one) && <Badge tone="soon">{t('changes')}</Badge>}
                      <small className="quiet">{lang === 'zh' ? one.description : one.summary}</small>
                    </NavLink>
                  ))}
                </section>
              ))}
              {groups.length === 0 && <EmptyState title={t('none')} />}
            </nav>
          </section>
          {method ? (
            <Caller key={method.name} method={method} document={document.data} />
          ) : (
            <section className="panel">
              <EmptyState title={t('no_method', { name: asked })} />
            </section>
          )}
        </div>
      )}
    </div>
  );
}
