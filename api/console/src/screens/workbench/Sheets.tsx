import { arrivingOver } from '../../app/arriving.tsx';
import { KeyLayer } from '../../keys/keys.ts';
import type { Action, Call } from '../../rpc/types.ts';
import { ActionSheet } from './ActionSheet.tsx';
import { CallSheet } from './CallSheet.tsx';
import { EvidenceAdd, type EvidencePreset } from './EvidenceAdd.tsx';
import { NoteSheet } from './NoteSheet.tsx';
import type { Applied } from './Stake.tsx';
import { TemplateModal } from './Templates.tsx';
import type { OpenCase } from './useCase.ts';
import type { Over } from './useOver.ts';

export type Sheet =
  | { is: 'action'; action: Action }
  | { is: 'call'; call: Call; action: Action }
  | { is: 'evidence'; preset: EvidencePreset }
  | { is: 'templates' }
  | { is: 'note' };

const EvidenceViewer = arrivingOver(() => import('../evidence/EvidenceViewer.tsx'));
const WhyDrawer = arrivingOver(() => import('../why/WhyDrawer.tsx'));
const PackDrawer = arrivingOver(() => import('../pack/PackDrawer.tsx'));

/** What lies over the open case. Meanwhile only its own keys work. */
export function Sheets(props: {
  open: OpenCase;
  sheet: Sheet | undefined;
  over: Over;
  onClose: () => void;
  onApplied: (action: Action, applied: Applied, late: boolean) => void;
  /** Something was added to the case: read it anew. */
  onAdded: () => void;
}) {
  const { open, sheet, over, onClose, onAdded } = props;
  const added = (late: boolean): void => {
    if (!late) onClose();
    onAdded();
  };
  return (
    <>
      {sheet && (
        <KeyLayer>
          {sheet.is === 'action' && (
            <ActionSheet
              key={sheet.action.event}
              open={open}
              action={sheet.action}
              onClose={onClose}
              onDone={(applied, late) => props.onApplied(sheet.action, applied, late)}
            />
          )}
          {sheet.is === 'call' && (
            <CallSheet open={open} call={sheet.call} action={sheet.action} onClose={onClose} onDone={added} />
          )}
          {sheet.is === 'evidence' && (
            <EvidenceAdd open={open} preset={sheet.preset} onClose={onClose} onDone={added} />
          )}
          {sheet.is === 'templates' && <TemplateModal open={open} onClose={onClose} />}
          {sheet.is === 'note' && <NoteSheet open={open} onClose={onClose} />}
        </KeyLayer>
      )}
      {over.item !== undefined && (
        <EvidenceViewer
          case_id={open.answer.case.id}
          evidence={open.answer.evidence}
          start={over.item}
          onClose={over.close}
          onShow={over.turn}
        />
      )}
      {over.why !== undefined && <WhyDrawer entry_id={over.why} case_id={open.answer.case.id} onClose={over.close} />}
      {over.pack && <PackDrawer case_id={open.answer.case.id} onClose={over.close} />}
    </>
  );
}
