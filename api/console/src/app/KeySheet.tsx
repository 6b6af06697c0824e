import { Modal, Switch } from 'antd';
import { useSyncExternalStore } from 'react';
import { useTexts } from '../i18n/texts.ts';
import { type KeyRow, setKeysOff, useKeyRows, useKeysOff } from '../keys/keys.ts';

const spelled: Record<string, string> = { mod: 'Ctrl', shift: 'Shift', slash: '/', escape: 'Esc', enter: 'Enter' };

export const spell = (keys: string): string =>
  keys
    .split(',')
    .map((one) =>
      one
        .split('+')
        .map((key) => spelled[key] ?? (key.length === 1 ? key.toUpperCase() : key))
        .join('+'),
    )
    .join(' / ');

let open = false;
const listeners = new Set<() => void>();

export function showKeySheet(on: boolean): void {
  open = on;
  for (const listener of listeners) listener();
}

const useOpen = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => open,
  );

/** The keys of what is on the screen right now. */
export function KeySheet() {
  const shown = useOpen();
  const t = useTexts();
  const rows = useKeyRows();
  const off = useKeysOff();
  const groups = new Map<string, KeyRow[]>();
  // Forms are closed while this list is open, so their keys stand here for all of them.
  const forms: KeyRow[] = [
    { keys: 'mod+enter', text: t('keys.send'), group: t('keys.forms') },
    { keys: 'escape', text: t('keys.leave'), group: t('keys.forms') },
    { keys: 'mod+v', text: t('keys.paste'), group: t('keys.forms') },
  ];
  for (const row of [...rows, ...forms]) groups.set(row.group, [...(groups.get(row.group) ?? []), row]);
  return (
    <Modal open={shown} onCancel={() => showKeySheet(false)} footer={null} title={t('keys.title')} width={640}>
      <label className="keys-switch">
        <Switch checked={!off} onChange={(on) => setKeysOff(!on)} aria-label={t('keys.on')} size="small" />
        <span>{t('keys.on')}</span>
      </label>
      {[...groups].map(([group, list]) => (
        <section key={group} className="keys-group">
          <h3>{group}</h3>
          <dl>
            {list.map((row) => (
              <div key={row.keys + row.text}>
                <dt>
                  <kbd>{spell(row.keys)}</kbd>
                </dt>
                <dd>{row.text}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Modal>
  );
}
