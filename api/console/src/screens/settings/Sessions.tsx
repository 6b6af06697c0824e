import { Button, Popconfirm, Switch } from 'antd';
import { useState } from 'react';
import { useSession } from '../../app/session.ts';
import { useLang, useTexts } from '../../i18n/texts.ts';
import { rpc } from '../../rpc/client.ts';
import { useRpc } from '../../rpc/hooks.ts';
import { useAct } from '../../rpc/useAct.ts';
import { formatFull } from '../../time/format.ts';
import { FormFault, Head, SettingTable } from './parts.tsx';

type Signed = {
  id: string;
  actor: string;
  name: string;
  address: string;
  began_at: string;
  seen_at: string;
  expires_at: string;
};

/** Where one is signed in; an admin sees everyone within reach. */
export function Sessions() {
  const t = useTexts('settings');
  const lang = useLang();
  const session = useSession();
  const [everyone, setEveryone] = useState(false);
  const sessions = useRpc<{ sessions: Signed[] }>('session.list', everyone ? { of: 'everyone' } : {}, {
    staleTime: 5_000,
  });
  const { act, busy, fault } = useAct(['session.list']);
  const moment = (at: string) => <span className="digits">{formatFull(at, lang)}</span>;
  return (
    <>
      <Head title={t('part_sessions')} hint={t('sessions_hint')}>
        {session.role === 'admin' && (
          <label className="st-row">
            <Switch size="small" checked={everyone} onChange={setEveryone} aria-label={t('everyone')} />
            {t('everyone')}
          </label>
        )}
      </Head>
      <FormFault fault={fault} />
      <SettingTable
        read={sessions}
        rows={(a) => a.sessions}
        rowKey={(s) => s.id}
        empty={t('no_sessions')}
        columns={[
          { title: t('who'), dataIndex: 'name', render: (name: string, s: Signed) => <b>{name || s.actor}</b> },
          { title: t('address'), dataIndex: 'address', render: (a: string) => <code>{a}</code> },
          { title: t('began_at'), dataIndex: 'began_at', render: moment },
          { title: t('seen_at'), dataIndex: 'seen_at', render: moment },
          { title: t('expires_at'), dataIndex: 'expires_at', render: moment },
          {
            title: t('acts'),
            key: 'acts',
            render: (_: unknown, s: Signed) => (
              <Popconfirm
                title={t('end_ask', { name: s.name || s.actor })}
                description={t('end_hint')}
                okText={t('end')}
                cancelText={t('common:action.cancel')}
                onConfirm={() => act(() => rpc.call('session.end', { id: s.id }))}
              >
                <Button size="small" danger disabled={busy}>
                  {t('end')}
                </Button>
              </Popconfirm>
            ),
          },
        ]}
      />
    </>
  );
}
