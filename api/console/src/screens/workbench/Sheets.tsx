import { lazy, Suspense } from 'react';
import { KeyLayer } from '../../keys/keys.ts';
import type { Action, Call } from '../../rpc/types.ts';
import { ActionSheet, type Applied } from './ActionSheet.tsx';
import { CallSheet } from './CallSheet.tsx';
import { EvidenceAdd, type EvidencePreset } from './EvidenceAdd.tsx';
import { NoteSheet } from './NoteSheet.tsx';
import { TemplateModal } from './Templates.tsx';
import type { OpenCase } from './useCase.ts';
import type { Over } from './useOver.ts';

export type Sheet =
  | { is: 'action'; action: Action }
  | { is: 'call'; call: Call; action: Action }
  | { is: 'evidence'; preset: EvidencePreset }
  | { is: 'templates' }
  | { is: 'note' };

const EvidenceViewer = lazy(() => import('../evidence/EvidenceViewer.tsx'));
const WhyDrawer = lazy(() => import('../why/WhyDrawer.tsx'));
const PackDrawer = lazy(() => import('../pack/PackDrawer.tsx'));

/** What lies over the open case. Meanwhile only its own keys work. */
export function Sheets(props: {
  open: OpenCase;
  sheet: Sheet | undefined;
  over: Over;
  onClose: () => void;
  onApplied: (action: Action, applied: Applied) => void;
  /** Something was added to the case: read it anew. */
  onAdded: () => void;
}) {
  const { open, sheet, over, onClose, onAdded } = props;
  const added = (): void => {
    onClose();
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
              onDone={(applied) => props.onApplied(sheet.action, applied)}
            />
          )}
          {sheet.is === 'call' && (
            <CallSheet call={sheet.call} action={sheet.action} onClose={onClose} onDone={added} />
          )}
          {sheet.is === 'evidence' && (
            <EvidenceAdd open={open} preset={sheet.preset} onClose={onClose} onDone={added} />
          )}
          {sheet.is === 'templates' && <TemplateModal open={open} onClose={onClose} />}
          {sheet.is === 'note' && <NoteSheet open={open} onClose={onClose} />}
        </KeyLayer>
      )}
      <Suspense fallback={null}>
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
      </Suspense>
    </>
  );
}
