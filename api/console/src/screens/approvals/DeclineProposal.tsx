import { useTexts } from '../../i18n/texts.ts';
import type { Proposal } from '../../overrides/proposals.ts';
import { rpc } from '../../rpc/client.ts';
import { Answering } from './Answering.tsx';

type Props = { proposal: Proposal; event: string; onClose: () => void; onDone: () => void };

/** The second person's no. It needs a reason, which whoever proposed reads in the trail; the case stays where it is. */
export function DeclineProposal({ proposal, event, onClose, onDone }: Props) {
  const t = useTexts('approvals');
  return (
    <Answering
      title={t('ask_decline', { event })}
      okText={t('decline')}
      danger
      needed
      label={t('decline_reason')}
      send={(reason) => rpc.command('override.decline', { override_id: proposal.id, reason })}
      said={t('declined', { event })}
      onClose={onClose}
      onDone={onDone}
    >
      <p>{t('decline_hint')}</p>
    </Answering>
  );
}
