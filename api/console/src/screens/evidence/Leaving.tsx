import { Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { KeyLayer, useKey } from '../../keys/keys.ts';

/** The way out of a copy: asked about first while there is work on it that would be lost. */
export function useLeaving(worked: boolean, onCancel: () => void): { leave: () => void; asked: ReactNode } {
  const [asking, setAsking] = useState(false);
  return {
    leave: () => (worked ? setAsking(true) : onCancel()),
    asked: asking && (
      <KeyLayer>
        <Asked onLeave={onCancel} onStay={() => setAsking(false)} />
      </KeyLayer>
    ),
  };
}

function Asked({ onLeave, onStay }: { onLeave: () => void; onStay: () => void }) {
  const t = useTexts('evidence');
  useKey('escape', onStay, { inFields: true });
  return (
    <Modal
      open
      width={400}
      // Its own Escape would come before ours, and ours would then ask again.
      keyboard={false}
      title={t('drop_ask')}
      okText={t('cancel_copy')}
      okButtonProps={{ danger: true }}
      cancelText={t('stay')}
      cancelButtonProps={{ autoFocus: true }}
      onOk={onLeave}
      onCancel={onStay}
    >
      <p className="quiet">{t('drop_hint')}</p>
    </Modal>
  );
}
