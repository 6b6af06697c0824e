import { PlusOutlined } from '@ant-design/icons';
import { App, Button, Input, Modal, Popconfirm, Select, Switch, Tooltip } from 'antd';
import { useState } from 'react';
import { useSession } from '../../app/session.ts';
import { useLang, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { rpc } from '../../rpc/client.ts';
import type { Role } from '../../rpc/types.ts';
import { useAct } from '../../rpc/useAct.ts';
import { formatFull } from '../../time/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { FormFault, Head, SettingTable, type User, useUsers } from './parts.tsx';

export const roles: Role[] = ['agent', 'manager', 'auditor', 'admin'];

export function Users() {
  const t = useTexts('settings');
  const word = useWord();
  const lang = useLang();
  const session = useSession();
  const users = useUsers();
  const [making, setMaking] = useState(false);
  const [changing, setChanging] = useState<User>();
  const [resetting, setResetting] = useState<User>();
  const { act, busy, fault } = useAct(['user.list', 'session.list']);
  return (
    <>
      <Head title={t('part_users')} hint={t('users_hint')}>
        <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setMaking(true)}>
          {t('new_user')}
        </Button>
      </Head>
      <FormFault fault={fault} />
      <SettingTable
        read={users}
        rows={(a) => a.users}
        rowKey={(u) => u.id}
        empty={t('no_users')}
        columns={[
          { title: t('user_name'), dataIndex: 'name', render: (name: string) => <b>{name}</b> },
          { title: t('display'), dataIndex: 'display' },
          { title: t('role'), dataIndex: 'role', render: (role: string) => word('roles', role) },
          { title: t('shop'), dataIndex: 'shop', render: (shop: string) => shop || t('every_shop') },
          {
            title: t('standing'),
            dataIndex: 'disabled',
            render: (disabled: boolean) => (
              <Badge tone={disabled ? 'bad' : 'good'}>{t(disabled ? 'disabled' : 'active')}</Badge>
            ),
          },
          {
            title: t('password_at'),
            dataIndex: 'password_at',
            render: (at?: string) => at && <span className="digits">{formatFull(at, lang)}</span>,
          },
          {
            title: t('two_steps'),
            dataIndex: 'second_factor_at',
            render: (at?: string) =>
              at ? (
                <Tooltip title={formatFull(at, lang)}>
                  <span>
                    <Badge tone="good">{t('on')}</Badge>
                  </span>
                </Tooltip>
              ) : (
                <span className="quiet">{t('off')}</span>
              ),
          },
          {
            title: t('acts'),
            key: 'acts',
            render: (_: unknown, user: User) => (
              <span className="st-acts">
                <Button size="small" onClick={() => setChanging(user)}>
                  {t('change')}
                </Button>
                {user.id !== session.actor && (
                  <Button size="small" onClick={() => setResetting(user)}>
                    {t('reset_password')}
                  </Button>
                )}
                {user.id !== session.actor && user.second_factor_at && (
                  <Popconfirm
                    title={t('two_steps_off_ask', { name: user.display || user.name })}
                    description={t('two_steps_off_hint')}
                    okText={t('two_steps_off')}
                    cancelText={t('common:action.cancel')}
                    okButtonProps={{ danger: true }}
                    onConfirm={() => act(() => rpc.call('second_factor.remove', { id: user.id }))}
                  >
                    <Button size="small" danger disabled={busy}>
                      {t('two_steps_off')}
                    </Button>
                  </Popconfirm>
                )}
              </span>
            ),
          },
        ]}
      />
      {making && <NewUser onClose={() => setMaking(false)} />}
      {changing && <ChangeUser user={changing} onClose={() => setChanging(undefined)} />}
      {resetting && <ResetPassword user={resetting} onClose={() => setResetting(undefined)} />}
    </>
  );
}

function RoleChoice({ value, onChange }: { value: string; onChange: (role: string) => void }) {
  const t = useTexts('settings');
  const word = useWord();
  return (
    <Select
      value={value}
      onChange={onChange}
      aria-label={t('role')}
      options={roles.map((role) => ({ value: role as string, label: word('roles', role) }))}
    />
  );
}

function NewUser({ onClose }: { onClose: () => void }) {
  const t = useTexts('settings');
  const { message } = App.useApp();
  const session = useSession();
  const { act, busy, fault } = useAct(['user.list']);
  const [form, setForm] = useState({ name: '', display: '', role: 'agent', shop: session.shop ?? '', password: '' });
  const put = (change: Partial<typeof form>): void => setForm({ ...form, ...change });
  const make = async (): Promise<void> => {
    const { display, shop, ...rest } = form;
    const done = await act(() =>
      rpc.call('user.create', { ...rest, ...(display ? { display } : {}), ...(shop ? { shop } : {}) }),
    );
    if (done === undefined) return;
    void message.success(t('done'));
    onClose();
  };
  return (
    <Modal
      open
      title={t('new_user')}
      okText={t('common:action.save')}
      cancelText={t('common:action.cancel')}
      onCancel={onClose}
      onOk={() => void make()}
      confirmLoading={busy}
      okButtonProps={{ disabled: form.name.trim() === '' || form.password === '' }}
    >
      <div className="st-form">
        <label>
          {t('user_name')}
          <Input autoFocus autoComplete="off" value={form.name} onChange={(e) => put({ name: e.target.value })} />
        </label>
        <label>
          {t('display')}
          <Input value={form.display} onChange={(e) => put({ display: e.target.value })} />
        </label>
        <label>
          {t('role')}
          <RoleChoice value={form.role} onChange={(role) => put({ role })} />
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
          {t('password')}
          <Input.Password
            autoComplete="new-password"
            value={form.password}
            onChange={(e) => put({ password: e.target.value })}
          />
          <small className="quiet">{t('password_hint')}</small>
        </label>
        <FormFault fault={fault} />
      </div>
    </Modal>
  );
}

function ChangeUser({ user, onClose }: { user: User; onClose: () => void }) {
  const t = useTexts('settings');
  const { message } = App.useApp();
  const { act, busy, fault } = useAct(['user.list', 'session.list']);
  const [display, setDisplay] = useState(user.display ?? '');
  const [role, setRole] = useState(user.role);
  const [disabled, setDisabled] = useState(user.disabled);
  const change = {
    ...(display !== (user.display ?? '') ? { display } : {}),
    ...(role !== user.role ? { role } : {}),
    ...(disabled !== user.disabled ? { disabled } : {}),
  };
  const save = async (): Promise<void> => {
    if ((await act(() => rpc.call('user.set', { id: user.id, ...change }))) === undefined) return;
    void message.success(t('done'));
    onClose();
  };
  return (
    <Modal
      open
      title={`${t('change')} · ${user.name}`}
      okText={t('common:action.save')}
      cancelText={t('common:action.cancel')}
      onCancel={onClose}
      onOk={() => void save()}
      confirmLoading={busy}
      okButtonProps={{ disabled: Object.keys(change).length === 0 }}
    >
      <div className="st-form">
        <label>
          {t('display')}
          <Input value={display} onChange={(e) => setDisplay(e.target.value)} />
        </label>
        <label>
          {t('role')}
          <RoleChoice value={role} onChange={setRole} />
        </label>
        <label className="st-row">
          <Switch checked={!disabled} onChange={(on) => setDisabled(!on)} aria-label={t('may_enter')} />
          {t('may_enter')}
        </label>
        <p className="quiet">{t('change_hint')}</p>
        <FormFault fault={fault} />
      </div>
    </Modal>
  );
}

function ResetPassword({ user, onClose }: { user: User; onClose: () => void }) {
  const t = useTexts('settings');
  const { message } = App.useApp();
  const { act, busy, fault } = useAct(['user.list', 'session.list']);
  const [next, setNext] = useState('');
  const save = async (): Promise<void> => {
    if ((await act(() => rpc.call('user.password', { id: user.id, new: next }))) === undefined) return;
    void message.success(t('done'));
    onClose();
  };
  return (
    <Modal
      open
      title={`${t('reset_password')} · ${user.name}`}
      okText={t('common:action.save')}
      cancelText={t('common:action.cancel')}
      onCancel={onClose}
      onOk={() => void save()}
      confirmLoading={busy}
      okButtonProps={{ disabled: next === '' }}
    >
      <div className="st-form">
        <label>
          {t('new_password')}
          <Input.Password autoComplete="new-password" value={next} onChange={(e) => setNext(e.target.value)} />
          <small className="quiet">{t('password_hint')}</small>
        </label>
        <p className="quiet">{t('reset_hint')}</p>
        <FormFault fault={fault} />
      </div>
    </Modal>
  );
}
