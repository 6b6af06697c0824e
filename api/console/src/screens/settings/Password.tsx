import { Alert, Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useSession } from '../../app/session.ts';
import { useTexts } from '../../i18n/texts.ts';
import { rpc } from '../../rpc/client.ts';
import { useAct } from '../../rpc/useAct.ts';
import { FormFault, Head } from './parts.tsx';

/** One's own password. All sessions of it end, this one too. */
export function Password() {
  const t = useTexts('settings');
  const session = useSession();
  const { act, busy, fault } = useAct([]);
  const [form, setForm] = useState({ old: '', next: '', again: '' });
  const [done, setDone] = useState(false);
  const put = (change: Partial<typeof form>): void => setForm({ ...form, ...change });
  const differs = form.again !== '' && form.next !== form.again;
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if ((await act(() => rpc.call('user.password', { old: form.old, new: form.next }))) === undefined) return;
    setDone(true);
    setForm({ old: '', next: '', again: '' });
  };
  return (
    <>
      <Head title={t('part_password')} hint={t('own_hint')} />
      <form className="st-form st-narrow" onSubmit={(e) => void save(e)}>
        <input type="text" autoComplete="username" value={session.name} readOnly hidden />
        <label>
          {t('old_password')}
          <Input.Password
            autoComplete="current-password"
            value={form.old}
            onChange={(e) => put({ old: e.target.value })}
          />
        </label>
        <label>
          {t('new_password')}
          <Input.Password
            autoComplete="new-password"
            value={form.next}
            onChange={(e) => put({ next: e.target.value })}
          />
          <small className="quiet">{t('password_hint')}</small>
        </label>
        <label>
          {t('again')}
          <Input.Password
            autoComplete="new-password"
            value={form.again}
            status={differs ? 'error' : ''}
            onChange={(e) => put({ again: e.target.value })}
          />
          {differs && <small className="ink-bad">{t('differs')}</small>}
        </label>
        <FormFault fault={fault} />
        {done && <Alert type="success" showIcon title={t('password_done')} />}
        <Button
          type="primary"
          htmlType="submit"
          loading={busy}
          disabled={form.old === '' || form.next === '' || form.next !== form.again}
        >
          {t('common:action.save')}
        </Button>
      </form>
    </>
  );
}
