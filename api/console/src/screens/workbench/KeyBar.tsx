import { useLang, useTexts } from '../../i18n/texts.ts';
import { useKeysOff } from '../../keys/keys.ts';
import { useLiveStatus } from '../../live/live.ts';
import { useNow } from '../../time/clock.ts';
import { formatClock } from '../../time/format.ts';

const keys = [
  ['J', 'K', 'move'],
  ['1-9', 'act'],
  ['E', 'evidence'],
  ['N', 'note'],
  ['/', 'templates'],
  ['P', 'pack'],
  ['Ctrl+K', 'commands'],
  ['?', 'help'],
] as const;

/** The keys at hand, and whether what is shown is in step with the server. */
export function KeyBar() {
  const t = useTexts('workbench');
  const off = useKeysOff();
  const status = useLiveStatus();
  return (
    <footer className="wb-keybar">
      <div className={off ? 'quiet wb-keys wb-keys-off' : 'quiet wb-keys'}>
        {keys.map((row) => {
          const [name, ...pressed] = [...row].reverse();
          return (
            <span key={name}>
              {pressed.reverse().map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}{' '}
              {t(`keybar.${name}`)}
            </span>
          );
        })}
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
