import type { ReactNode } from 'react';
import { showKeySheet } from '../../app/KeySheet.tsx';
import { useLang, useTexts } from '../../i18n/texts.ts';
import { useKeysOff } from '../../keys/keys.ts';
import { useLiveStatus } from '../../live/live.ts';
import type { LiveStatus } from '../../live/socket.ts';
import { serverNow } from '../../time/clock.ts';
import { formatClock } from '../../time/format.ts';
import type { Reading } from './useCase.ts';
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
export function KeyBar({ keys, works, reading }: { keys: WorkbenchKeys; works: boolean; reading: Reading }) {
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
      <Sync status={status} reading={reading} />
    </footer>
  );
}

/** In step only while the line is up and what is shown could be read; with the moment it was read, on the server's clock. */
function Sync({ status, reading: { fresh, retry } }: { status: LiveStatus; reading: Reading }) {
  const t = useTexts();
  const own = useTexts('workbench');
  const lang = useLang();
  const at = fresh && formatClock(fresh.at + serverNow() - Date.now(), lang);
  if (status === 'lost') return <Light tone="ink-urgent">{t('shell.reconnecting')}</Light>;
  if (fresh?.failed)
    return (
      <Light tone="ink-urgent">
        {own('keybar.stale', { at })}{' '}
        <button type="button" className="wb-link" onClick={retry}>
          {t('state.retry')}
        </button>
      </Light>
    );
  if (status !== 'live' || !fresh) return <Light tone="quiet">{t('shell.connecting')}</Light>;
  return <Light tone="ink-good">{t('shell.synced', { at })}</Light>;
}

const Light = ({ tone, children }: { tone: string; children: ReactNode }) => (
  <span className={`wb-sync ${tone}`}>
    <i aria-hidden /> <span>{children}</span>
  </span>
);
