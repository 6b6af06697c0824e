import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { withoutUnit } from '../../i18n/words.ts';
import { formatMoment } from '../../time/format.ts';
import { useFactValue } from './factValue.ts';
import { useNames } from './names.ts';
import type { Explanation } from './proof.ts';

/** The facts that rules read, each with its value as it was and where it came from. */
export function FactsRead({ explanation, currency }: { explanation: Explanation; currency: string | undefined }) {
  const t = useTexts('why');
  const say = useSay();
  const lang = useLang();
  const names = useNames();
  const facts = (explanation.facts ?? []).filter((fact) => fact.value !== null && fact.value !== undefined);
  const unknown = (explanation.facts ?? []).filter((fact) => fact.value === null || fact.value === undefined);
  const factValue = useFactValue();
  if (facts.length === 0 && unknown.length === 0) return null;
  return (
    <section>
      <h3>{t('facts_read')}</h3>
      {facts.length > 0 && (
        <table className="facts-read">
          <thead>
            <tr>
              <th>{t('fact')}</th>
              <th>{t('value')}</th>
              <th>{t('origin')}</th>
            </tr>
          </thead>
          <tbody>
            {facts.map((fact) => (
              <tr key={fact.path}>
                <td title={fact.path}>{withoutUnit(fact.path, say(fact.says, fact.path))}</td>
                <td>
                  <b>{factValue(fact.path, fact.value, currency)}</b>
                </td>
                <td className="quiet">
                  {fact.from
                    ? `${names.event(fact.from.event)} · ${formatMoment(fact.from.at, lang)}`
                    : t(`origin_${fact.origin}`)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {unknown.length > 0 && (
        <p className="quiet story-unknown">
          {t('not_known')} {unknown.map((fact) => say(fact.says, fact.path)).join(t('comma'))}
        </p>
      )}
    </section>
  );
}
