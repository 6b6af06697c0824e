import { PlusOutlined } from '@ant-design/icons';
import { Button, Input, Modal, Popconfirm, Select } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { useRef, useState } from 'react';
import { useSession } from '../../app/session.ts';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { rpc } from '../../rpc/client.ts';
import { useRpc } from '../../rpc/hooks.ts';
import type { Says, Workflow } from '../../rpc/types.ts';
import { useAct } from '../../rpc/useAct.ts';
import { formatFull } from '../../time/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { EmptyState, ErrorState, Waiting } from '../../ui/states.tsx';
import { FormFault, Head, useShop } from './parts.tsx';

type Template = {
  id: string;
  name: string;
  text: string;
  kind?: string;
  events?: string[];
  updated_at?: string;
  updated_by?: string;
};
type Answer = { templates: Template[]; slots: { name: string; says: Says }[] };

/** Replies people send again and again; what stands in {{ }} is filled from the case at hand. */
export function Templates() {
  const t = useTexts('settings');
  const word = useWord();
  const lang = useLang();
  const { role } = useSession();
  const { shop, choice } = useShop();
  const answer = useRpc<Answer>('template.list', { shop }, { enabled: shop !== undefined });
  const [open, setOpen] = useState<Template | 'new'>();
  const { act, busy, fault } = useAct(['template.list']);
  const may = role === 'manager' || role === 'admin';
  const templates = answer.data?.templates ?? [];
  return (
    <>
      <Head title={t('part_templates')} hint={t('templates_hint')}>
        {choice}
        {may && shop !== undefined && (
          <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setOpen('new')}>
            {t('new_template')}
          </Button>
        )}
      </Head>
      <FormFault fault={fault} />
      {shop === undefined && <EmptyState title={t('which_shop')} />}
      {shop !== undefined && answer.isPending && <Waiting />}
      {answer.error && <ErrorState fault={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.data && templates.length === 0 && <EmptyState title={t('no_templates')} text={t('no_templates_hint')} />}
      <ul className="st-cards">
        {templates.map((one) => (
          <li key={one.id}>
            <div className="st-card-head">
              <b>{one.name}</b>
              {one.kind && <Badge tone="info">{word('kinds', one.kind)}</Badge>}
              <EventNames kind={one.kind} events={one.events ?? []} />
              {may && (
                <span className="st-acts">
                  <Button size="small" onClick={() => setOpen(one)}>
                    {t('change')}
                  </Button>
                  <Popconfirm
                    title={t('remove_ask', { name: one.name })}
                    okText={t('remove')}
                    cancelText={t('common:action.cancel')}
                    okButtonProps={{ danger: true }}
                    onConfirm={() => act(() => rpc.command('template.set', { shop, id: one.id, removed: true }))}
                  >
                    <Button size="small" danger disabled={busy}>
                      {t('remove')}
                    </Button>
                  </Popconfirm>
                </span>
              )}
            </div>
            <p className="st-text">
              {one.text.split(/({{[^}]*}})/).map((part, i) => (i % 2 === 1 ? <mark key={i}>{part}</mark> : part))}
            </p>
            {one.updated_at && <small className="quiet digits">{formatFull(one.updated_at, lang)}</small>}
          </li>
        ))}
      </ul>
      {open && shop !== undefined && (
        <EditTemplate
          shop={shop}
          slots={answer.data?.slots ?? []}
          before={open === 'new' ? undefined : open}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  );
}

function EventNames({ kind, events }: { kind: string | undefined; events: string[] }) {
  const say = useSay();
  const workflow = useRpc<Workflow>('workflow.get', { kind }, { enabled: kind !== undefined && events.length > 0 });
  return events.map((name) => (
    <Badge key={name}>{say(workflow.data?.events.find((e) => e.name === name)?.says, name)}</Badge>
  ));
}

type EditProps = { shop: string; slots: Answer['slots']; before: Template | undefined; onClose: () => void };

function EditTemplate({ shop, slots, before, onClose }: EditProps) {
  const t = useTexts('settings');
  const say = useSay();
  const word = useWord();
  const { act, busy, fault } = useAct(['template.list']);
  const [form, setForm] = useState({
    name: before?.name ?? '',
    text: before?.text ?? '',
    kind: before?.kind ?? '',
    events: before?.events ?? [],
  });
  const area = useRef<TextAreaRef>(null);
  const kinds = useRpc<{ workflows: { kind: string }[] }>('workflow.list').data?.workflows ?? [];
  const workflow = useRpc<Workflow>('workflow.get', { kind: form.kind }, { enabled: form.kind !== '' });
  const put = (change: Partial<typeof form>): void => setForm({ ...form, ...change });
  const insert = (slot: string): void => {
    const field = area.current?.resizableTextArea?.textArea;
    const at = field?.selectionStart ?? form.text.length;
    const end = field?.selectionEnd ?? at;
    const word_ = `{{${slot}}}`;
    put({ text: form.text.slice(0, at) + word_ + form.text.slice(end) });
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(at + word_.length, at + word_.length);
    });
  };
  const save = async (): Promise<void> => {
    const params = {
      shop,
      ...(before ? { id: before.id } : {}),
      name: form.name.trim(),
      text: form.text,
      ...(form.kind ? { kind: form.kind } : {}),
      ...(form.kind && form.events.length > 0 ? { events: form.events } : {}),
    };
    if ((await act(() => rpc.command('template.set', params))) !== undefined) onClose();
  };
  return (
    <Modal
      open
      width={640}
      title={t(before ? 'change_template' : 'new_template')}
      okText={t('common:action.save')}
      cancelText={t('common:action.cancel')}
      onCancel={onClose}
      onOk={() => void save()}
      confirmLoading={busy}
      okButtonProps={{ disabled: form.name.trim() === '' || form.text.trim() === '' }}
    >
      <div className="st-form">
        <label>
          {t('template_name')}
          <Input autoFocus maxLength={80} value={form.name} onChange={(e) => put({ name: e.target.value })} />
        </label>
        <label>
          {t('text')}
          <Input.TextArea
            ref={area}
            autoSize={{ minRows: 5, maxRows: 14 }}
            maxLength={4000}
            showCount
            value={form.text}
            onChange={(e) => put({ text: e.target.value })}
          />
        </label>
        <div className="st-slots" role="group" aria-label={t('slots')}>
          <span className="quiet">{t('slots')}</span>
          {slots.map((slot) => (
            <Button key={slot.name} size="small" title={`{{${slot.name}}}`} onClick={() => insert(slot.name)}>
              {say(slot.says, slot.name)}
            </Button>
          ))}
        </div>
        <label>
          {t('for_kind')}
          <Select
            value={form.kind}
            aria-label={t('for_kind')}
            onChange={(kind) => put({ kind, events: [] })}
            options={[
              { value: '', label: t('any_kind') },
              ...kinds.map(({ kind }) => ({ value: kind, label: word('kinds', kind) })),
            ]}
          />
        </label>
        {form.kind !== '' && (
          <label>
            {t('for_events')}
            <Select
              mode="multiple"
              value={form.events}
              aria-label={t('for_events')}
              placeholder={t('any_event')}
              optionFilterProp="label"
              onChange={(events) => put({ events })}
              options={(workflow.data?.events ?? [])
                .filter((e) => e.party === 'seller')
                .map((e) => ({ value: e.name, label: say(e.says, e.name) }))}
            />
          </label>
        )}
        <FormFault fault={fault} />
      </div>
    </Modal>
  );
}
