import { Button, Input, Modal } from 'antd';
import { type DragEvent, useState } from 'react';
import { useSession } from '../../app/session.ts';
import { useDraft } from '../../drafts/drafts.ts';
import { useSay, useTexts } from '../../i18n/texts.ts';
import { useWord, useWords } from '../../i18n/words.ts';
import { useKey } from '../../keys/keys.ts';
import { useLiveStatus } from '../../live/live.ts';
import { mostBytes, mostParcels, OutboxFull, outbox } from '../../outbox/outbox.ts';
import { useNotice } from '../../outbox/useNotice.tsx';
import type { Says } from '../../rpc/types.ts';
import { Field } from '../../ui/Field.tsx';
import { filledIn, type Values } from '../../ui/params.ts';
import { FaultText } from '../../ui/states.tsx';
import { useLate } from '../../ui/useLate.tsx';
import { DropZone } from './DropZone.tsx';
import { useLacks } from './lacks.ts';
import type { OpenCase } from './useCase.ts';
import { useShows } from './useShows.ts';

/** `opens`: the action this evidence is to open; `lacks`: the groups of proof that action still waits for. */
export type EvidencePreset = { kind?: string; source?: string; opens?: Says; lacks?: string[][] };
type Form = { kind: string; text: string; note: string; source: string; captured?: string; shows?: Values };

/** Kinds a case asks for and does not have yet, most wanted first. */
export function missingKinds(open: OpenCase): string[] {
  const wanted = (open.checklist?.missing ?? []).flatMap((need) =>
    need.required.filter((g) => !g.present).flatMap((g) => g.any_of),
  );
  return [...new Set(wanted)];
}

/**
 * A screenshot, a file or a text becomes evidence: E, Ctrl+V, Ctrl+Enter. The hash that is shown is the one the server computed.
 * Without a line to the server it waits in the outbox.
 */
export function EvidenceAdd({
  open,
  preset,
  onDone,
  onClose,
}: {
  open: OpenCase;
  preset: EvidencePreset;
  /** `late`: the form was closed before the answer came. */
  onDone: (late: boolean) => void;
  onClose: () => void;
}) {
  const t = useTexts('workbench');
  const say = useSay();
  const word = useWord();
  const words = useWords();
  const session = useSession();
  const status = useLiveStatus();
  const notice = useNotice();
  const late = useLate();
  const { case: c } = open.answer;
  const missing = missingKinds(open);
  const told = useLacks();
  const draft = useDraft<Form>(session.actor, c.id, `evidence:${preset.kind ?? ''}`, {
    kind: preset.kind ?? missing[0] ?? '',
    text: '',
    note: '',
    source: preset.source ?? '',
  });
  const form = draft.value;
  // What the action waits for besides the kind chosen here.
  const rest = (preset.lacks ?? []).filter((kinds) => !kinds.includes(form.kind));
  const [file, setFile] = useState<File>();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const kinds = [
    ...new Set([...missing, ...Object.keys(words.evidence_kinds ?? {}), ...(form.kind ? [form.kind] : [])]),
  ];
  const set = (change: Partial<Form>): void => draft.set({ ...form, ...change });
  const ready = form.kind !== '' && (file !== undefined || form.text.trim() !== '');
  const shows = useShows(c.platform, form.kind);
  // A file says when it was made; a pasted screenshot is of this moment. It stands there to be checked.
  const take = (next: File | undefined): void => {
    setFile(next);
    set({ captured: next ? new Date(next.lastModified).toISOString() : '' });
  };

  const send = async (): Promise<void> => {
    if (!ready || busy) return;
    setBusy(true);
    setFault(undefined);
    try {
      const attributes = filledIn(
        Object.fromEntries(shows.map(({ name }) => [name, form.shows?.[name]] as [string, unknown])),
      );
      const about = {
        case_id: c.id,
        kind: form.kind,
        source: form.source.trim() || (file ? 'upload' : 'agent'),
        ...(form.note.trim() !== '' ? { note: form.note.trim() } : {}),
        ...(form.captured ? { captured_at: form.captured } : {}),
        ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
      };
      const posted = await outbox.post(
        file ? { about, file, name: file.name } : { about, text: form.text },
        status !== 'lost',
      );
      draft.arrived(form);
      notice(form.kind, posted);
      onDone(late.gone());
    } catch (error) {
      setFault(error);
      late.tell(`${t('evidence.add')} · ${c.order_id}`, error);
    } finally {
      setBusy(false);
    }
  };
  useKey('mod+enter', () => void send(), { inFields: true, text: t('keys.send'), group: t('keys.form') });

  return (
    <Modal
      open
      onCancel={onClose}
      width={580}
      title={t('evidence.add')}
      footer={
        <div className="wb-sheet-foot">
          {ready ? (
            <span className="quiet">
              <kbd>Ctrl</kbd> <kbd>Enter</kbd> {t(status === 'lost' ? 'evidence.keeps' : 'sheet.sends')}
            </span>
          ) : (
            <span className="ink-soon">{t(form.kind === '' ? 'evidence.no_kind' : 'evidence.no_content')}</span>
          )}
          <Button onClick={onClose}>{t('common:action.cancel')}</Button>
          <Button type="primary" loading={busy} disabled={!ready} onClick={() => void send()}>
            {t(status === 'lost' ? 'evidence.keep' : 'evidence.fix')}
          </Button>
        </div>
      }
    >
      <div
        className="wb-form"
        onDragOver={(event: DragEvent) => event.preventDefault()}
        onDrop={(event: DragEvent) => {
          event.preventDefault();
          const dropped = event.dataTransfer.files[0];
          if (dropped) take(dropped);
        }}
      >
        {preset.opens && (
          <p className="wb-opens">
            {rest.length === 0
              ? t('fix.for', { action: say(preset.opens) })
              : t('fix.for_first', { action: say(preset.opens), kinds: told(rest) })}
          </p>
        )}
        <div className="field">
          <label htmlFor="evidence-kind">{t('evidence.kind')}</label>
          <select
            id="evidence-kind"
            className="native"
            value={form.kind}
            onChange={(e) => set({ kind: e.target.value, shows: {} })}
          >
            <option value="">{t('common:form.choose')}</option>
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {missing.includes(kind)
                  ? t('evidence.wanted', { kind: word('evidence_kinds', kind) })
                  : word('evidence_kinds', kind)}
              </option>
            ))}
          </select>
        </div>
        <DropZone file={file} text={form.text} onFile={take} onText={(text) => set({ text })} />
        {shows.length > 0 && (
          <fieldset className="wb-attach wb-shows">
            <legend>{t('evidence.shows')}</legend>
            {shows.map((field) => (
              <Field
                key={field.name}
                {...field}
                id={`shows-${field.name}`}
                currency="CNY"
                value={form.shows?.[field.name]}
                set={(value) => set({ shows: { ...form.shows, [field.name]: value } })}
              />
            ))}
          </fieldset>
        )}
        <div className="wb-grid2">
          <Field
            name="captured"
            id="evidence-captured"
            schema={{
              type: 'string',
              format: 'date-time',
              title: t('evidence.captured'),
              description: t('evidence.captured'),
            }}
            required={false}
            currency="CNY"
            value={form.captured}
            set={(value) => set({ captured: (value as string | undefined) ?? '' })}
          />
          <div className="field">
            <label htmlFor="evidence-source">
              {t('evidence.source')}
              <small className="quiet">{t('common:form.optional')}</small>
            </label>
            <Input
              id="evidence-source"
              maxLength={128}
              placeholder={t('evidence.source_example')}
              value={form.source}
              onChange={(e) => set({ source: e.target.value })}
            />
          </div>
        </div>
        {file && <p className="quiet wb-hint">{t('evidence.captured_hint')}</p>}
        <div className="field">
          <label htmlFor="evidence-note">
            {t('evidence.note')}
            <small className="quiet">{t('common:form.optional')}</small>
          </label>
          <Input
            id="evidence-note"
            maxLength={2000}
            value={form.note}
            onChange={(e) => set({ note: e.target.value })}
          />
        </div>
        <div role="alert">
          {fault instanceof OutboxFull ? (
            <span className="fault-text">{t('outbox:full', { count: mostParcels, mb: mostBytes / 1024 / 1024 })}</span>
          ) : (
            fault !== undefined && <FaultText fault={fault} />
          )}
        </div>
      </div>
    </Modal>
  );
}
