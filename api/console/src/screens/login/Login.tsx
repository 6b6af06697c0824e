import { Alert, Button, Input, Segmented } from 'antd';
import { type FormEvent, useState } from 'react';
import { setLang, usePreferences } from '../../app/preferences.ts';
import { signIn } from '../../app/session.ts';
import { isPlainLan } from '../../app/tls.ts';
import { factorHint, plainCode } from '../../factor/code.ts';
import { useTexts } from '../../i18n/texts.ts';
import { RpcFault } from '../../rpc/errors.ts';
import { FaultText } from '../../ui/states.tsx';
import '../../ui/alone.css';
import './login.css';

/** Who are you: a user with a password, and with a code where the server asks for one; or a token. */
export function Login({ expired }: { expired: boolean }) {
  const t = useTexts();
  const { lang } = usePreferences();
  const [way, setWay] = useState<'user' | 'token'>('user');
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [second, setSecond] = useState(false);
  const [token, setToken] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const [caps, setCaps] = useState(false);

  const first = way === 'user' ? user.trim() !== '' && password !== '' : token.trim() !== '';
  const ready = second ? plainCode(code) !== '' : first;
  const leave = (why?: unknown): void => {
    setSecond(false);
    setCode('');
    setPassword('');
    setFault(why);
  };
  const refused = (form: HTMLFormElement, error: unknown): void => {
    const data = error instanceof RpcFault ? error.data : undefined;
    const hint = factorHint(data);
    if (hint === 'required' && !second) {
      setSecond(true);
      return;
    }
    // The password was changed meanwhile, or the user disabled: a code will not help.
    if (second && hint === undefined && data?.kind === 'unauthenticated') {
      leave(error);
      return;
    }
    setFault(error);
    form.querySelector<HTMLInputElement>(second ? 'input[name=code]' : 'input[type=password]')?.select();
  };
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
    const who = { user: user.trim(), password, ...(second ? { code: plainCode(code) } : {}) };
    signIn(way === 'user' ? who : { token: token.trim() })
      .catch((error: unknown) => refused(form, error))
      .finally(() => setBusy(false));
  };

  return (
    <main className="alone">
      <form
        className="alone-card login-card"
        onSubmit={submit}
        onKeyUp={(event) => setCaps(event.getModifierState('CapsLock'))}
      >
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
        {second ? (
          <label key="code">
            <b>{t('login.code_title', { user: user.trim() })}</b>
            <span>{t('login.code_hint')}</span>
            <Input
              size="large"
              name="code"
              className="login-code digits"
              aria-label={t('login.code')}
              autoComplete="one-time-code"
              autoCapitalize="characters"
              spellCheck={false}
              maxLength={32}
              value={code}
              onChange={(e) => setCode(e.target.value)}
              autoFocus
            />
          </label>
        ) : (
          <Segmented
            block
            value={way}
            onChange={setWay}
            options={[
              { value: 'user', label: t('login.by_user') },
              { value: 'token', label: t('login.by_token') },
            ]}
          />
        )}
        {!second && way === 'user' && (
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
        )}
        {way === 'token' && (
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
        {second ? (
          <Button type="text" onClick={() => leave()}>
            {t('login.other_user')}
          </Button>
        ) : (
          <p className="login-hint">{t(way === 'user' ? 'login.hint' : 'login.hint_token')}</p>
        )}
        {isPlainLan() && <Alert type="warning" showIcon title={t('shell.no_tls')} />}
      </form>
    </main>
  );
}
