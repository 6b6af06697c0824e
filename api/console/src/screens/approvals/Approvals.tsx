import { useNavigate, useParams } from 'react-router';
import { nameIn } from '../../i18n/people.ts';
import { addTexts, useSay, useTexts } from '../../i18n/texts.ts';
import { useKey } from '../../keys/keys.ts';
import { Countdown } from '../../time/Countdown.tsx';
import { EmptyState, PageFault, Waiting } from '../../ui/states.tsx';
import '../../ui/pick.css';
import './approvals.css';
import { useProposals } from '../../overrides/proposals.ts';
import { useNames } from '../why/names.ts';
import en from './en.json';
import { ProposalPane } from './ProposalPane.tsx';
import zh from './zh.json';

addTexts('approvals', zh, en);

/** Overrides that wait for the second person's word: which move, past which rules, why, for how much. */
export default function Approvals() {
  const t = useTexts('approvals');
  const say = useSay();
  const names = useNames();
  const go = useNavigate();
  const { overrideId } = useParams();
  const proposals = useProposals();
  const rows = proposals.data ?? [];
  const at = rows.findIndex((row) => row.id === overrideId);
  const open = rows[at] ?? (overrideId === undefined ? rows[0] : undefined);
  const step = (by: number): void => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, Math.max(at, 0) + by))];
    if (next) void go(`/approvals/${next.id}`, { replace: true });
  };
  useKey('j', () => step(1), { text: t('next'), group: t('title') });
  useKey('k', () => step(-1), { text: t('before'), group: t('title') });

  if (proposals.isPending) return <Waiting />;
  if (proposals.error && !proposals.data)
    return <PageFault title={t('title')} fault={proposals.error} onRetry={() => void proposals.refetch()} />;
  return (
    <div className="page approvals">
      <div className="page-head">
        <h1>{t('title')}</h1>
        <span className="quiet">{t('waiting', { count: rows.length })}</span>
      </div>
      {rows.length === 0 && overrideId === undefined ? (
        <section className="panel">
          <EmptyState title={t('none')} text={t('none_hint')} />
        </section>
      ) : (
        <div className="pick-panes">
          <nav className="panel pick" aria-label={t('title')}>
            <ul>
              {rows.map((row) => (
                <li key={row.id}>
                  <button
                    type="button"
                    aria-current={row.id === open?.id ? 'true' : undefined}
                    onClick={() => void go(`/approvals/${row.id}`)}
                  >
                    <b className="clip">{say(row.labels?.event, names.event(row.event, row.kind))}</b>
                    <span className="clip">{row.reason ?? row.rules.join(' ')}</span>
                    <span className="approvals-foot quiet">
                      <span className="clip">
                        {nameIn(row, 'proposed_by')} · {row.rules.join(' ')}
                      </span>
                      {row.expires_at && <Countdown at={row.expires_at} words={false} />}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </nav>
          {open ? (
            <ProposalPane
              key={open.id}
              proposal={open}
              onDone={() => {
                const next = rows.filter((row) => row.id !== open.id)[
                  Math.max(0, at < 0 ? 0 : Math.min(at, rows.length - 2))
                ];
                void proposals.refetch();
                void go(next ? `/approvals/${next.id}` : '/approvals', { replace: true });
              }}
            />
          ) : (
            <section className="panel">
              <EmptyState title={t('gone')} text={t('gone_hint')} />
            </section>
          )}
        </div>
      )}
    </div>
  );
}
