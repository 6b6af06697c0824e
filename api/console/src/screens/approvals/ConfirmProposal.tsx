import { App, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { Amount } from '../../money/Amount.tsx';
import type { Proposal } from '../../overrides/proposals.ts';
import { rpc } from '../../rpc/client.ts';
import type { Money } from '../../rpc/types.ts';
import { FaultText } from '../../ui/states.tsx';

type Props = {
  proposal: Proposal;
  version: number;
  event: string;
  gives: { refund: Money; compensation: Money };
  irreversible: boolean;
  onClose: () => void;
  onDone: () => void;
};

/** The second person's word, asked for once. The case must still stand as it was looked at. */
export function ConfirmProposal({ proposal, version, event, gives, irreversible, onClose, onDone }: Props) {
  const t = useTexts('approvals');
  const { message } = App.useApp();
  const [seen] = useState(version);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const confirm = async (): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    try {
      const text = note.trim();
      await rpc.command('override.confirm', {
        override_id: proposal.id,
        if_version: seen,
        ...(text === '' ? {} : { note: text }),
      });
      void message.success(t('done', { event }));
      onDone();
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  const sums = [gives.refund, gives.compensation].filter((money) => money.minor > 0);
  return (
    <Modal
      open
      width={460}
      title={t('ask', { event })}
      onCancel={onClose}
      okText={t('confirm')}
      okButtonProps={{ loading: busy, danger: irreversible }}
      onOk={() => void confirm()}
    >
      <div className="approvals-ask">
        {sums.map((money, i) => (
          <p key={i}>
            <Amount money={money} large />
          </p>
        ))}
        <p>{t('ask_hint', { rules: proposal.rules.join('、') })}</p>
        {irreversible && <p className="ink-urgent">{t('ask_irreversible')}</p>}
        <label htmlFor="approval-note">{t('note')}</label>
        <Input.TextArea
          id="approval-note"
          maxLength={4000}
          autoSize={{ minRows: 2, maxRows: 5 }}
          value={note}
          onChange={(e) => setNote(e.target.value)}
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
