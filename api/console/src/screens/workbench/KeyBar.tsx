import { showKeySheet } from '../../app/KeySheet.tsx';
import { useLang, useTexts } from '../../i18n/texts.ts';
import { useKeysOff } from '../../keys/keys.ts';
import { useLiveStatus } from '../../live/live.ts';
import { useNow } from '../../time/clock.ts';
import { formatClock } from '../../time/format.ts';
import type { WorkbenchKeys } from './useWorkbenchKeys.ts';

/** Keys of what only those do whose screen it is. */
const writing = ['evidence', 'note', 'templates'];

const shown = [
  ['J', 'next'],
  ['K', 'previous'],
  ['E', 'evidence'],
  ['V', 'view'],
  ['N', 'note'],
  ['/', 'templates'],
  ['P', 'pack'],
  ['Ctrl+K', 'commands'],
] as const;

/** The keys at hand, each a button too, and whether what is shown is in step with the server. */
export function KeyBar({ keys, works }: { keys: WorkbenchKeys; works: boolean }) {
  const t = useTexts('workbench');
  const off = useKeysOff();
  const status = useLiveStatus();
  return (
    <footer className="wb-keybar">
      <div className={off ? 'quiet wb-keys wb-keys-off' : 'quiet wb-keys'}>
        {shown.map(
          ([key, name]) =>
            (works || !writing.includes(name)) && (
              <button key={name} type="button" onClick={() => keys[name]()}>
                <kbd>{key}</kbd> {t(`keybar.${name}`)}
              </button>
            ),
        )}
        <button type="button" onClick={() => showKeySheet(true)}>
          <kbd>?</kbd> {t('keybar.help')}
        </button>
      </div>
      <Sync live={status === 'live'} lost={status === 'lost'} />
    </footer>
  );
}

function Sync({ live, lost }: { live: boolean; lost: boolean }) {
  const t = useTexts();
  const lang = useLang();
  const now = useNow();
  return (
    <span className={`wb-sync ${live ? 'ink-good' : lost ? 'ink-urgent' : 'quiet'}`}>
      <i aria-hidden />{' '}
      {live ? t('shell.synced', { at: formatClock(now, lang) }) : t(lost ? 'shell.reconnecting' : 'shell.connecting')}
    </span>
  );
}
