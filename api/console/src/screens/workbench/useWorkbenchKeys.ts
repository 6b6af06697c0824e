import { useTexts } from '../../i18n/texts.ts';
import { useKey } from '../../keys/keys.ts';

export type WorkbenchKeys = {
  enabled: boolean;
  step: (by: number) => void;
  act: (n: number) => void;
  evidence: () => void;
  note: () => void;
  templates: () => void;
  pack: () => void;
  commands: () => void;
};

/** The keys of the workbench, while no sheet is open. */
export function useWorkbenchKeys(keys: WorkbenchKeys): void {
  const t = useTexts('workbench');
  const { enabled } = keys;
  const group = t('keys.case');
  useKey('j', () => keys.step(1), { enabled, text: t('keys.next'), group: t('keys.queue') });
  useKey('k', () => keys.step(-1), { enabled, text: t('keys.previous'), group: t('keys.queue') });
  useKey('1,2,3,4,5,6,7,8,9', (event) => keys.act(Number(event.code.slice(-1))), {
    enabled,
    text: t('keys.act'),
    group,
    shown: '1-9',
  });
  useKey('e', keys.evidence, { enabled, text: t('evidence.add'), group });
  useKey('n', keys.note, { enabled, text: t('note.title'), group });
  useKey('slash', keys.templates, { enabled, text: t('templates.title'), group, shown: '/' });
  useKey('p', keys.pack, { enabled, text: t('keybar.pack'), group });
  useKey('mod+k', keys.commands, {
    enabled,
    inFields: true,
    text: t('commands.title'),
    group: t('common:keys.everywhere'),
  });
}
