import { useLang, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { formatFull } from '../../time/format.ts';
import { useNames } from '../why/names.ts';

type Params = Record<string, unknown>;

/** Members that say nothing to people: hashes, what another column shows, and what another member tells shorter. */
const unsaid = new Set([
  'password_sha256',
  'secret_sha256',
  'recovery_sha256',
  'begun_at',
  'confirmed_at',
  'nonce',
  'request_id',
  'shop',
  'created_at',
  'checkpoint',
  'scores',
  'off',
]);
/** Members that the console's own headings name. */
const headings: Record<string, string> = {
  by: 'by',
  changes: 'rules_changed',
  display: 'display',
  events: 'for_events',
  kind: 'for_kind',
  label: 'label',
  name: 'called',
  on: 'standing',
  points: 'points',
  reason: 'reason',
  role: 'role',
};
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const hash = /^[0-9a-f]{64}$/;

/** An office act's particulars, most telling first: a name before an id, hashes cut short, times as people write them. */
export function particularsOf(params: Params, say: (name: string, value: unknown) => string): string {
  const order = ['display', 'label', 'name', 'role', 'on', 'reason', 'book'];
  const rank = (name: string): number => (order.includes(name) ? order.indexOf(name) : name === 'id' ? 99 : 50);
  return Object.entries(params)
    .filter(([name, value]) => !unsaid.has(name) && value !== '' && value !== null)
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([name, value]) => say(name, value))
    .join(' · ');
}

/** One member in words: `role` by its name, times and hashes shortened, lists one by one. */
export function useParticular(): (params: Params) => string {
  const t = useTexts('settings');
  const lang = useLang();
  const word = useWord();
  const names = useNames();
  const value = (name: string, given: unknown): string => {
    if (Array.isArray(given)) return given.map((each) => value(name, each)).join(', ');
    if (given !== null && typeof given === 'object')
      return Object.entries(given)
        .filter(([, inner]) => inner !== null && inner !== '')
        .map(([key, inner]) => `${key} ${value(key, inner)}`)
        .join(' ');
    if (typeof given === 'boolean') return t(given ? 'on' : 'off');
    if (typeof given !== 'string') return String(given);
    if (moment.test(given)) return formatFull(given, lang);
    if (hash.test(given)) return `${given.slice(0, 8)}…`;
    if (name === 'by') return word('proofs', given);
    if (name === 'events') return names.event(given);
    if (name === 'kind') return names.kind(given);
    return name === 'role' ? word('roles', given) : given;
  };
  return ({ of, ...params }) =>
    particularsOf(params, (name, given) => {
      const told = name === 'points' && of !== undefined ? `${given} / ${of}` : value(name, given);
      const heading = headings[name];
      return heading === undefined ? `${name}: ${told}` : t('particular', { name: t(heading), value: told });
    });
}
