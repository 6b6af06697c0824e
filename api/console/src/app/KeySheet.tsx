import { Modal, Switch } from 'antd';
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

/** The keys of what is on the screen right now. */
export function KeySheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTexts();
  const rows = useKeyRows();
  const off = useKeysOff();
  const groups = new Map<string, KeyRow[]>();
  for (const row of rows) groups.set(row.group, [...(groups.get(row.group) ?? []), row]);
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('keys.title')} width={560}>
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
