import { LockOutlined, RightOutlined, WarningOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useSay, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import type { Action, Call, Due, WhyNot } from '../../rpc/types.ts';
import { ReasonTag } from '../../ui/ReasonTag.tsx';
import { lacksOf, useLacks } from './lacks.ts';
import { type Ranked, sameAsSilence } from './ranking.ts';
import type { Checklist } from './useCase.ts';

export type ActionHandlers = { onAct: (action: Action) => void; onFix: (fix: Call, action: Action) => void };

/** What can be done now, best first; what cannot, with why and what opens it. Nothing is greyed out without a word. */
export function ActionList({
  ranked,
  due,
  checklist,
  onAct,
  onFix,
}: { ranked: Ranked; due: Due | undefined; checklist: Checklist | undefined } & ActionHandlers) {
  const t = useTexts('workbench');
  const [all, setAll] = useState(false);
  if (ranked.own.length === 0 && ranked.others.length === 0) return <p className="quiet wb-pad">{t('actions.none')}</p>;
  const numbered = ranked.own.map((action, at) => ({ action, digit: at + 1 }));
  const allowed = numbered.filter(({ action }) => action.allowed);
  const closed = numbered.filter(({ action }) => !action.allowed);
  return (
    <section aria-label={t('actions.title')} className="wb-actions">
      {allowed.length > 0 && (
        <>
          <h2>{t('actions.now')}</h2>
          <ol>
            {allowed.map(({ action, digit }) => (
              <li key={action.event + action.party}>
                <Allowed action={action} due={due} digit={digit} first={digit === 1} onAct={onAct} />
              </li>
            ))}
          </ol>
        </>
      )}
      {closed.length > 0 && (
        <>
          <h2>
            {t('actions.closed')}{' '}
            <small className="quiet">
              {t(closed.some(({ action }) => fixOf(action)) ? 'actions.closed_fix' : 'actions.closed_hint')}
            </small>
          </h2>
          <ol>
            {closed.map(({ action, digit }) => (
              <li key={action.event + action.party}>
                <Blocked action={action} digit={digit} checklist={checklist} onFix={onFix} onAct={onAct} />
              </li>
            ))}
          </ol>
        </>
      )}
      {ranked.own.length === 0 && <p className="quiet wb-pad">{t('actions.none_ours')}</p>}
      {ranked.others.length > 0 && (
        <div className="wb-others">
          <button type="button" className="wb-link" aria-expanded={all} onClick={() => setAll(!all)}>
            <RightOutlined rotate={all ? 90 : 0} aria-hidden /> {t('actions.others', { n: ranked.others.length })}
          </button>
          {all && (
            <ul>
              {ranked.others.map((action) => (
                <Other key={action.event + action.party} action={action} />
              ))}
            </ul>
          )}
        </div>
      )}
    </section>
  );
}

const Digit = ({ n }: { n: number }) => (n <= 9 ? <kbd>{n}</kbd> : <span className="wb-nokey" />);

function Allowed({
  action,
  due,
  digit,
  first,
  onAct,
}: {
  action: Action;
  due: Due | undefined;
  digit: number;
  first: boolean;
  onAct: ActionHandlers['onAct'];
}) {
  const say = useSay();
  const t = useTexts('workbench');
  const [all, setAll] = useState(false);
  return (
    <div className={`wb-action ${first ? 'wb-action-first' : ''}`} data-event={action.event} data-allowed="true">
      <Digit n={digit} />
      <div className="wb-action-body">
        <div className="wb-action-line">
          <b>{say(action.says, action.event)}</b>
          {action.irreversible && <span className="wb-final">{t('actions.irreversible')}</span>}
          {sameAsSilence(action, due) && <small className="quiet">{t('actions.same_as_silence')}</small>}
          <span className="wb-tags" data-all={all}>
            {action.because.slice(0, all ? undefined : 3).map((because) => (
              <ReasonTag key={because.rule} because={because} />
            ))}
            {action.because.length > 3 && !all && (
              <button
                type="button"
                className="wb-link"
                onClick={() => setAll(true)}
                aria-label={`+${action.because.length - 3} ${t('actions.all_grounds')}`}
              >
                +{action.because.length - 3}
              </button>
            )}
          </span>
        </div>
        {action.warnings.slice(0, all ? undefined : 2).map((warning, at) => (
          <p key={at} className="ink-soon wb-warn">
            <WarningOutlined aria-hidden />
            <span>
              {say(warning.says)} <ReasonTag because={warning} />
            </span>
          </p>
        ))}
      </div>
      <Button
        type={first ? 'primary' : 'default'}
        size="small"
        onClick={() => onAct(action)}
        aria-label={`${t('actions.do')} ${say(action.says)}`}
      >
        {t('actions.do')}
      </Button>
    </div>
  );
}

/** The fix that opens most: the first reason that has one. */
export const fixOf = (action: Action): Call | undefined => action.why_not.find((why) => why.fix)?.fix;

function Blocked({
  action,
  digit,
  checklist,
  onFix,
  onAct,
}: {
  action: Action;
  digit: number;
  checklist: Checklist | undefined;
  onFix: ActionHandlers['onFix'];
  onAct: ActionHandlers['onAct'];
}) {
  const say = useSay();
  const t = useTexts('workbench');
  const fixLabel = useFixLabel();
  const [open, setOpen] = useState(false);
  const fix = fixOf(action);
  return (
    <div className="wb-action wb-blocked" data-event={action.event} data-allowed="false">
      <Digit n={digit} />
      <div className="wb-action-body">
        <div className="wb-blocked-line">
          <LockOutlined aria-label={t('actions.blocked')} className="quiet" />
          <b>{say(action.says, action.event)}</b>
          {!open && <Why why={action.why_not[0]} checklist={checklist} open={false} />}
          <button
            type="button"
            className="wb-link"
            aria-expanded={open}
            aria-label={t(open ? 'actions.less' : 'actions.more_reasons', { n: action.why_not.length })}
            onClick={() => setOpen(!open)}
          >
            <RightOutlined rotate={open ? 90 : 0} />
          </button>
        </div>
        {open &&
          action.why_not.map((why) => <Why key={why.code + (why.rule ?? '')} why={why} checklist={checklist} open />)}
      </div>
      {fix && (
        <Button size="small" onClick={() => (fix.method === 'case.apply' ? onAct(action) : onFix(fix, action))}>
          {fixLabel(fix)}
        </Button>
      )}
    </div>
  );
}

function Why({ why, checklist, open }: { why: WhyNot | undefined; checklist: Checklist | undefined; open: boolean }) {
  const say = useSay();
  const t = useTexts('workbench');
  const told = useLacks();
  if (!why) return null;
  const lacks = lacksOf(why, checklist);
  const short = lacks.length > 0 ? t('actions.lacks', { count: lacks.length, kinds: told(lacks) }) : undefined;
  return (
    <div className={open ? 'wb-why' : 'wb-why wb-why-one'} data-why={why.code}>
      <span title={say(why.says)}>{(!open && short) || say(why.says)}</span>{' '}
      {why.rule && <ReasonTag because={{ rule: why.rule, ...cited(why) }} />}
      {open && short && <b className="wb-lacks">{short}</b>}
      {open && isTold(why.expected) && isTold(why.actual) && (
        <small className="quiet">{t('actions.expected', { expected: why.expected, actual: why.actual })}</small>
      )}
    </div>
  );
}

/** "Asked for true, is false" says nothing that the sentence before it does not. */
const isTold = (value: string | undefined): boolean => value !== undefined && value !== 'true' && value !== 'false';

const cited = (why: WhyNot): { cites?: string } => {
  const cites = typeof why.cites === 'string' ? why.cites : why.cites?.text;
  return cites === undefined ? {} : { cites };
};

export function useFixLabel(): (fix: Call) => string {
  const t = useTexts('workbench');
  const word = useWord();
  return (fix) => {
    if (fix.method === 'evidence.add')
      return t('fix.evidence', { kind: word('evidence_kinds', String(fix.params.kind ?? '')) });
    if (fix.method === 'case.facts') return t('fix.facts');
    if (fix.method === 'override.propose') return t('fix.override');
    return t('fix.other');
  };
}

function Other({ action }: { action: Action }) {
  const say = useSay();
  const word = useWord();
  return (
    <li data-event={action.event} data-allowed={String(action.allowed)} className="wb-other">
      <span>
        <b>{say(action.says, action.event)}</b> <small className="quiet">{word('parties', action.party)}</small>
      </span>
      <span className="quiet clip" title={say(action.why_not[0]?.says)}>
        {say(action.why_not[0]?.says)}
      </span>
    </li>
  );
}
