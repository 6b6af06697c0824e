import { Alert, App, Button, Input, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { askSession, useSession } from '../../app/session.ts';
import { plainCode } from '../../factor/code.ts';
import { Enrolment, Refused } from '../../factor/Enrolment.tsx';
import { useLang, useTexts } from '../../i18n/texts.ts';
import { rpc } from '../../rpc/client.ts';
import { useAct } from '../../rpc/useAct.ts';
import { formatFull } from '../../time/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Head } from './parts.tsx';

const few = 3;

/** One's own second step of signing in: on with a phone, off with a proof. */
export function TwoSteps() {
  const t = useTexts('settings');
  const own = useTexts('factor');
  const lang = useLang();
  const { message } = App.useApp();
  const factor = useSession().second_factor;
  const [turningOff, setTurningOff] = useState(false);
  const renew = (): void => void askSession().catch(() => {});
  return (
    <>
      <Head title={t('part_two_steps')} hint={own('how')} />
      {!factor && <Alert type="info" showIcon title={own('tokens_none')} />}
      {factor?.state === 'off' && <Enrolment onDone={renew} />}
      {factor?.state === 'on' && (
        <>
          <div className="tf-standing">
            <Badge tone="good">{own('on')}</Badge>
            {factor.since && (
              <span className="quiet digits">{own('since', { at: formatFull(factor.since, lang) })}</span>
            )}
            <span>{own('left', { count: factor.recovery_left ?? 0 })}</span>
          </div>
          {(factor.recovery_left ?? 0) <= few && <Alert type="warning" showIcon title={own('left_few')} />}
          <div>
            <Button danger onClick={() => setTurningOff(true)}>
              {own('off_button')}
            </Button>
          </div>
        </>
      )}
      {turningOff && (
        <TurnOff
          required={factor?.required === true}
          onClose={(done) => {
            setTurningOff(false);
            if (!done) return;
            void message.success(own('off_done'));
            renew();
          }}
        />
      )}
    </>
  );
}

function TurnOff({ required, onClose }: { required: boolean; onClose: (done: boolean) => void }) {
  const t = useTexts('factor');
  const { act, busy, fault, clear } = useAct(['user.list']);
  const [way, setWay] = useState<'password' | 'code'>('password');
  const [proof, setProof] = useState('');
  const remove = async (): Promise<void> => {
    if (proof === '') return;
    const params = way === 'password' ? { password: proof } : { code: plainCode(proof) };
    if ((await act(() => rpc.call('second_factor.remove', params))) !== undefined) onClose(true);
  };
  return (
    <Modal
      open
      title={t('off_ask')}
      okText={t('off_button')}
      cancelText={t('common:action.cancel')}
      onCancel={() => onClose(false)}
      onOk={() => void remove()}
      confirmLoading={busy}
      okButtonProps={{ danger: true, disabled: proof === '' }}
    >
      <form
        className="st-form"
        onSubmit={(event) => {
          event.preventDefault();
          void remove();
        }}
      >
        <p className="quiet">{t(required ? 'off_required' : 'off_hint')}</p>
        <Segmented
          value={way}
          aria-label={t('off_with')}
          onChange={(next: 'password' | 'code') => {
            setWay(next);
            setProof('');
            clear();
          }}
          options={[
            { value: 'password', label: t('password') },
            { value: 'code', label: t('off_code') },
          ]}
        />
        {way === 'password' ? (
          <Input.Password
            autoFocus
            key="password"
            aria-label={t('password')}
            autoComplete="current-password"
            value={proof}
            onChange={(e) => setProof(e.target.value)}
          />
        ) : (
          <Input
            autoFocus
            key="code"
            aria-label={t('off_code')}
            className="digits"
            autoComplete="one-time-code"
            maxLength={64}
            value={proof}
            onChange={(e) => setProof(e.target.value)}
          />
        )}
        <Refused fault={fault} />
      </form>
    </Modal>
  );
}
