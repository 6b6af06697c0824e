import { EyeOutlined } from '@ant-design/icons';
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { KeyLayer } from '../../keys/keys.ts';
import { rpc } from '../../rpc/client.ts';
import type { CaseAnswer } from '../../rpc/types.ts';
import { FaultText } from '../../ui/states.tsx';
import { useLate } from '../../ui/useLate.tsx';
import { useShow } from './Conflict.tsx';
import { Section } from './Section.tsx';

type Kept = { field: string; entry_id: string; masked?: string; value?: string };
type Revealed = { values?: { value: string }[]; value?: string };

/** The buyer, masked. Looking at a plain value needs a purpose, which is recorded before it is shown. */
export function Personal({ answer }: { answer: CaseAnswer }) {
  const t = useTexts('workbench');
  const word = useWord();
  const show = useShow();
  const [asking, setAsking] = useState<string>();
  const [plain, setPlain] = useState<Record<string, string>>({});
  const kept = ((answer.personal ?? []) as Kept[]).filter((p) => !/(message|text|note)$/.test(p.field));
  const history = Object.entries(answer.facts).filter(([path, value]) => path.startsWith('buyer.') && value !== null);
  const seen = new Set<string>();
  return (
    <Section title={t('context.buyer')}>
      <dl className="wb-facts">
        {kept
          .filter((p) => !seen.has(p.field) && seen.add(p.field))
          .map((p) => (
            <div key={p.field}>
              <dt className="clip">{word('fields', p.field)}</dt>
              <dd>
                {plain[p.field] ?? p.value ?? p.masked}
                {p.value === undefined && plain[p.field] === undefined && (
                  <Button
                    type="text"
                    size="small"
                    className="hash-copy"
                    icon={<EyeOutlined />}
                    aria-label={t('reveal.open', { field: word('fields', p.field) })}
                    onClick={() => setAsking(p.field)}
                  />
                )}
              </dd>
            </div>
          ))}
        {history.map(([path, value]) => (
          <div key={path}>
            <dt className="clip">{word('facts', path)}</dt>
            <dd>{show(value, path)}</dd>
          </div>
        ))}
      </dl>
      {asking !== undefined && (
        <KeyLayer>
          <Reveal
            case_id={answer.case.id}
            field={asking}
            onClose={() => setAsking(undefined)}
            onShown={(value) => {
              setPlain({ ...plain, [asking]: value });
              setAsking(undefined);
            }}
          />
        </KeyLayer>
      )}
    </Section>
  );
}

function Reveal({
  case_id,
  field,
  onShown,
  onClose,
}: {
  case_id: string;
  field: string;
  onShown: (value: string) => void;
  onClose: () => void;
}) {
  const t = useTexts('workbench');
  const word = useWord();
  const [purpose, setPurpose] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const late = useLate();
  const ask = (): void => {
    setBusy(true);
    setFault(undefined);
    rpc
      .command<Revealed>('pii.reveal', { case_id, field, purpose: purpose.trim() })
      .then((answer) => {
        if (!late.gone()) onShown(answer.value ?? answer.values?.map((v) => v.value).join('、') ?? '');
      })
      .catch((error: unknown) => {
        setFault(error);
        late.tell(t('reveal.open', { field: word('fields', field) }), error);
      })
      .finally(() => setBusy(false));
  };
  return (
    <Modal
      open
      onCancel={onClose}
      width={440}
      title={t('reveal.open', { field: word('fields', field) })}
      okText={t('reveal.show')}
      okButtonProps={{ disabled: purpose.trim() === '', loading: busy }}
      onOk={ask}
    >
      <div className="wb-form">
        <p className="quiet">{t('reveal.hint')}</p>
        <div className="field">
          <label htmlFor="reveal-purpose">{t('reveal.purpose')}</label>
          <Input
            id="reveal-purpose"
            autoFocus
            maxLength={500}
            value={purpose}
            onChange={(e) => setPurpose(e.target.value)}
          />
        </div>
        <div role="alert">{fault !== undefined && <FaultText fault={fault} />}</div>
      </div>
    </Modal>
  );
}
