import { CheckCircleOutlined, RightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Link } from 'react-router';
import { pathOf as screenPath } from '../../app/screens.ts';
import { formatCount } from '../../i18n/count.ts';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { findingOf, useIntegrity } from '../../integrity/integrity.ts';
import { useProposals } from '../../overrides/proposals.ts';
import { useRpc } from '../../rpc/hooks.ts';
import type { Says } from '../../rpc/types.ts';
import { Countdown } from '../../time/Countdown.tsx';
import { FaultText, Waiting } from '../../ui/states.tsx';
import type { Need } from './figures.ts';
import { countsCases, useListPath } from './links.ts';

type Notice = { file?: string; says: Says };
type Info = { rulebooks?: { not_activated?: unknown[]; notices?: Notice[] } };

/** What waits for the manager: proposals with the time they end, numbers that want a hand, and what the system warns of. */
export function Needs({ needs }: { needs: Need[] }) {
  const t = useTexts('board');
  const say = useSay();
  const lang = useLang();
  const pathOf = useListPath();
  const proposals = useProposals();
  const info = useRpc<Info>('system.info', {}, { staleTime: 60_000 });
  const finding = findingOf(useIntegrity());
  const rest = needs.filter((need) => need.id !== 'approvals' && need.id !== 'rulebook_notices');
  const waiting = proposals.data ?? [];
  const stale = info.data?.rulebooks?.not_activated?.length ?? 0;
  const notices = info.data?.rulebooks?.notices ?? [];
  const nothing =
    waiting.length === 0 && rest.length === 0 && stale === 0 && notices.length === 0 && finding === undefined;
  const parts = [proposals, info];
  const failed = parts.find((part) => part.error);
  const audit = screenPath('audit', { tab: 'ledger' });
  const rules = screenPath('rules', {});
  return (
    <section className="panel board-needs">
      <div className="panel-head">
        <h2>{t('needs.title')}</h2>
        {waiting.length > 0 && <Link to="/approvals">{t('needs.approvals', { count: waiting.length })}</Link>}
      </div>
      {failed && (
        <p className="board-calm" role="alert">
          <FaultText fault={failed.error} />{' '}
          <Button size="small" onClick={() => void failed.refetch()}>
            {t('common:state.retry')}
          </Button>
        </p>
      )}
      {nothing && !failed && parts.some((part) => part.isPending) && <Waiting />}
      {nothing && parts.every((part) => part.isSuccess) && (
        <p className="board-calm">
          <CheckCircleOutlined className="ink-good" aria-hidden /> {t('needs.none')}
        </p>
      )}
      <ul>
        {finding && (
          <li className="warn-bad">
            {audit ? <Link to={audit}>{t('needs.broken')}</Link> : <span>{t('needs.broken')}</span>}
          </li>
        )}
        {waiting.slice(0, 4).map((proposal) => (
          <li key={proposal.id}>
            <Link to={`/approvals/${proposal.id}`}>
              <span className="clip">
                {t('needs.proposal', { reason: proposal.reason ?? proposal.rules.join(' ') })}
              </span>
              {proposal.expires_at && <Countdown at={proposal.expires_at} words={false} />}
              <RightOutlined aria-hidden />
            </Link>
          </li>
        ))}
        {rest.map((need) => (
          <li key={need.id}>
            <Link to={pathOf(need.query)} {...(countsCases(need.query) ? { 'data-need': need.id } : {})}>
              <span>{say(need.says, need.id)}</span>
              <b className="digits">{formatCount(need.count, lang)}</b>
              <RightOutlined aria-hidden />
            </Link>
          </li>
        ))}
        {stale > 0 && (
          <li>
            {rules ? (
              <Link to={rules}>{t('needs.not_activated', { count: stale })}</Link>
            ) : (
              t('needs.not_activated', { count: stale })
            )}
          </li>
        )}
        {notices.map((notice) => (
          <li key={notice.says.en} className="quiet board-notice">
            {say(notice.says)}
          </li>
        ))}
      </ul>
    </section>
  );
}
