import { App, Button } from 'antd';
import { useState } from 'react';
import { useTexts } from '../i18n/texts.ts';
import { FaultText } from '../ui/states.tsx';
import { signOut } from './session.ts';

/** Signs out, and says so where that did not come about. */
export function SignOut({ size = 'middle' }: { size?: 'small' | 'middle' }) {
  const t = useTexts();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const leave = (): void => {
    setBusy(true);
    signOut()
      .catch((fault: unknown) => {
        void message.error(
          <>
            {t('shell.still_in')} <FaultText fault={fault} />
          </>,
        );
      })
      .finally(() => setBusy(false));
  };
  return (
    <Button type="text" size={size} loading={busy} onClick={leave}>
      {t('shell.sign_out')}
    </Button>
  );
}
