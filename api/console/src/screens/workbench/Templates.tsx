import { App, Button, Input, Modal } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { sayIn, useTexts } from '../../i18n/texts.ts';
import { useWords } from '../../i18n/words.ts';
import { isComposing } from '../../keys/keys.ts';
import { isUnknownMethod } from '../../rpc/errors.ts';
import { useRpc } from '../../rpc/hooks.ts';
import { copyText } from '../../ui/copy.ts';
import { EmptyState, ErrorState, Waiting } from '../../ui/states.tsx';
import { Section } from './Section.tsx';
import { clauseOf, fillTemplate, slotsOf, type Template } from './slots.ts';
import { linesOf, type OpenCase } from './useCase.ts';

export function useTemplates(
  open: OpenCase,
  event?: string,
): { list: (Template & { filled: string })[]; error: Error | null; isPending: boolean; retry: () => void } {
  const { reasons } = useWords();
  const { shop, kind } = open.answer.case;
  const told = useRpc<{ templates: Template[] }>('template.list', { shop });
  const list = useMemo(() => {
    const { case: c } = open.answer;
    const named = {
      goods: linesOf(open.trail)[0]?.title,
      state: sayIn('zh', c.state_says, c.state),
      reason: sayIn('zh', c.claim.reason_says ?? reasons?.[c.claim.reason], c.claim.reason),
      clause: clauseOf(open.actions?.actions.find((a) => a.event === event)),
    };
    const slots = slotsOf(open.answer, named);
    return (told.data?.templates ?? [])
      .filter(
        (one) => (!one.kind || one.kind === kind) && (!event || !one.events?.length || one.events.includes(event)),
      )
      .map((one) => ({ ...one, filled: fillTemplate(one.text, slots).text }));
  }, [told.data, open.answer, reasons, event]);
  return {
    list,
    error: isUnknownMethod(told.error) ? null : told.error,
    isPending: told.isPending,
    retry: () => void told.refetch(),
  };
}

/**
 * Reply templates above a message field: the first has the focus, Enter takes it, and whatever else is typed or pasted there
 * goes to the message. Templates that come late leave the focus where it is: the agent may be writing already.
 */
export function TemplateChips({
  open,
  event,
  autoFocus,
  onPick,
  onWrite,
}: {
  open: OpenCase;
  event: string;
  autoFocus: boolean;
  onPick: (text: string) => void;
  onWrite: () => void;
}) {
  const t = useTexts('workbench');
  const { list } = useTemplates(open, event);
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Once the dialog has taken the focus for itself.
    if (autoFocus) setTimeout(() => first.current?.focus(), 60);
  }, []);
  if (list.length === 0) return null;
  return (
    <div
      className="wb-chips"
      role="group"
      aria-label={t('templates.title')}
      onKeyDown={(e) => writes(e.nativeEvent) && onWrite()}
    >
      <span className="quiet">{t('templates.title')}</span>
      {list.slice(0, 8).map((one, at) => (
        <button
          key={one.id}
          ref={at === 0 ? first : undefined}
          type="button"
          title={one.filled}
          onClick={() => onPick(one.filled)}
        >
          {one.name}
        </button>
      ))}
    </div>
  );
}

/** Whether a key press on a button is meant for a text: Space presses the button. An input method's first letter counts. */
const writes = (e: KeyboardEvent): boolean =>
  e.ctrlKey || e.metaKey ? e.code === 'KeyV' : isComposing(e) || (e.key.length === 1 && e.key !== ' ' && !e.altKey);

/** All templates, filled from the case, to be copied into the platform's chat. `/` opens it. */
export function TemplateModal({ open, onClose }: { open: OpenCase; onClose: () => void }) {
  const t = useTexts('workbench');
  const copy = useCopied();
  const [typed, setTyped] = useState('');
  const { list, error, isPending, retry } = useTemplates(open);
  const found = list.filter((one) => typed === '' || `${one.name}${one.text}`.includes(typed));
  const take = (text: string): void => {
    void copy(text).then((done) => done && onClose());
  };
  return (
    <Modal open onCancel={onClose} footer={null} width={620} title={t('templates.title')}>
      <Input
        autoFocus
        value={typed}
        aria-label={t('templates.search')}
        placeholder={t('templates.search')}
        onChange={(e) => setTyped(e.target.value)}
        onPressEnter={() => found[0] && take(found[0].filled)}
      />
      {error && <ErrorState fault={error} onRetry={retry} />}
      {isPending && <Waiting />}
      {!error && !isPending && found.length === 0 && (
        <EmptyState title={t('templates.none')} text={t('templates.none_hint')} />
      )}
      <ul className="wb-templates">
        {found.map((one) => (
          <li key={one.id}>
            <button type="button" onClick={() => take(one.filled)}>
              <b>{one.name}</b>
              <span>{one.filled}</span>
            </button>
          </li>
        ))}
      </ul>
    </Modal>
  );
}

function useCopied(): (text: string) => Promise<boolean> {
  const t = useTexts('workbench');
  const { message } = App.useApp();
  return async (text) => {
    const done = await copyText(text);
    void message.info(t(done ? 'templates.copied' : 'common:hash.not_copied'));
    return done;
  };
}

/** The first few, at hand beside the case: a click copies. */
export function Replies({ open, onTemplates }: { open: OpenCase; onTemplates: () => void }) {
  const t = useTexts('workbench');
  const copy = useCopied();
  const { list } = useTemplates(open);
  return (
    <Section
      title={t('templates.title')}
      extra={
        <Button size="small" type="text" onClick={onTemplates}>
          {t('templates.open')} <kbd>/</kbd>
        </Button>
      }
    >
      <div className="wb-chips">
        {list.slice(0, 6).map((one) => (
          <button key={one.id} type="button" title={one.filled} onClick={() => void copy(one.filled)}>
            {one.name}
          </button>
        ))}
      </div>
    </Section>
  );
}
