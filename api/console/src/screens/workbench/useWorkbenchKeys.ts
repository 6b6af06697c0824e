import { useTexts } from '../../i18n/texts.ts';
import { useKey } from '../../keys/keys.ts';

/** What the keys of the workbench do; the bar below it has a button for each. */
export type WorkbenchKeys = {
  next: () => void;
  previous: () => void;
  act: (n: number) => void;
  evidence: () => void;
  claim: () => void;
  view: () => void;
  note: () => void;
  templates: () => void;
  pack: () => void;
  commands: () => void;
};

export function useWorkbenchKeys(keys: WorkbenchKeys): void {
  const t = useTexts('workbench');
  const group = t('keys.case');
  useKey('j', keys.next, { text: t('keys.next'), group: t('keys.queue') });
  useKey('k', keys.previous, { text: t('keys.previous'), group: t('keys.queue') });
  useKey('c', keys.claim, { text: t('keys.claim'), group: t('keys.queue') });
  useKey('1,2,3,4,5,6,7,8,9', (event) => keys.act(Number(event.code.slice(-1))), {
    text: t('keys.act'),
    group,
    shown: '1-9',
  });
  useKey('e', keys.evidence, { text: t('evidence.add'), group });
  useKey('v', keys.view, { text: t('keys.view'), group });
  useKey('n', keys.note, { text: t('note.title'), group });
  useKey('slash', keys.templates, { text: t('templates.title'), group, shown: '/' });
  useKey('p', keys.pack, { text: t('keybar.pack'), group });
}
