import { Checkbox } from 'antd';
import { useSay, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import type { Evidence } from '../../rpc/types.ts';

/** Which of the case's evidence is handed in with an action. */
export function Attach(props: {
  items: readonly Evidence[];
  chosen: string[];
  disabled: boolean;
  onChoose: (ids: string[]) => void;
}) {
  const { items, chosen, disabled, onChoose } = props;
  const t = useTexts('workbench');
  const say = useSay();
  const word = useWord();
  if (items.length === 0) return null;
  return (
    <fieldset className="wb-attach" disabled={disabled}>
      <legend>{t('sheet.attach')}</legend>
      {items.map((item) => (
        <Checkbox
          key={item.id}
          checked={chosen.includes(item.id)}
          onChange={(e) => onChoose(e.target.checked ? [...chosen, item.id] : chosen.filter((id) => id !== item.id))}
        >
          {say(item.kind_says, word('evidence_kinds', item.kind))}{' '}
          <small className="quiet">{item.name ?? item.text?.slice(0, 24)}</small>
        </Checkbox>
      ))}
    </fieldset>
  );
}
