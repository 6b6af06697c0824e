import { Drawer } from 'antd';
import { useTexts } from '../../i18n/texts.ts';
import { KeyLayer, useKey } from '../../keys/keys.ts';
import { EntryStory } from './EntryStory.tsx';
import './texts.ts';

/** The story of one entry over whatever is on the page: why it was refused, or why it was let through. */
export function WhyDrawer({ entry_id, case_id, onClose }: { entry_id: string; case_id?: string; onClose: () => void }) {
  const t = useTexts('why');
  return (
    <Drawer open onClose={onClose} size="min(640px, 100vw)" title={t('title')} destroyOnHidden keyboard={false}>
      <KeyLayer>
        <Closing onClose={onClose} />
        <EntryStory key={entry_id} entry_id={entry_id} case_id={case_id} />
      </KeyLayer>
    </Drawer>
  );
}

function Closing({ onClose }: { onClose: () => void }) {
  const t = useTexts('why');
  useKey('escape', onClose, { inFields: true, text: t('close'), group: t('title') });
  return null;
}

export default WhyDrawer;
