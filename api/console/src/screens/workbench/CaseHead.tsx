import { SwapRightOutlined, WarningFilled } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { Amount } from '../../money/Amount.tsx';
import type { Person, WorkflowState } from '../../rpc/types.ts';
import { Countdown, UrgencyVoice } from '../../time/Countdown.tsx';
import { formatMoment } from '../../time/format.ts';
import { Actor } from '../../ui/Actor.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { trackOf } from './track.ts';
import { linesOf, type OpenCase, stakeOf } from './useCase.ts';

/** Who, how much, which state, how long, and what happens by itself at zero. */
export function CaseHead({
  open,
  people,
  onClaim,
}: {
  open: OpenCase;
  people: Person[];
  onClaim?: (() => void) | undefined;
}) {
  const t = useTexts('workbench');
  const say = useSay();
  const word = useWord();
  const { case: c, personal } = open.answer;
  const due = c.due;
  const states = new Map((open.workflow?.states ?? []).map((s) => [s.name, s]));
  const nick = personal?.find((p) => p.field === 'buyer.nick') as { masked?: string; value?: string } | undefined;
  const goods = linesOf(open.trail)[0];
  const says = (state: string | undefined): string => say(states.get(state ?? '')?.says, state);

  return (
    <header className="wb-head">
      <div className="wb-head-row">
        <h1 className="wb-amount">
          <Amount money={stakeOf(open.answer)} large />
          {!c.claim.amount && <small className="quiet">{t('head.paid')}</small>}
        </h1>
        <div className="wb-who">
          <div>
            <b>{say(c.claim.wants_says, word('wants', c.claim.wants)) || say(c.kind_says, word('kinds', c.kind))}</b>
            <span className="dot" />
            {say(c.claim.reason_says, word('reasons', c.claim.reason))}
            <span className="dot" />
            {say(c.platform_says, word('platforms', c.platform))}
          </div>
          <div className="quiet clip">
            {nick?.value ?? nick?.masked ?? t('head.buyer_unknown')}
            <span className="dot" />
            {goods?.title ? `${goods.title} ×${goods.quantity}` : c.order_id}
            <span className="dot" />
            <span className="digits">{c.order_id}</span>
          </div>
        </div>
        <div className="wb-due">
          {due && !c.final ? (
            <Countdown at={due.at} size="head" />
          ) : (
            <Badge>{c.final ? t('head.final') : t('head.no_due')}</Badge>
          )}
          {due && <UrgencyVoice at={due.at} />}
          <div className="wb-owner">
            {people.length > 0 && (
              <Badge tone="soon">
                {t(people.some((p) => p.doing === 'editing') ? 'head.also_editing' : 'head.also_here', {
                  count: people.length,
                  names: people.map((p) => p.name).join(t('common:state.comma')),
                })}
              </Badge>
            )}
            {onClaim ? (
              <Tooltip title={t('head.claim_hint')}>
                <Button size="small" onClick={onClaim}>
                  {t('head.claim')} <kbd>C</kbd>
                </Button>
              </Tooltip>
            ) : (
              c.assignee && (
                <span className="quiet">
                  {t('head.assignee')} <Actor id={c.assignee} name={c.assignee_name} />
                </span>
              )
            )}
          </div>
        </div>
      </div>
      <Track open={open} states={states} />
      {due && !c.final && (
        <div className="wb-zero">
          <span className="wb-zero-mark">
            {t('head.at_zero')}
            <SwapRightOutlined aria-hidden />
            <b>{says(due.on_expiry)}</b>
          </span>
          <span className="quiet clip" title={say(due.says)}>
            {say(due.says)}
          </span>
          {c.flags.includes('platform_due_differs') && (
            <Tooltip title={t('head.due_differs_hint')}>
              <span className="ink-soon wb-zero-warn">
                <WarningFilled aria-hidden /> {t('head.due_differs')}
              </span>
            </Tooltip>
          )}
        </div>
      )}
    </header>
  );
}

function Track({ open, states }: { open: OpenCase; states: Map<string, WorkflowState> }) {
  const t = useTexts('workbench');
  const say = useSay();
  const lang = useLang();
  const { case: c } = open.answer;
  const all = trackOf(open.trail, c.state, c.final ? undefined : c.due?.on_expiry);
  const from = Math.max(0, all.findIndex((step) => step.is === 'now') - 3);
  const shown = all.slice(from);
  return (
    <ol className="wb-track" aria-label={t('head.track')}>
      {from > 0 && <li className="past">…</li>}
      {shown.map((step, at) => (
        <li key={`${step.state}${at}`} className={step.is} aria-current={step.is === 'now' ? 'step' : undefined}>
          <i aria-hidden />
          <span className="clip">
            {say(
              step.is === 'now' ? (c.state_says ?? states.get(step.state)?.says) : states.get(step.state)?.says,
              step.state,
            )}
          </span>
          {step.at && <time className="quiet">{formatMoment(step.at, lang)}</time>}
          {step.is === 'ahead' && <small className="quiet">{t('head.at_zero')}</small>}
        </li>
      ))}
    </ol>
  );
}
