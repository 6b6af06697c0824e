import { useState } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { Amount } from '../../money/Amount.tsx';
import type { Proposal } from '../../overrides/proposals.ts';
import { rpc } from '../../rpc/client.ts';
import type { Money } from '../../rpc/types.ts';
import { Answering } from './Answering.tsx';

type Props = {
  proposal: Proposal;
  version: number;
  event: string;
  gives: { refund: Money; compensation: Money };
  irreversible: boolean;
  onClose: () => void;
  onDone: () => void;
};

/** The second person's yes, with what it gives away in large type. The case must still stand as it was looked at. */
export function ConfirmProposal({ proposal, version, event, gives, irreversible, onClose, onDone }: Props) {
  const t = useTexts('approvals');
  const [seen] = useState(version);
  const sums = [gives.refund, gives.compensation].filter((money) => money.minor > 0);
  return (
    <Answering
      title={t('ask', { event })}
      okText={t('confirm')}
      danger={irreversible}
      label={t('note')}
      send={(note) =>
        rpc.command('override.confirm', {
          override_id: proposal.id,
          if_version: seen,
          ...(note === '' ? {} : { note }),
        })
      }
      said={t('done', { event })}
      onClose={onClose}
      onDone={onDone}
    >
      {sums.map((money, i) => (
        <p key={i}>
          <Amount money={money} large />
        </p>
      ))}
      <p>{t('ask_hint', { rules: proposal.rules.join(t('common:state.comma')) })}</p>
      {irreversible && <p className="ink-urgent">{t('ask_irreversible')}</p>}
    </Answering>
  );
}
