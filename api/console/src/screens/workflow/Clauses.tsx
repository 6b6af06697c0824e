import { useSay, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { serverNow } from '../../time/clock.ts';
import { Badge } from '../../ui/Badge.tsx';
import { ClauseText } from '../../ui/ClauseText.tsx';
import { toneOfEffect } from '../../ui/effects.ts';
import { ReasonTag } from '../../ui/ReasonTag.tsx';
import { holdsOn, speaksOf } from './graph.ts';
import { type Book, beijingDay, type Clause } from './useWorkflow.ts';

function inForce(all: Clause[] | undefined, about: (clause: Clause) => boolean): Clause[] {
  const today = beijingDay(serverNow());
  return (all ?? []).filter((c) => about(c) && holdsOn(today, c));
}

/** The rules and the demands for evidence that speak of one event, in the chosen book, in force today. */
export function EventClauses({ book, kind, event }: { book: Book; kind: string; event: string }) {
  const t = useTexts('workflow');
  const say = useSay();
  const word = useWord();
  const about = (clause: Clause): boolean => speaksOf(clause.on, kind, event);
  const rules = inForce(book.rules, about);
  const needs = inForce(book.evidence_needs, about);
  return (
    <>
      <h4>{t('rules', { count: rules.length })}</h4>
      {rules.length === 0 && <p className="quiet">{t('no_rules')}</p>}
      <ul className="wf-clauses">
        {rules.map((rule) => (
          <li key={rule.id}>
            <ReasonTag because={{ rule: rule.id, says: rule.says }} book={book.id} />{' '}
            <Badge tone={toneOfEffect(rule.effect)}>{say(rule.effect_says, word('effects', rule.effect))}</Badge>
            <p>
              <ClauseText says={rule.says} />
            </p>
          </li>
        ))}
      </ul>
      {needs.length > 0 && (
        <>
          <h4>{t('evidence')}</h4>
          <ul className="wf-clauses">
            {needs.map((need) => (
              <li key={need.id}>
                <code className="quiet">{need.id}</code>{' '}
                {(need.any_of ?? []).map((kinds, i) => (
                  <span key={kinds.join()}>
                    {i > 0 && t('and')}
                    {kinds.map((k) => word('evidence_kinds', k)).join(t('or'))}
                  </span>
                ))}
                <p>
                  <ClauseText says={need.says} />
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** The terms that the chosen book sets for what a state waits for. */
export function Terms({ book, slot }: { book: Book | undefined; slot: string }) {
  const t = useTexts('workflow');
  const terms = inForce(book?.deadlines, (d) => d.slot === slot);
  return (
    <>
      <h4>{t('deadline')}</h4>
      {book && terms.length === 0 && <p className="quiet">{t('no_terms')}</p>}
      <ul className="wf-clauses">
        {terms.map((term) => (
          <li key={term.id}>
            <ReasonTag because={{ rule: term.id, says: term.says }} {...(book ? { book: book.id } : {})} />
            <p>
              <ClauseText says={term.says} />
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
