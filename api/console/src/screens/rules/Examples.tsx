import { CheckOutlined, CloseOutlined } from '@ant-design/icons';
import type { Tone } from '../../app/tokens.ts';
import { useLang, useTexts } from '../../i18n/texts.ts';
import { useWord, withoutUnit } from '../../i18n/words.ts';
import { formatMoment } from '../../time/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { useFactValue } from '../why/factValue.ts';
import type { Example } from './types.ts';

const toneOf: Record<string, Tone> = { holds: 'good', fails: 'bad', unproven: 'soon', out_of_scope: 'neutral' };

/** What a clause comes to in the cases its book gives as examples: the situation, what it should be, what it is. */
export function Examples({ examples }: { examples: Example[] }) {
  const t = useTexts('rules');
  const word = useWord();
  const value = useFactValue();
  const verdict = useVerdict();
  return (
    <table className="ru-examples">
      <thead>
        <tr>
          <th scope="col">{t('situation')}</th>
          <th scope="col">{t('expected')}</th>
          <th scope="col">{t('actual')}</th>
        </tr>
      </thead>
      <tbody>
        {examples.map((example, at) => (
          <tr key={at}>
            <td>
              <ul>
                {situationOf(example).map(([path, one]) => (
                  <li key={path} title={path} className={isNew(path, one, examples[at - 1]) ? 'ru-new' : undefined}>
                    <span className="quiet">{withoutUnit(path, word('facts', path))}</span> {value(path, one, 'CNY')}
                  </li>
                ))}
                {example.evidence.length > 0 && (
                  <li>
                    <span className="quiet">{t('evidence')}</span>{' '}
                    {example.evidence.map((kind) => word('evidence_kinds', kind)).join(t('comma'))}
                  </li>
                )}
              </ul>
            </td>
            <td>{verdict(example, example.expected)}</td>
            <td>
              <span className="ru-actual">
                {verdict(example, example.actual)}
                {example.actual === example.expected ? (
                  <CheckOutlined className="mark-good" aria-label={t('as_expected')} />
                ) : (
                  <CloseOutlined className="mark-bad" aria-label={t('not_as_expected')} />
                )}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Whether a fact says here what it did not in the example before: what makes the difference stands out. */
const isNew = (path: string, one: unknown, before: Example | undefined): boolean =>
  before !== undefined && JSON.stringify(before.facts[path]) !== JSON.stringify(one);

/** The facts of an example; its moment only where nothing else tells it from others. */
function situationOf({ facts, evidence }: Example): [string, unknown][] {
  const told = Object.entries(facts).filter(([path]) => path !== 'now');
  return told.length > 0 || evidence.length > 0 ? told : Object.entries(facts);
}

function useVerdict(): (example: Example, text: string) => React.ReactNode {
  const t = useTexts('rules');
  const word = useWord();
  const lang = useLang();
  return ({ what }, text) => {
    if (what === 'rule') {
      const says = text === 'out_of_scope' ? t('out_of_scope') : word('verdicts', text);
      return <Badge tone={toneOf[text] ?? 'neutral'}>{says}</Badge>;
    }
    if (Number.isNaN(Date.parse(text))) return text === 'none' ? t('no_deadline') : text;
    return <span className="digits">{formatMoment(text, lang)}</span>;
  };
}

/** The examples of one version of a clause: those whose moment, as a day in Beijing, lies in the time it holds. */
export function examplesOf(all: Example[] | undefined, from: string | undefined, to: string | undefined): Example[] {
  const dayOf = (at: string): string => new Date(Date.parse(at) + 8 * 3600_000).toISOString().slice(0, 10);
  const own = (all ?? []).filter(({ at }) => (!from || dayOf(at) >= from) && (!to || dayOf(at) <= to));
  return own.length > 0 ? own : (all ?? []);
}
