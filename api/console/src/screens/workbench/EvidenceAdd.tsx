import { PaperClipOutlined } from '@ant-design/icons';
import { App, Button, Input, Modal } from 'antd';
import { type ClipboardEvent, type DragEvent, useEffect, useRef, useState } from 'react';
import { useSession } from '../../app/session.ts';
import { useDraft } from '../../drafts/drafts.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useWord, useWords } from '../../i18n/words.ts';
import { useKey } from '../../keys/keys.ts';
import { rpc } from '../../rpc/client.ts';
import type { Evidence } from '../../rpc/types.ts';
import { HashMark } from '../../ui/HashMark.tsx';
import { FaultText } from '../../ui/states.tsx';
import type { OpenCase } from './useCase.ts';

export type EvidencePreset = { kind?: string; source?: string };
type Form = { kind: string; text: string; note: string; source: string };

/** Kinds a case asks for and does not have yet, most wanted first. */
export function missingKinds(open: OpenCase): string[] {
  const wanted = (open.checklist?.missing ?? []).flatMap((need) =>
    need.required.filter((g) => !g.present).flatMap((g) => g.any_of),
  );
  return [...new Set(wanted)];
}

/** A screenshot, a file or a text becomes evidence: E, Ctrl+V, Ctrl+Enter. The hash that is shown is the one the server computed. */
export function EvidenceAdd({
  open,
  preset,
  onClose,
}: {
  open: OpenCase;
  preset: EvidencePreset;
  onClose: () => void;
}) {
  const t = useTexts('workbench');
  const word = useWord();
  const words = useWords();
  const session = useSession();
  const { notification } = App.useApp();
  const { case: c } = open.answer;
  const missing = missingKinds(open);
  const draft = useDraft<Form>(session.actor, c.id, `evidence:${preset.kind ?? ''}`, {
    kind: preset.kind ?? missing[0] ?? '',
    text: '',
    note: '',
    source: preset.source ?? '',
  });
  const form = draft.value;
  const [file, setFile] = useState<File>();
  const [picture, setPicture] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const zone = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const kinds = [
    ...new Set([...missing, ...Object.keys(words.evidence_kinds ?? {}), ...(form.kind ? [form.kind] : [])]),
  ];
  const set = (change: Partial<Form>): void => draft.set({ ...form, ...change });
  const ready = form.kind !== '' && (file !== undefined || form.text.trim() !== '');

  useEffect(() => {
    if (!file || !/^image\/(png|jpeg|webp|gif|bmp)$/.test(file.type)) return;
    const url = URL.createObjectURL(file);
    setPicture(url);
    return () => {
      URL.revokeObjectURL(url);
      setPicture(undefined);
    };
  }, [file]);
  useEffect(() => {
    setTimeout(() => zone.current?.focus(), 60);
  }, []);

  const take = (list: FileList | undefined): boolean => {
    const first = list?.[0];
    if (!first) return false;
    setFile(first);
    return true;
  };
  const send = async (): Promise<void> => {
    if (!ready || busy) return;
    setBusy(true);
    setFault(undefined);
    try {
      const about = {
        case_id: c.id,
        kind: form.kind,
        source: form.source.trim() || (file ? 'upload' : 'agent'),
        ...(form.note.trim() !== '' ? { note: form.note.trim() } : {}),
      };
      const blob = file && (await rpc.upload(file));
      const added = await rpc.command<{ evidence: Evidence }>(
        'evidence.add',
        blob && file ? { ...about, sha256: blob.sha256, name: file.name } : { ...about, text: form.text },
      );
      draft.drop();
      notification.success({
        title: t('evidence.added', { kind: word('evidence_kinds', form.kind) }),
        description: <HashMark hash={added.evidence.sha256} label="SHA-256" />,
        placement: 'bottomRight',
        duration: 6,
      });
      onClose();
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  useKey('mod+enter', () => void send(), { inFields: true, text: t('keys.send'), group: t('keys.form') });

  return (
    <Modal
      open
      onCancel={onClose}
      width={560}
      title={t('evidence.add')}
      footer={
        <div className="wb-sheet-foot">
          <span className="quiet">
            <kbd>Ctrl</kbd> <kbd>Enter</kbd> {t('sheet.sends')}
          </span>
          <Button onClick={onClose}>{t('common:action.cancel')}</Button>
          <Button type="primary" loading={busy} disabled={!ready} onClick={() => void send()}>
            {t('evidence.fix')}
          </Button>
        </div>
      }
    >
      <div
        className="wb-form"
        onDragOver={(event: DragEvent) => event.preventDefault()}
        onDrop={(event: DragEvent) => {
          event.preventDefault();
          take(event.dataTransfer.files);
        }}
      >
        <div className="wb-grid2">
          <div className="field">
            <label htmlFor="evidence-kind">{t('evidence.kind')}</label>
            <select
              id="evidence-kind"
              className="native"
              value={form.kind}
              onChange={(e) => set({ kind: e.target.value })}
            >
              <option value="">{t('common:form.choose')}</option>
              {kinds.map((kind) => (
                <option key={kind} value={kind}>
                  {missing.includes(kind) ? '★ ' : ''}
                  {word('evidence_kinds', kind)}
                  {words.evidence_kinds?.[kind] ? ` ${kind}` : ''}
                </option>
              ))}
            </select>
          </div>
          <div className="field">
            <label htmlFor="evidence-source">
              {t('evidence.source')}
              <small className="quiet">{t('common:form.optional')}</small>
            </label>
            <Input
              id="evidence-source"
              maxLength={128}
              value={form.source}
              onChange={(e) => set({ source: e.target.value })}
            />
          </div>
        </div>
        {file ? (
          <div className="wb-file">
            {picture ? <img src={picture} alt={t('evidence.preview')} /> : <PaperClipOutlined aria-hidden />}
            <span className="clip">
              {file.name} <small className="quiet digits">{Math.ceil(file.size / 1024)} KB</small>
            </span>
            <Button size="small" onClick={() => setFile(undefined)}>
              {t('evidence.other')}
            </Button>
          </div>
        ) : (
          <div className="field">
            <label htmlFor="evidence-text">{t('evidence.content')}</label>
            <textarea
              id="evidence-text"
              ref={zone}
              className="native wb-zone"
              placeholder={t('evidence.paste_here')}
              value={form.text}
              maxLength={65536}
              onChange={(e) => set({ text: e.target.value })}
              onPaste={(event: ClipboardEvent) => {
                if (take(event.clipboardData.files)) event.preventDefault();
              }}
            />
            <div>
              <Button size="small" icon={<PaperClipOutlined />} onClick={() => chooser.current?.click()}>
                {t('evidence.choose')}
              </Button>
              <input
                ref={chooser}
                type="file"
                className="off-screen"
                tabIndex={-1}
                aria-label={t('evidence.choose')}
                onChange={(e) => take(e.target.files ?? undefined)}
              />
            </div>
          </div>
        )}
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
        <div role="alert">{fault !== undefined && <FaultText fault={fault} />}</div>
      </div>
    </Modal>
  );
}
