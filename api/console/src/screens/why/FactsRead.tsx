import { Table } from 'antd';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { formatMoment } from '../../time/format.ts';
import { useNames } from './names.ts';
import type { Explanation, ReadFact } from './proof.ts';
import { valueWords } from './values.ts';

/** The facts that rules read, each with its value as it was and where it came from. */
export function FactsRead({ explanation, currency }: { explanation: Explanation; currency: string | undefined }) {
  const t = useTexts('why');
  const say = useSay();
  const lang = useLang();
  const names = useNames();
  const facts = (explanation.facts ?? []).filter((fact) => fact.value !== null && fact.value !== undefined);
  const unknown = (explanation.facts ?? []).filter((fact) => fact.value === null || fact.value === undefined);
  const words = { yes: t('yes'), no: t('no'), unknown: t('value_unknown'), none: t('value_none') };
  if (facts.length === 0 && unknown.length === 0) return null;
  return (
    <section>
      <h3>{t('facts_read')}</h3>
      <Table<ReadFact>
        size="small"
        rowKey="path"
        pagination={false}
        dataSource={facts}
        columns={[
          {
            key: 'fact',
            title: t('fact'),
            render: (_, fact) => <span title={fact.path}>{say(fact.says, fact.path)}</span>,
          },
          {
            key: 'value',
            title: t('value'),
            render: (_, fact) => <b>{valueWords(fact.path, fact.value, words, lang, currency)}</b>,
          },
          {
            key: 'origin',
            title: t('origin'),
            render: (_, fact) =>
              fact.from ? (
                <span className="quiet">
                  {names.event(fact.from.event)} · {formatMoment(fact.from.at, lang)}
                </span>
              ) : (
                <span className="quiet">{t(`origin_${fact.origin}`)}</span>
              ),
          },
        ]}
      />
      {unknown.length > 0 && (
        <p className="quiet story-unknown">
          {t('not_known')} {unknown.map((fact) => say(fact.says, fact.path)).join(t('comma'))}
        </p>
      )}
    </section>
  );
}
