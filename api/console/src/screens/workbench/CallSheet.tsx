import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useSession } from '../../app/session.ts';
import { useDraft } from '../../drafts/drafts.ts';
import { useSay, useTexts } from '../../i18n/texts.ts';
import { useWord, useWords, withoutUnit } from '../../i18n/words.ts';
import { useKey } from '../../keys/keys.ts';
import { isMoney } from '../../money/money.ts';
import { rpc } from '../../rpc/client.ts';
import type { Action, Call, Schema } from '../../rpc/types.ts';
import { Field } from '../../ui/Field.tsx';
import { isMoneySchema, missingIn, type Values } from '../../ui/params.ts';
import { FaultText } from '../../ui/states.tsx';
import { useLate } from '../../ui/useLate.tsx';
import { useFixLabel } from './ActionList.tsx';
import { Reasons } from './Reasons.tsx';
import type { OpenCase } from './useCase.ts';

type Blank = { path: string[]; label: string; schema: Schema };

/**
 * A call the API offers as a fix, with the blanks in it to fill: facts to report, or the reason for an exception. The call itself
 * stays as the API wrote it.
 */
export function CallSheet({
  open,
  call,
  action,
  onDone,
  onClose,
}: {
  open: OpenCase;
  call: Call;
  action: Action;
  /** `late`: the form was closed before the answer came. */
  onDone: (late: boolean) => void;
  onClose: () => void;
}) {
  const t = useTexts('workbench');
  const say = useSay();
  const word = useWord();
  const words = useWords();
  const session = useSession();
  const fixLabel = useFixLabel();
  const late = useLate();
  const { case: c } = open.answer;
  const currency = c.claim.amount?.currency ?? 'CNY';
  const facts = (call.params.set ?? {}) as Record<string, unknown>;
  const blanks: Blank[] = [
    ...Object.keys(facts).map((path) => ({
      path: ['set', path],
      label: withoutUnit(path, word('facts', path)),
      schema: schemaOf(words.facts?.[path]?.type, facts[path], path),
    })),
    ...Object.entries(call.params)
      .filter(([name, value]) => value === '' && name !== 'request_id')
      .map(([name]) => ({ path: [name], label: word('fields', name), schema: { type: 'string', maxLength: 4000 } })),
  ];
  const first: Values = Object.fromEntries(
    blanks.map((b) => [b.path.join('/'), b.path[0] === 'set' ? asTyped(facts[b.path[1] ?? ''], b, currency) : '']),
  );
  const about = String(call.params.case_id ?? '');
  const draft = useDraft<Values>(session.actor, about, `call:${call.method}:${action.event}`, first);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const form: Schema = {
    properties: Object.fromEntries(blanks.map((b) => [b.path.join('/'), b.schema])),
    required: blanks.map((b) => b.path.join('/')),
  };
  const ready = missingIn(form, draft.value).length === 0;
  const send = (): void => {
    if (!ready || busy) return;
    setBusy(true);
    setFault(undefined);
    const params: Record<string, unknown> = { ...call.params, ...(call.params.set ? { set: { ...facts } } : {}) };
    for (const blank of blanks) {
      const value = draft.value[blank.path.join('/')];
      if (blank.path[0] === 'set') (params.set as Values)[blank.path[1] ?? ''] = isMoney(value) ? value.minor : value;
      else params[blank.path[0] ?? ''] = value;
    }
    rpc
      .command(call.method, params)
      .then(() => {
        draft.arrived(draft.value);
        onDone(late.gone());
      })
      .catch((error: unknown) => {
        setFault(error);
        late.tell(`${fixLabel(call)} · ${c.order_id}`, error);
      })
      .finally(() => setBusy(false));
  };
  useKey('mod+enter', send, { inFields: true, text: t('keys.send'), group: t('keys.form') });
  return (
    <Modal
      open
      onCancel={onClose}
      width={560}
      title={fixLabel(call)}
      footer={
        <div className="wb-sheet-foot">
          <span className="quiet">
            <kbd>Ctrl</kbd> <kbd>Enter</kbd> {t('sheet.sends')}
          </span>
          <Button onClick={onClose}>{t('common:action.cancel')}</Button>
          <Button type="primary" loading={busy} disabled={!ready} onClick={send}>
            {fixLabel(call)}
          </Button>
        </div>
      }
    >
      <div className="wb-form">
        <p className="quiet">{t('fix.for', { action: say(action.says, action.event) })}</p>
        <Reasons reasons={action.why_not.slice(0, 1)} />
        {blanks.map((blank, at) => {
          const name = blank.path.join('/');
          return (
            <Field
              key={name}
              name={name}
              schema={{ ...blank.schema, title: blank.label, description: blank.label }}
              required
              value={draft.value[name]}
              currency={currency}
              autoFocus={at === 0}
              set={(value) => draft.set({ ...draft.value, [name]: value })}
            />
          );
        })}
        <div role="alert">{fault !== undefined && <FaultText fault={fault} />}</div>
      </div>
    </Modal>
  );
}

/** An amount among facts is whole minor units; people type it as money. */
const asTyped = (fact: unknown, { schema }: Blank, currency: string): unknown =>
  isMoneySchema(schema) && typeof fact === 'number' ? { minor: fact, currency } : fact;

/** How a fact is typed in: by its declared type, else by the value the fix suggests. */
function schemaOf(type: string | undefined, value: unknown, path: string): Schema {
  if (path.endsWith('_minor')) return { type: 'object', properties: { minor: {}, currency: {} } };
  if (type === 'boolean' || typeof value === 'boolean') return { type: 'boolean' };
  if (type === 'integer' || typeof value === 'number') return { type: 'integer' };
  if (type === 'instant' || path.endsWith('_at')) return { type: 'string', format: 'date-time' };
  return { type: 'string', maxLength: 200 };
}
