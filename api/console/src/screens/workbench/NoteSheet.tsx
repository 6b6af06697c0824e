import { Button, Input, Modal } from 'antd';
import { useSession } from '../../app/session.ts';
import { useDraft } from '../../drafts/drafts.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useKey } from '../../keys/keys.ts';
import type { OpenCase } from './useCase.ts';

/** A note to oneself about a case, kept on this computer; an action can take it along into the trail. */
export const noteForm = 'note';

export function NoteSheet({ open, onClose }: { open: OpenCase; onClose: () => void }) {
  const t = useTexts('workbench');
  const session = useSession();
  const draft = useDraft(session.actor, open.answer.case.id, noteForm, '');
  useKey('mod+enter', onClose, { inFields: true });
  return (
    <Modal
      open
      onCancel={onClose}
      width={520}
      title={t('note.title')}
      footer={
        <div className="wb-sheet-foot">
          <span className="quiet">
            <kbd>Ctrl</kbd> <kbd>Enter</kbd> {t('note.keeps')}
          </span>
          <Button onClick={draft.drop} disabled={draft.value === ''}>
            {t('note.drop')}
          </Button>
          <Button type="primary" onClick={onClose}>
            {t('note.keep')}
          </Button>
        </div>
      }
    >
      <div className="wb-form">
        <p className="quiet">{t('note.hint')}</p>
        <Input.TextArea
          autoFocus
          aria-label={t('note.title')}
          autoSize={{ minRows: 4, maxRows: 14 }}
          maxLength={4000}
          value={draft.value}
          onChange={(e) => draft.set(e.target.value)}
        />
      </div>
    </Modal>
  );
}
