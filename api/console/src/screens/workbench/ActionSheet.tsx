import { WarningOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, Modal } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useSession } from '../../app/session.ts';
import { dropDraft, readDraft, useDraft } from '../../drafts/drafts.ts';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { useKey } from '../../keys/keys.ts';
import { useLiveStatus } from '../../live/live.ts';
import { rpc } from '../../rpc/client.ts';
import { isFault, NoAnswer } from '../../rpc/errors.ts';
import type { Action } from '../../rpc/types.ts';
import { Field } from '../../ui/Field.tsx';
import { fieldsOf, filledIn, initialValues, isMoneySchema, labelIn, missingIn, type Values } from '../../ui/params.ts';
import { ReasonTag } from '../../ui/ReasonTag.tsx';
import { FaultText } from '../../ui/states.tsx';
import { useLate } from '../../ui/useLate.tsx';
import { Attach } from './Attach.tsx';
import { Conflict } from './Conflict.tsx';
import { noteForm } from './NoteSheet.tsx';
import { Reasons, reasonsOf } from './Reasons.tsx';
import { paidBy } from './ranking.ts';
import { type Applied, Stake, usePreview } from './Stake.tsx';
import { hasOpenSlots } from './slots.ts';
import { TemplateChips } from './Templates.tsx';
import type { OpenCase } from './useCase.ts';

type Sent = { params: Record<string, unknown> };
type Form = { values: Values; note: string; evidence: string[]; sent?: Sent };

/**
 * One action before it is sent: what it needs, what it will pay, in large type where there is no way back. Ctrl+Enter sends.
 * What was sent without an answer is kept with the draft and only ever asked for again as it was.
 */
export function ActionSheet({
  open,
  action,
  onDone,
  onClose,
}: {
  open: OpenCase;
  action: Action;
  /** `late`: the form was closed before the answer came. */
  onDone: (applied: Applied, late: boolean) => void;
  onClose: () => void;
}) {
  const t = useTexts('workbench');
  const say = useSay();
  const lang = useLang();
  const session = useSession();
  const status = useLiveStatus();
  const queries = useQueryClient();
  const late = useLate();
  const { answer } = open;
  const c = answer.case;
  const [base, setBase] = useState(answer);
  const draft = useDraft<Form>(session.actor, c.id, `act:${action.event}`, {
    values: initialValues(action.params_schema, action.example_params, c.claim.amount),
    note: readDraft<string>(session.actor, c.id, noteForm) ?? '',
    evidence: [],
  });
  const form = draft.value;
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const [more, setMore] = useState(form.note !== '');
  const currency = c.claim.amount?.currency ?? c.refunded?.currency ?? 'CNY';
  const currentAction =
    open.actions?.actions.find((a) => a.event === action.event && a.party === action.party) ?? action;

  const fields = fieldsOf(action.params_schema);
  const amount = fields.find((f) => isMoneySchema(f.schema));
  const shown = fields.filter((f) => f.required || f.name === 'message' || f === amount || f.name in form.values);
  const hidden = fields.filter((f) => !shown.includes(f));
  const missing = missingIn(action.params_schema, form.values);
  const params = filledIn(form.values);
  const labelOf = (name: string): string => labelIn(lang, action.params_schema.properties?.[name], name);
  const sent = form.sent !== undefined;
  const moved = !sent && answer.case.version !== base.case.version;

  const previewed = missing.length === 0 && !sent && currentAction.allowed;
  const preview = usePreview(c, action, params, form.evidence, previewed);
  const pays = preview.told && !preview.counting ? paidBy(c, preview.told.case) : undefined;
  const refused = reasonsOf(fault) ?? (missing.length === 0 ? reasonsOf(preview.error) : undefined);
  const slotsOpen = Object.values(params).some((v) => typeof v === 'string' && hasOpenSlots(v));
  const held = moved || (!sent && (missing.length > 0 || slotsOpen || preview.counting));

  const set = (change: Partial<Form>): void => {
    setFault(undefined);
    draft.set({ ...form, ...change });
  };
  const sending = useRef(false);
  const send = (): void => {
    if (sending.current || held) return;
    sending.current = true;
    setBusy(true);
    setFault(undefined);
    const payload = form.sent?.params ?? {
      case_id: c.id,
      event: action.event,
      params,
      if_version: base.case.version,
      ...(form.evidence.length > 0 ? { evidence: form.evidence } : {}),
      ...(form.note.trim() !== '' ? { note: form.note.trim() } : {}),
    };
    draft.set({ ...form, sent: { params: payload } });
    rpc
      .command<Applied>('case.apply', payload)
      .then((applied) => {
        draft.drop();
        dropDraft(session.actor, c.id, noteForm);
        onDone(applied, late.gone());
      })
      .catch((error: unknown) => {
        setFault(error);
        late.tell(`${say(action.says, action.event)} · ${c.order_id}`, error);
        if (!(error instanceof NoAnswer)) draft.set({ values: form.values, note: form.note, evidence: form.evidence });
        if (isFault(error)) void queries.invalidateQueries({ predicate: ({ meta }) => meta?.live === 'case' });
      })
      .finally(() => {
        sending.current = false;
        setBusy(false);
      });
  };
  useKey('mod+enter', send, { inFields: true, text: t('keys.send'), group: t('keys.form') });
  const write = (): void => document.getElementById('field-message')?.focus();
  const confirm = useRef<HTMLButtonElement>(null);
  const hasMessage = fields.some((f) => f.name === 'message' && f.required);
  useEffect(() => {
    // Once the dialog has taken the focus for itself.
    if (shown.every((f) => !f.required)) setTimeout(() => confirm.current?.focus(), 60);
  }, []);

  return (
    <Modal
      open
      onCancel={onClose}
      width={620}
      className="wb-sheet"
      title={
        <span className="wb-sheet-title">
          {say(action.says, action.event)}
          {action.irreversible && <span className="wb-final">{t('actions.irreversible')}</span>}
        </span>
      }
      footer={
        <div className="wb-sheet-foot">
          {moved ? (
            <span className="ink-soon">{t('conflict.first')}</span>
          ) : status === 'lost' ? (
            <span className="ink-urgent">{t('sheet.offline')}</span>
          ) : !sent && missing.length > 0 ? (
            <span className="ink-soon">
              {t('common:form.missing', { fields: missing.map(labelOf).join(t('common:form.comma')) })}
            </span>
          ) : preview.counting ? (
            <span className="ink-soon">{t('sheet.counting')}</span>
          ) : (
            <span className="quiet">
              <kbd>Ctrl</kbd> <kbd>Enter</kbd> {t('sheet.sends')}
            </span>
          )}
          <Button onClick={onClose}>{t('common:action.cancel')}</Button>
          <Button
            ref={confirm}
            type="primary"
            danger={action.irreversible}
            loading={busy}
            disabled={held}
            onClick={send}
          >
            {sent ? t('sheet.ask_again') : say(action.says, action.event)}
          </Button>
        </div>
      }
    >
      <div className="wb-form">
        {moved && (
          <Conflict
            before={base}
            after={answer}
            trail={open.trail}
            events={open.workflow?.events ?? []}
            onSeen={() => {
              setFault(undefined);
              setBase(answer);
            }}
          />
        )}
        <Stake answer={answer} action={action} preview={preview} />
        {sent && !busy && <Alert type="warning" showIcon title={t('sheet.unanswered')} />}
        {draft.restored && !sent && (
          <p className="quiet">
            {t('sheet.restored')}{' '}
            <button type="button" className="wb-link" onClick={draft.drop}>
              {t('sheet.start_anew')}
            </button>
          </p>
        )}
        {!currentAction.allowed && !moved && !sent && <Reasons reasons={currentAction.why_not} />}
        {currentAction.warnings.map((warning, at) => (
          <p key={at} className="ink-soon wb-warn">
            <WarningOutlined aria-hidden />
            <span>
              {say(warning.says)} <ReasonTag because={warning} />
            </span>
          </p>
        ))}
        {fields.some((f) => f.name === 'message') && (
          <TemplateChips
            open={open}
            event={action.event}
            autoFocus={hasMessage && !form.values.message}
            onPick={(text) => {
              set({ values: { ...form.values, message: text } });
              write();
            }}
            onWrite={write}
          />
        )}
        {shown.map((f, at) => (
          <Field
            key={f.name}
            name={f.name}
            schema={f.schema}
            required={f.required}
            value={form.values[f.name]}
            example={f === amount && !f.required ? pays : action.example_params[f.name]}
            {...(f === amount && !f.required && pays ? { empty: t('sheet.empty_amount') } : {})}
            currency={currency}
            autoFocus={at === 0 && f.required}
            disabled={sent}
            set={(value) => set({ values: { ...form.values, [f.name]: value } })}
          />
        ))}
        {slotsOpen && <p className="fault-text">{t('sheet.open_slots')}</p>}
        <Attach
          items={answer.evidence}
          chosen={form.evidence}
          disabled={sent}
          onChoose={(evidence) => set({ evidence })}
        />
        <button type="button" className="wb-link" aria-expanded={more} onClick={() => setMore(!more)}>
          {t('sheet.more', { n: hidden.length + 1 })}
        </button>
        {more && (
          <>
            <div className="wb-grid2">
              {hidden.map((f) => (
                <Field
                  key={f.name}
                  name={f.name}
                  schema={f.schema}
                  required={false}
                  value={form.values[f.name]}
                  currency={currency}
                  disabled={sent}
                  set={(value) => set({ values: { ...form.values, [f.name]: value } })}
                />
              ))}
            </div>
            <div className="field">
              <label htmlFor="field-note">{t('sheet.note')}</label>
              <Input.TextArea
                id="field-note"
                autoSize={{ minRows: 2 }}
                maxLength={4000}
                disabled={sent}
                value={form.note}
                onChange={(e) => set({ note: e.target.value })}
              />
            </div>
          </>
        )}
        <div role="alert">
          {refused ? <Reasons reasons={refused} /> : fault !== undefined && !moved && <FaultText fault={fault} />}
        </div>
      </div>
    </Modal>
  );
}
