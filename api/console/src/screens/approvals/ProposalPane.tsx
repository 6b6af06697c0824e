import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { pathOf } from '../../app/screens.ts';
import { useSession } from '../../app/session.ts';
import { nameIn } from '../../i18n/people.ts';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { useWord, withoutUnit } from '../../i18n/words.ts';
import { Amount } from '../../money/Amount.tsx';
import { formatMoney, isMoney } from '../../money/money.ts';
import { findEntry, type Proposal, type ProposalEntry } from '../../overrides/proposals.ts';
import { useRpc } from '../../rpc/hooks.ts';
import type { CaseAnswer, Workflow, WorkflowEvent } from '../../rpc/types.ts';
import { Countdown } from '../../time/Countdown.tsx';
import { formatFull } from '../../time/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { ReasonTag } from '../../ui/ReasonTag.tsx';
import { ErrorState, Waiting } from '../../ui/states.tsx';
import { useFactValue } from '../why/factValue.ts';
import { ConfirmProposal } from './ConfirmProposal.tsx';
import { DeclineProposal } from './DeclineProposal.tsx';

/** One proposal: the move, what it gives away, the rules it passes with what they read, and why somebody asks for it. */
export function ProposalPane({ proposal, onDone }: { proposal: Proposal; onDone: () => void }) {
  const t = useTexts('approvals');
  const say = useSay();
  const word = useWord();
  const lang = useLang();
  const session = useSession();
  const [asking, setAsking] = useState<'confirm' | 'decline'>();
  const { case_id } = proposal;
  const answer = useRpc<CaseAnswer>('case.get', { case_id });
  const entry = useQuery({
    queryKey: ['case.trail', { case_id }, proposal.id],
    queryFn: ({ signal }) => findEntry(case_id, proposal.id, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const c = answer.data?.case;
  const flow = useRpc<Workflow>('workflow.get', { kind: c?.kind }, { enabled: c !== undefined });

  if (answer.error || entry.error)
    return (
      <section className="panel">
        <ErrorState
          fault={answer.error ?? entry.error}
          onRetry={() => {
            void answer.refetch();
            void entry.refetch();
          }}
        />
      </section>
    );
  if (!c || !entry.data)
    return (
      <section className="panel">
        <Waiting />
      </section>
    );
  const told = entry.data;
  const event = flow.data?.events.find((e) => e.name === proposal.event);
  const currency = c.claim.amount?.currency ?? c.refunded?.currency ?? 'CNY';
  const own = proposal.proposed_by === session.actor;
  const moved = c.state !== told.from;
  const path = pathOf('workbench', { caseId: case_id });
  return (
    <section className="panel approvals-pane" aria-label={say(event?.says, proposal.event)}>
      <header>
        <div>
          <h2>
            {say(event?.says, proposal.event)}
            {event?.irreversible && <Badge tone="urgent">{t('irreversible')}</Badge>}
          </h2>
          <p className="quiet">
            {say(c.kind_says, word('kinds', c.kind))} · {say(c.state_says, c.state)} ·{' '}
            <span className="mono">{c.order_id}</span>
          </p>
        </div>
        <Gives told={told} currency={currency} />
        {proposal.expires_at && (
          <div className="approvals-until">
            <span className="quiet">{t('until')}</span>
            <Countdown at={proposal.expires_at} size="head" />
          </div>
        )}
      </header>
      {moved && <Alert type="warning" showIcon title={t('moved', { state: say(c.state_says, c.state) })} />}
      <h3>{t('why')}</h3>
      <blockquote>{proposal.reason ?? t('no_reason')}</blockquote>
      <p className="quiet">
        {t('who', {
          name: nameIn(proposal, 'proposed_by'),
          role: word('roles', proposal.role),
          at: formatFull(proposal.at, lang),
        })}
      </p>
      <h3>{t('rules')}</h3>
      <ul className="approvals-rules">
        {proposal.rules.map((id) => {
          const rule = told.rules.find((r) => r.id === id);
          return (
            <li key={id}>
              <ReasonTag because={{ rule: id, ...(rule?.cites ? { cites: rule.cites } : {}) }} book={told.rulebook} />
              <div>
                <p>{say(rule?.says)}</p>
                <Facts read={rule?.facts_read} currency={currency} />
              </div>
            </li>
          );
        })}
      </ul>
      <Params event={event} values={told.params.params ?? {}} />
      <footer>
        {path && <Link to={path}>{t('open_case')}</Link>}
        {own && <span className="quiet">{t('own')}</span>}
        {!own && (
          <>
            <Button size="large" onClick={() => setAsking('decline')}>
              {t('decline')}
            </Button>
            <Button type="primary" size="large" onClick={() => setAsking('confirm')}>
              {t('confirm')}
            </Button>
          </>
        )}
      </footer>
      {asking === 'confirm' && (
        <ConfirmProposal
          proposal={proposal}
          version={c.version}
          event={say(event?.says, proposal.event)}
          gives={givenBy(told, currency)}
          irreversible={event?.irreversible === true}
          onClose={() => setAsking(undefined)}
          onDone={onDone}
        />
      )}
      {asking === 'decline' && (
        <DeclineProposal
          proposal={proposal}
          event={say(event?.says, proposal.event)}
          onClose={() => setAsking(undefined)}
          onDone={onDone}
        />
      )}
    </section>
  );
}

export const givenBy = (told: ProposalEntry, currency: string) => ({
  refund: { minor: told.override.refund_minor, currency },
  compensation: { minor: told.override.compensation_minor, currency },
});

function Gives({ told, currency }: { told: ProposalEntry; currency: string }) {
  const t = useTexts('approvals');
  const { refund, compensation } = givenBy(told, currency);
  return (
    <dl className="approvals-gives">
      {(refund.minor > 0 || compensation.minor === 0) && (
        <div>
          <dt className="quiet">{t('refund')}</dt>
          <dd>
            <Amount money={refund} large />
          </dd>
        </div>
      )}
      {compensation.minor > 0 && (
        <div>
          <dt className="quiet">{t('compensation')}</dt>
          <dd>
            <Amount money={compensation} large />
          </dd>
        </div>
      )}
    </dl>
  );
}

/** What the rule read when it refused. */
function Facts({ read, currency }: { read: Record<string, unknown> | undefined; currency: string }) {
  const t = useTexts('approvals');
  const word = useWord();
  const factValue = useFactValue();
  const facts = Object.entries(read ?? {}).filter(([, value]) => value !== null);
  if (facts.length === 0) return null;
  return (
    <p className="quiet approvals-facts">
      {t('read')}{' '}
      {facts
        .map(([path, value]) =>
          t('fact_is', { fact: withoutUnit(path, word('facts', path)), value: factValue(path, value, currency) }),
        )
        .join(' · ')}
    </p>
  );
}

export function Params({ event, values }: { event: WorkflowEvent | undefined; values: Record<string, unknown> }) {
  const t = useTexts('approvals');
  const lang = useLang();
  const factValue = useFactValue();
  const given = Object.entries(values);
  if (given.length === 0) return null;
  const schema = event?.params_schema?.properties ?? {};
  return (
    <>
      <h3>{t('params')}</h3>
      <dl className="facts">
        {given.map(([name, value]) => (
          <div key={name}>
            <dt>{(lang === 'zh' ? schema[name]?.title : schema[name]?.description) ?? name}</dt>
            <dd>{isMoney(value) ? formatMoney(value) : factValue(name, value)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
