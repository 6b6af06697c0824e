import { App, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import type { Proposal } from '../../overrides/proposals.ts';
import { rpc } from '../../rpc/client.ts';
import { FaultText } from '../../ui/states.tsx';

type Props = { proposal: Proposal; event: string; onClose: () => void; onDone: () => void };

/** The second person's no. It needs a reason, which whoever proposed reads in the trail; the case stays where it is. */
export function DeclineProposal({ proposal, event, onClose, onDone }: Props) {
  const t = useTexts('approvals');
  const { message } = App.useApp();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const decline = async (): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    try {
      await rpc.command('override.decline', { override_id: proposal.id, reason: reason.trim() });
      void message.success(t('declined', { event }));
      onDone();
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      width={460}
      title={t('ask_decline', { event })}
      onCancel={onClose}
      okText={t('decline')}
      okButtonProps={{ loading: busy, danger: true, disabled: reason.trim() === '' }}
      onOk={() => void decline()}
    >
      <div className="approvals-ask">
        <p>{t('decline_hint')}</p>
        <label htmlFor="decline-reason">{t('decline_reason')}</label>
        <Input.TextArea
          id="decline-reason"
          autoFocus
          maxLength={4000}
          autoSize={{ minRows: 2, maxRows: 5 }}
          value={reason}
          onChange={(e) => setReason(e.target.value)}
        />
        {fault !== undefined && (
          <p role="alert">
            <FaultText fault={fault} />
          </p>
        )}
      </div>
    </Modal>
  );
}
