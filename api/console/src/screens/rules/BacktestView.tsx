import { Link } from 'react-router';
import { pathOf } from '../../app/screens.ts';
import { useLang, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { formatMoney } from '../../money/money.ts';
import type { Money } from '../../rpc/types.ts';
import { formatMoment } from '../../time/format.ts';
import type { Backtest, CaseChange, DecisionChange, Sum } from './types.ts';
import { useEventName } from './useBooks.ts';

const signed = (money: Money): string => `${money.minor > 0 ? '+' : ''}${formatMoney(money)}`;

/** What a changed book would have done to the recorded decisions: sums with money, by rule and month, and each case. */
export function BacktestView({ answer }: { answer: Backtest }) {
  const t = useTexts('rules');
  const { total } = answer;
  return (
    <div className="ru-test">
      <p className="ru-large" role="status">
        {answer.empty && answer.cases_total === 0
          ? t('bt_empty', { count: answer.decisions, decisions: answer.decisions })
          : t('bt_cases', { count: answer.cases_total, cases: answer.cases_total, decisions: answer.decisions })}
      </p>
      {answer.cut && <p className="ink-soon">{t('bt_cut', { day: answer.next_from ?? '' })}</p>}
      <dl className="ru-sums">
        <Figure name={t('bt_refused')} value={total.refused_now} bad />
        <Figure name={t('bt_accepted')} value={total.accepted_now} />
        <Figure name={t('bt_earlier')} value={total.deadlines.earlier} />
        <Figure name={t('bt_later')} value={total.deadlines.later} />
        <Figure name={t('bt_new_due')} value={total.deadlines.new} />
        <Figure name={t('bt_gone_due')} value={total.deadlines.gone} />
        <Figure name={t('bt_refunds')} value={total.refunds.map(signed).join(' ') || 0} />
        <Figure name={t('bt_compensation')} value={total.compensation.map(signed).join(' ') || 0} />
        <Figure name={t('bt_untold')} value={total.untold} />
      </dl>
      {answer.cases.length > 0 && (
        <>
          <h4>{t('bt_list', { count: answer.cases.length })}</h4>
          <ul className="ru-cases">
            {answer.cases.map((one) => (
              <CaseRow key={one.case_id} one={one} />
            ))}
          </ul>
        </>
      )}
      {answer.rules.length > 0 && <SumTable title={t('bt_by_rule')} rows={answer.rules.map((r) => [r.id, r])} />}
      {answer.months.length > 1 && <SumTable title={t('bt_by_month')} rows={answer.months.map((m) => [m.month, m])} />}
      <p className="quiet">
        {t('bt_not_compared', {
          other: answer.not_compared.of_other_books,
          table: answer.not_compared.by_the_table,
          unknown: answer.not_compared.unknown_events,
        })}
      </p>
    </div>
  );
}

function Figure({ name, value, bad = false }: { name: string; value: number | string; bad?: boolean }) {
  return (
    <div className={value === 0 ? 'zero' : bad ? 'bad' : undefined}>
      <dt>{name}</dt>
      <dd className="digits">{value}</dd>
    </div>
  );
}

function CaseRow({ one }: { one: CaseChange }) {
  const t = useTexts('rules');
  const word = useWord();
  const path = pathOf('workbench', { caseId: one.case_id });
  const owed = one.compensation;
  return (
    <li>
      {path ? (
        <Link to={path} className="mono">
          {one.case_id}
        </Link>
      ) : (
        <span className="mono">{one.case_id}</span>
      )}{' '}
      <span className="quiet">{word('kinds', one.kind)}</span>
      <ul>
        {one.decisions.map((decision) => (
          <DecisionRow key={decision.entry_id} kind={one.kind} decision={decision} />
        ))}
        {owed && (
          <li>
            {t('bt_owed', {
              id: owed.id,
              was: formatMoney({ minor: owed.was_minor, currency: owed.currency }),
              now: formatMoney({ minor: owed.now_minor, currency: owed.currency }),
            })}
          </li>
        )}
      </ul>
    </li>
  );
}

function DecisionRow({ kind, decision }: { kind: string; decision: DecisionChange }) {
  const t = useTexts('rules');
  const word = useWord();
  const lang = useLang();
  const eventName = useEventName();
  const verdict = (v: string | null): string => (v === null ? t('verdict_none') : word('verdicts', v));
  const at = (moment: string | null): string => (moment === null ? t('due_none') : formatMoment(moment, lang));
  return (
    <li>
      <span className="quiet digits">{formatMoment(decision.at, lang)}</span> {eventName(`${kind}.${decision.event}`)}
      {decision.outcome && (
        <b className={decision.outcome.now === 'refused' ? 'ink-bad' : 'ink-good'}>
          {' '}
          {t(decision.outcome.now === 'refused' ? 'bt_now_refused' : 'bt_now_accepted')}
          {decision.outcome.rule && `（${decision.outcome.rule}）`}
        </b>
      )}
      {decision.refund && <b> {signed(decision.refund)}</b>}
      {decision.due && (
        <span> {t('bt_due', { id: decision.due.id, was: at(decision.due.was), now: at(decision.due.now) })}</span>
      )}
      {decision.verdicts?.map((v) => (
        <span key={v.rule}>
          {' '}
          <code>{v.rule}</code> {verdict(v.was)} → {verdict(v.now)}
        </span>
      ))}
      {decision.untold?.map((u) => (
        <span key={u.rule} className="ink-soon">
          {' '}
          {t('bt_untold_of', { rule: u.rule, facts: u.facts.join(', ') })}
        </span>
      ))}
    </li>
  );
}

function SumTable({ title, rows }: { title: string; rows: [string, Sum][] }) {
  const t = useTexts('rules');
  return (
    <>
      <h4>{title}</h4>
      <table className="ru-table">
        <thead>
          <tr>
            <th>{title}</th>
            <th>{t('bt_verdicts_short')}</th>
            <th>{t('bt_refused_short')}</th>
            <th>{t('bt_accepted_short')}</th>
            <th>{t('bt_due_short')}</th>
            <th>{t('bt_refunds')}</th>
            <th>{t('bt_compensation')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, sum]) => (
            <tr key={name}>
              <td className="mono">{name}</td>
              <td>{sum.verdicts || ''}</td>
              <td>{sum.refused_now || ''}</td>
              <td>{sum.accepted_now || ''}</td>
              <td>{sum.deadlines.earlier + sum.deadlines.later + sum.deadlines.new + sum.deadlines.gone || ''}</td>
              <td>{sum.refunds.map(signed).join(' ')}</td>
              <td>{sum.compensation.map(signed).join(' ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
