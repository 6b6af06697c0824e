import { CopyOutlined } from '@ant-design/icons';
import { Alert, App, Button, Input, QRCode } from 'antd';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useSession } from '../app/session.ts';
import { addTexts, useTexts } from '../i18n/texts.ts';
import { rpc } from '../rpc/client.ts';
import { useAct } from '../rpc/useAct.ts';
import { copyText } from '../ui/copy.ts';
import { FaultText } from '../ui/states.tsx';
import { grouped, looksWhole, plainCode } from './code.ts';
import en from './en.json';
import zh from './zh.json';
import './factor.css';

addTexts('factor', zh, en);

type Begun = { secret: string; uri: string };

const qrSize_px = 176;

/** Turns on one's own second step: password, the phone, a first code, and the recovery codes, which are shown once. */
export function Enrolment({ onDone }: { onDone: () => void }) {
  const [begun, setBegun] = useState<Begun>();
  const [codes, setCodes] = useState<string[]>();
  if (codes) return <Recovery codes={codes} onDone={onDone} />;
  if (begun) return <Phone begun={begun} onCodes={setCodes} onRestart={() => setBegun(undefined)} />;
  return <Begin onBegun={setBegun} />;
}

function Begin({ onBegun }: { onBegun: (begun: Begun) => void }) {
  const t = useTexts('factor');
  const session = useSession();
  const { act, busy, fault } = useAct([]);
  const [password, setPassword] = useState('');
  const begin = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (password === '') return;
    const begun = await act(() => rpc.call<Begun>('second_factor.begin', { password }));
    if (begun) onBegun(begun);
  };
  return (
    <form className="tf-form" onSubmit={(e) => void begin(e)}>
      <input type="text" autoComplete="username" value={session.user ?? session.name} readOnly hidden />
      <label>
        {t('password')}
        <Input.Password
          autoFocus
          autoComplete="current-password"
          value={password}
          onChange={(e) => setPassword(e.target.value)}
        />
        <small className="quiet">{t('password_why')}</small>
      </label>
      <Refused fault={fault} />
      <Button type="primary" htmlType="submit" loading={busy} disabled={password === ''}>
        {t('begin')}
      </Button>
    </form>
  );
}

function Phone({
  begun,
  onCodes,
  onRestart,
}: {
  begun: Begun;
  onCodes: (codes: string[]) => void;
  onRestart: () => void;
}) {
  const t = useTexts('factor');
  const { message } = App.useApp();
  const { act, busy, fault } = useAct([]);
  const [code, setCode] = useState('');
  const field = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (fault !== undefined) field.current?.querySelector('input')?.select();
  }, [fault]);
  const confirm = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!looksWhole(code)) return;
    const done = await act(() =>
      rpc.call<{ recovery_codes: string[] }>('second_factor.confirm', { code: plainCode(code) }),
    );
    if (done) onCodes(done.recovery_codes);
  };
  return (
    <form className="tf-form" ref={field} onSubmit={(e) => void confirm(e)}>
      <ol className="tf-steps">
        <li>
          <p>{t('scan')}</p>
          <div className="tf-phone">
            <QRCode
              type="svg"
              value={begun.uri}
              size={qrSize_px}
              color="#000000"
              bgColor="#ffffff"
              errorLevel="M"
              bordered={false}
              aria-label={t('qr')}
            />
            <div className="tf-key">
              <p>{t('or_type')}</p>
              <code>{grouped(begun.secret)}</code>
              <Button
                size="small"
                icon={<CopyOutlined aria-hidden />}
                onClick={() =>
                  void copyText(begun.secret).then((done) =>
                    message.info(t(done ? 'common:hash.copied' : 'common:hash.not_copied')),
                  )
                }
              >
                {t('common:action.copy')}
              </Button>
            </div>
          </div>
        </li>
        <li>
          <label>
            {t('code')}
            <Input
              autoFocus
              className="tf-code digits"
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={16}
              value={code}
              onChange={(e) => setCode(e.target.value)}
            />
            <small className="quiet">{t('wrong_clock')}</small>
          </label>
        </li>
      </ol>
      <Refused fault={fault} />
      <div className="tf-acts">
        <Button type="primary" htmlType="submit" loading={busy} disabled={!looksWhole(code)}>
          {t('confirm')}
        </Button>
        <Button onClick={onRestart}>{t('restart')}</Button>
      </div>
    </form>
  );
}

function Recovery({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const t = useTexts('factor');
  const { message } = App.useApp();
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  return (
    <section className="tf-form" aria-labelledby="tf-recovery">
      <h3 id="tf-recovery" ref={head} tabIndex={-1}>
        {t('recovery_title')}
      </h3>
      <Alert type="warning" showIcon title={t('recovery_hint')} />
      <ol className="tf-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="tf-acts">
        <Button
          icon={<CopyOutlined aria-hidden />}
          onClick={() =>
            void copyText(codes.join('\n')).then((done) =>
              message.info(t(done ? 'common:hash.copied' : 'common:hash.not_copied')),
            )
          }
        >
          {t('copy_codes')}
        </Button>
        <Button type="primary" onClick={onDone}>
          {t('saved')}
        </Button>
      </div>
    </section>
  );
}

export function Refused({ fault }: { fault: unknown }) {
  if (fault === undefined) return null;
  return (
    <div role="alert">
      <FaultText fault={fault} />
    </div>
  );
}
