import { Alert, Button, Input, Segmented } from 'antd';
import { type FormEvent, useState } from 'react';
import { setLang, usePreferences } from '../../app/preferences.ts';
import { signIn } from '../../app/session.ts';
import { isPlainLan } from '../../app/tls.ts';
import './login.css';
import { useTexts } from '../../i18n/texts.ts';
import { FaultText } from '../../ui/states.tsx';

/** Who are you: a user with a password, or a token. */
export function Login({ expired }: { expired: boolean }) {
  const t = useTexts();
  const { lang } = usePreferences();
  const [way, setWay] = useState<'user' | 'token'>('user');
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [token, setToken] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const [caps, setCaps] = useState(false);

  const ready = way === 'user' ? user.trim() !== '' && password !== '' : token.trim() !== '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    if (!ready) {
      [...form.querySelectorAll<HTMLInputElement>('input:not([type=radio])')]
        .find((field) => field.value === '')
        ?.focus();
      return;
    }
    setBusy(true);
    setFault(undefined);
    signIn(way === 'user' ? { user: user.trim(), password } : { token: token.trim() })
      .catch((error: unknown) => {
        setFault(error);
        form.querySelector<HTMLInputElement>('input[type=password]')?.select();
      })
      .finally(() => setBusy(false));
  };

  return (
    <main className="login">
      <form className="login-card" onSubmit={submit} onKeyUp={(event) => setCaps(event.getModifierState('CapsLock'))}>
        <div className="login-head">
          <img src="/assets/mark.svg" alt="" width={36} height={36} />
          <div>
            <h1>Redress</h1>
            <p>{t('login.subtitle')}</p>
          </div>
          <Button type="text" size="small" onClick={() => setLang(lang === 'zh' ? 'en' : 'zh')}>
            {t('shell.other_language')}
          </Button>
        </div>
        {expired && <Alert type="info" showIcon title={t('login.expired')} />}
        <Segmented
          block
          value={way}
          onChange={setWay}
          options={[
            { value: 'user', label: t('login.by_user') },
            { value: 'token', label: t('login.by_token') },
          ]}
        />
        {way === 'user' ? (
          <>
            <label>
              {t('login.user')}
              <Input
                size="large"
                autoComplete="username"
                value={user}
                onChange={(e) => setUser(e.target.value)}
                autoFocus
              />
            </label>
            <label>
              {t('login.password')}
              <Input.Password
                size="large"
                autoComplete="current-password"
                value={password}
                onChange={(e) => setPassword(e.target.value)}
              />
            </label>
          </>
        ) : (
          <label>
            {t('login.token')}
            <Input.Password
              size="large"
              autoComplete="off"
              value={token}
              onChange={(e) => setToken(e.target.value)}
              autoFocus
            />
          </label>
        )}
        {fault !== undefined && (
          <div role="alert">
            <FaultText fault={fault} />
          </div>
        )}
        <Button type="primary" size="large" htmlType="submit" block loading={busy}>
          {t('login.enter')}
        </Button>
        {caps && <p className="ink-soon">{t('login.caps')}</p>}
        <p className="login-hint">{t(way === 'user' ? 'login.hint' : 'login.hint_token')}</p>
        {isPlainLan() && <Alert type="warning" showIcon title={t('shell.no_tls')} />}
      </form>
    </main>
  );
}
