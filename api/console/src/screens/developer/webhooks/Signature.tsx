import { CopyOutlined } from '@ant-design/icons';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../../i18n/texts.ts';
import { copyText } from '../../../ui/copy.ts';
import { canSign, commandOf, isAmong, signatureOf } from './signature.ts';

type Verdict = { of: string; made: string | undefined; same: boolean };

/** The headers of the last attempt as they were sent, and the same signature made again from the secret, which never leaves the page. */
export function Signature({ headers, body }: { headers: Record<string, string>; body: string }) {
  const t = useTexts('webhooks');
  const { message } = App.useApp();
  const [secret, setSecret] = useState('');
  const [verdict, setVerdict] = useState<Verdict>();
  const command = commandOf(headers, `${headers['webhook-id']}.json`);
  const check = async (): Promise<void> => {
    const made = await signatureOf(secret.trim(), headers, body);
    setVerdict({ of: secret, made, same: made !== undefined && isAmong(made, headers['webhook-signature']) });
  };
  const shown = verdict?.of === secret ? verdict : undefined;
  return (
    <section>
      <h3>{t('signature')}</h3>
      <dl className="facts wh-headers">
        {Object.entries(headers).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <code>{value}</code>
            </dd>
          </div>
        ))}
      </dl>
      {canSign() ? (
        <>
          <p className="quiet">{t('reproduce_hint')}</p>
          <form
            className="wh-check"
            onSubmit={(event) => {
              event.preventDefault();
              void check();
            }}
          >
            <Input.Password
              value={secret}
              autoComplete="off"
              placeholder="whsec_…"
              aria-label={t('secret')}
              onChange={(e) => setSecret(e.target.value)}
            />
            <Button htmlType="submit" disabled={secret.trim() === ''}>
              {t('reproduce')}
            </Button>
          </form>
          <div role="status">
            {shown && (
              <div className={`verdict ${shown.same ? 'tone-good' : 'tone-bad'}`}>
                <b>{t(shown.made === undefined ? 'no_secret' : shown.same ? 'same' : 'differs')}</b>
                {shown.made && <code>{shown.made}</code>}
              </div>
            )}
          </div>
        </>
      ) : (
        <p className="quiet">{t('no_crypto')}</p>
      )}
      <div className="wh-acts">
        <span className="quiet">{t('offline')}</span>
        <Button
          size="small"
          icon={<CopyOutlined aria-hidden />}
          onClick={() =>
            void copyText(command).then((done) =>
              message.info(t(done ? 'common:hash.copied' : 'common:hash.not_copied')),
            )
          }
        >
          {t('common:action.copy')}
        </Button>
      </div>
      <pre className="code" tabIndex={0}>
        {command}
      </pre>
    </section>
  );
}
