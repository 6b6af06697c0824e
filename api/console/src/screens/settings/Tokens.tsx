import { PlusOutlined } from '@ant-design/icons';
import { Button, Input, Modal, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { useSession } from '../../app/session.ts';
import { useLang, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { rpc } from '../../rpc/client.ts';
import { useRpc } from '../../rpc/hooks.ts';
import { useAct } from '../../rpc/useAct.ts';
import { serverNow } from '../../time/clock.ts';
import { formatFull } from '../../time/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { SecretOnce, stayOpen } from '../../ui/SecretOnce.tsx';
import { FormFault, Head, SettingTable } from './parts.tsx';

type Token = {
  id: string;
  role: string;
  shop: string;
  label: string;
  created_at: string;
  expires_at?: string;
  revoked_at?: string;
};

export function Tokens() {
  const t = useTexts('settings');
  const word = useWord();
  const lang = useLang();
  const tokens = useRpc<{ tokens: Token[] }>('token.list');
  const [making, setMaking] = useState(false);
  const { act, busy, fault } = useAct(['token.list']);
  const standing = (token: Token): 'revoked' | 'expired' | 'active' =>
    token.revoked_at
      ? 'revoked'
      : token.expires_at && Date.parse(token.expires_at) < serverNow()
        ? 'expired'
        : 'active';
  return (
    <>
      <Head title={t('part_tokens')} hint={t('tokens_hint')}>
        <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setMaking(true)}>
          {t('new_token')}
        </Button>
      </Head>
      <FormFault fault={fault} />
      <SettingTable
        read={tokens}
        rows={(a) => a.tokens}
        rowKey={(one) => one.id}
        empty={t('no_tokens')}
        columns={[
          {
            title: t('label'),
            dataIndex: 'label',
            render: (label: string) => (label ? <b>{label}</b> : <span className="quiet">—</span>),
          },
          { title: t('id'), dataIndex: 'id', render: (id: string) => <code>{id}</code> },
          { title: t('role'), dataIndex: 'role', render: (role: string) => word('roles', role) },
          { title: t('shop'), dataIndex: 'shop', render: (shop: string) => shop || t('every_shop') },
          {
            title: t('made_at'),
            dataIndex: 'created_at',
            render: (at: string) => <span className="digits">{formatFull(at, lang)}</span>,
          },
          {
            title: t('expires_at'),
            dataIndex: 'expires_at',
            render: (at?: string) => (at ? <span className="digits">{formatFull(at, lang)}</span> : t('never')),
          },
          {
            title: t('standing'),
            key: 'standing',
            render: (_: unknown, one: Token) => (
              <Badge tone={standing(one) === 'active' ? 'good' : 'bad'}>{t(standing(one))}</Badge>
            ),
          },
          {
            title: t('acts'),
            key: 'acts',
            render: (_: unknown, one: Token) =>
              !one.revoked_at && (
                <Popconfirm
                  title={t('revoke_ask', { label: one.label || one.id })}
                  description={t('revoke_hint')}
                  okText={t('revoke')}
                  cancelText={t('common:action.cancel')}
                  okButtonProps={{ danger: true }}
                  onConfirm={() => act(() => rpc.call('token.revoke', { id: one.id }))}
                >
                  <Button size="small" danger disabled={busy}>
                    {t('revoke')}
                  </Button>
                </Popconfirm>
              ),
          },
        ]}
      />
      {making && <NewToken onClose={() => setMaking(false)} />}
    </>
  );
}

const tokenRoles = ['service', 'agent', 'manager', 'auditor', 'admin'];

/** The end stands when the days are written: pressed again after a lost answer, it is still the same token. */
function untilIn(typed: string): { days: string; expires_at: string } {
  const days = typed.replace(/\D/g, '').slice(0, 5);
  const end = serverNow() + Number(days) * 24 * 3600_000;
  return { days, expires_at: Number(days) > 0 ? new Date(end).toISOString() : '' };
}

function NewToken({ onClose }: { onClose: () => void }) {
  const t = useTexts('settings');
  const word = useWord();
  const session = useSession();
  const { act, busy, fault } = useAct(['token.list']);
  const [form, setForm] = useState({ label: '', role: 'service', shop: session.shop ?? '', days: '', expires_at: '' });
  const [made, setMade] = useState<{ token?: string }>();
  const put = (change: Partial<typeof form>): void => setForm({ ...form, ...change });
  const make = async (): Promise<void> => {
    const done = await act(() =>
      rpc.command<{ token?: string }>('token.create', {
        role: form.role,
        ...(form.label ? { label: form.label } : {}),
        ...(form.shop ? { shop: form.shop } : {}),
        ...(form.expires_at ? { expires_at: form.expires_at } : {}),
      }),
    );
    if (done) setMade(done);
  };
  return (
    <Modal
      open
      title={t(made ? 'token_made' : 'new_token')}
      okText={t(!made ? 'common:action.save' : made.token ? 'kept_it' : 'common:action.close')}
      cancelText={t('common:action.cancel')}
      {...stayOpen(busy, made !== undefined, onClose)}
      onOk={() => (made ? onClose() : void make())}
    >
      {!made ? (
        <div className="st-form">
          <label>
            {t('label')}
            <Input autoFocus value={form.label} maxLength={128} onChange={(e) => put({ label: e.target.value })} />
          </label>
          <label>
            {t('role')}
            <Select
              value={form.role}
              aria-label={t('role')}
              onChange={(role) => put({ role })}
              options={tokenRoles.map((role) => ({ value: role, label: word('roles', role) }))}
            />
          </label>
          <label>
            {t('shop')}
            <Input
              value={form.shop}
              disabled={!!session.shop}
              placeholder={t('every_shop')}
              onChange={(e) => put({ shop: e.target.value })}
            />
          </label>
          <label>
            {t('days')}
            <Input
              inputMode="numeric"
              value={form.days}
              placeholder={t('never')}
              onChange={(e) => put(untilIn(e.target.value))}
            />
          </label>
          <FormFault fault={fault} />
        </div>
      ) : (
        <SecretOnce secret={made.token} hint={t('secret_once')} lost={t('secret_lost')} />
      )}
    </Modal>
  );
}
