import { Alert, Button } from 'antd';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { useWord, type WordTable, withoutUnit } from '../../i18n/words.ts';
import { formatMoney, isMoney } from '../../money/money.ts';
import type { CaseAnswer, Entry, Says, WorkflowEvent } from '../../rpc/types.ts';
import { formatMoment } from '../../time/format.ts';
import { Actor } from '../../ui/Actor.tsx';
import { changesBetween } from './changes.ts';

/** What someone else did to the case while this form was open: field by field, before it can be sent again. */
export function Conflict({
  before,
  after,
  trail,
  events,
  onSeen,
}: {
  before: CaseAnswer;
  after: CaseAnswer;
  trail: Entry[];
  events: WorkflowEvent[];
  onSeen: () => void;
}) {
  const t = useTexts('workbench');
  const word = useWord();
  const say = useSay();
  const show = useShow();
  const changes = changesBetween(before, after);
  const since = trail.slice(before.trail_length);
  return (
    <Alert
      type="warning"
      className="wb-conflict"
      title={t('conflict.title')}
      description={
        <>
          <ul>
            {since.map((entry) => (
              <li key={entry.id}>
                <b>
                  <Actor id={entry.actor} name={entry.actor_name} />
                </b>{' '}
                {say(events.find((e) => e.name === entry.event)?.says, word('acts', entry.event))}
              </li>
            ))}
          </ul>
          {changes.length > 0 && (
            <table className="wb-diff">
              <thead>
                <tr>
                  <th>{t('conflict.field')}</th>
                  <th>{t('conflict.before')}</th>
                  <th>{t('conflict.after')}</th>
                </tr>
              </thead>
              <tbody>
                {changes.map((change) => (
                  <tr key={change.path}>
                    <th>{withoutUnit(change.path, word('facts', change.path))}</th>
                    <td className="was">{show(change.before, change.path)}</td>
                    <td className="is">{show(change.after, change.path)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          <Button type="primary" size="small" onClick={onSeen}>
            {t('conflict.seen')}
          </Button>
        </>
      }
    />
  );
}

/** Facts whose values have a table of words of their own; all other closed values are among `fields`. */
const tables: Record<string, WordTable> = { 'claim.reason': 'reasons', 'claim.wants': 'wants', 'case.kind': 'kinds' };

/** A value of a fact or field as people read it. */
export function useShow(): (value: unknown, path?: string) => string {
  const t = useTexts('workbench');
  const say = useSay();
  const word = useWord();
  const lang = useLang();
  return (value, path) => {
    if (value === undefined || value === null || value === '') return '—';
    if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no');
    if (typeof value === 'number' && path?.endsWith('_minor')) return formatMoney({ minor: value, currency: 'CNY' });
    if (isMoney(value)) return formatMoney(value);
    if (typeof value === 'object' && 'zh' in value) return say(value as Says);
    if (Array.isArray(value)) return value.map(String).join('、') || '—';
    if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) return formatMoment(value, lang);
    if (typeof value === 'string' && path) return word(tables[path] ?? 'fields', value);
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
}
