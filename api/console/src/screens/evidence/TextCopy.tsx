import { App, Button, Input } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { useRef, useState } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { useKey } from '../../keys/keys.ts';
import { FaultText } from '../../ui/states.tsx';
import { useLate } from '../../ui/useLate.tsx';
import { addTextCopy } from './copies.ts';
import type { Item } from './items.ts';
import { useLeaving } from './Leaving.tsx';
import { maskText } from './marks.ts';

/** A copy of words with what is chosen blacked out. Nothing else can be changed, so that a copy stays what was said. */
export function TextCopy(props: { case_id: string; item: Item; onDone: (id: string) => void; onCancel: () => void }) {
  const { case_id, item, onDone, onCancel } = props;
  const t = useTexts('evidence');
  const { message } = App.useApp();
  const field = useRef<TextAreaRef>(null);
  const [steps, setSteps] = useState([item.text ?? '']);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const text = steps[steps.length - 1] ?? '';
  const late = useLate();
  const { leave, asked } = useLeaving(steps.length > 1, onCancel);

  const mask = (): void => {
    const area = field.current?.resizableTextArea?.textArea;
    if (!area || area.selectionStart === area.selectionEnd) return;
    setSteps([...steps, maskText(text, area.selectionStart, area.selectionEnd)]);
  };
  const undo = (): void => setSteps(steps.length > 1 ? steps.slice(0, -1) : steps);
  const save = async (): Promise<void> => {
    if (steps.length < 2 || busy) return;
    setBusy(true);
    setFault(undefined);
    try {
      const copy = await addTextCopy(case_id, item, text, { how: 'redacted', note });
      void message.success(t('copy_saved'));
      if (!late.gone()) onDone(copy.id);
    } catch (error) {
      setFault(error);
      late.tell(t('save_copy'), error);
    } finally {
      setBusy(false);
    }
  };
  useKey('mod+m', mask, { inFields: true, text: t('mask_chosen'), group: t('keys_copy') });
  useKey('mod+z', undo, { text: t('undo'), group: t('keys_copy') });
  useKey('mod+enter', () => void save(), { inFields: true, text: t('save_copy'), group: t('keys_copy') });
  useKey('escape', leave, { inFields: true, text: t('cancel_copy'), group: t('keys_copy') });

  return (
    <div className="copy">
      <div className="copy-ground copy-text">
        <Input.TextArea ref={field} value={text} readOnly aria-label={t('copy_words')} className="mono" />
      </div>
      <aside className="copy-side">
        <h3>{t('copy_of_original')}</h3>
        <p className="quiet">{t('copy_text_hint')}</p>
        <div className="copy-acts">
          <Button onClick={mask}>{t('mask_chosen')}</Button>
          <Button onClick={undo} disabled={steps.length < 2}>
            {t('undo')}
          </Button>
        </div>
        <label>
          {t('note')}
          <Input.TextArea rows={2} maxLength={2000} value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
        {fault !== undefined && (
          <p role="alert">
            <FaultText fault={fault} />
          </p>
        )}
        <div className="copy-acts copy-end">
          <Button onClick={leave}>{t('cancel_copy')}</Button>
          <Button type="primary" loading={busy} disabled={steps.length < 2} onClick={() => void save()}>
            {t('save_copy')}
          </Button>
        </div>
      </aside>
      {asked}
    </div>
  );
}
