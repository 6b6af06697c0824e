import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useSession } from '../../app/session.ts';
import { actorIn } from '../../i18n/people.ts';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { Amount } from '../../money/Amount.tsx';
import { useRpc } from '../../rpc/hooks.ts';
import type { Case, Role } from '../../rpc/types.ts';
import { formatFull } from '../../time/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { HashMark } from '../../ui/HashMark.tsx';
import { ErrorState, FaultText, Waiting } from '../../ui/states.tsx';
import { Explained } from './explained.ts';
import { FactsRead } from './FactsRead.tsx';
import { useBookTitle, useNames } from './names.ts';
import { type Explanation, sortProofs } from './proof.ts';
import { ReceiptButton } from './ReceiptButton.tsx';
import { RuleProof } from './RuleProof.tsx';
import './texts.ts';
import { useEntry } from './useEntry.ts';
import './why.css';

const readersOf: Record<Role, string[]> = {
  agent: ['agent', 'buyer'],
  service: ['agent', 'buyer'],
  manager: ['manager', 'agent', 'buyer'],
  admin: ['manager', 'agent', 'buyer'],
  auditor: ['auditor', 'manager', 'agent', 'buyer'],
};

/** One entry, whole: who, when, from where to where, what each rule said and why, what was read; its hash and its receipt. */
export function EntryStory({ entry_id, case_id: told }: { entry_id: string; case_id?: string | undefined }) {
  const t = useTexts('why');
  const say = useSay();
  const lang = useLang();
  const word = useWord();
  const names = useNames();
  const session = useSession();
  const bookTitle = useBookTitle();
  const readers = readersOf[session.role];
  const [reader, setReader] = useState(readers[0] ?? 'agent');
  const [all, setAll] = useState(false);
  const entry = useEntry(entry_id);
  const case_id = entry.data?.entry.case_id ?? told;
  const office = case_id?.startsWith('office') === true;
  const why = useRpc<Explanation>(
    'rules.explain',
    { entry_id, reader, language: lang },
    { enabled: entry.data !== undefined && !office, live: 'none', keep: true },
  );
  const about = useRpc<{ case: Case }>(
    'case.get',
    { case_id: case_id ?? '' },
    { enabled: case_id !== undefined && !office, live: 'none' },
  );
  const currency = about.data?.case.refunded?.currency ?? about.data?.case.claim.amount?.currency;

  if (entry.error) return <ErrorState fault={entry.error} onRetry={() => void entry.refetch()} />;
  if (entry.isPending || (why.isPending && !office)) return <Waiting />;
  const { entry: e, mark, receipt, texts } = entry.data;
  const x = why.data;
  const sorted = x ? sortProofs(x.rules) : undefined;
  const kind = e.kind ?? about.data?.case.kind;
  const moved = e.effects?.find((effect) => typeof effect.amount_minor === 'number');
  return (
    <Explained value={x}>
      <article className="story">
        <header className="story-head">
          <div className="story-title">
            <h2>{say(entry.data.labels?.event, names.event(e.event, kind))}</h2>
            <Badge tone={e.outcome === 'refused' ? 'bad' : 'good'}>{t(`outcome_${e.outcome}`)}</Badge>
            {e.refusal && <span className="quiet">{word('codes', e.refusal.code)}</span>}
          </div>
          {e.from !== '' && (
            <p className="story-move">
              {e.from === 'NONE' ? t('nowhere') : names.state(e.from, kind)}
              <span aria-hidden> → </span>
              <span className="off-screen">{t('to')}</span>
              {e.from === e.to ? t('stays') : names.state(e.to, kind)}
            </p>
          )}
        </header>
        <dl className="facts story-facts">
          <div>
            <dt>{t('who')}</dt>
            <dd>
              <b title={e.actor}>{actorIn(entry.data, e.actor, say)}</b>{' '}
              <span className="quiet">{e.role && word('roles', e.role)}</span>
              {e.party !== 'nobody' && (
                <span className="quiet"> · {t('for_party', { party: word('parties', e.party) })}</span>
              )}
            </dd>
          </div>
          <div>
            <dt>{t('at')}</dt>
            <dd>
              <time dateTime={e.at}>{formatFull(e.at, lang)}</time>
            </dd>
          </div>
          {moved && currency && (
            <div>
              <dt>{t('amount')}</dt>
              <dd>
                <Amount money={{ minor: moved.amount_minor ?? 0, currency }} />
              </dd>
            </div>
          )}
          {!office && case_id && (
            <div>
              <dt>{t('case')}</dt>
              <dd className="story-links">
                <Link to={`/workbench/${case_id}`}>
                  <span className="mono">{case_id}</span>
                </Link>
                {session.role !== 'agent' && (
                  <>
                    <Link to={`/audit/trail?case_id=${case_id}`}>{t('whole_trail')}</Link>
                    <Link to={`/audit/compare?case_id=${case_id}&a=${encodeURIComponent(e.at)}`}>
                      {t('as_it_stood')}
                    </Link>
                  </>
                )}
              </dd>
            </div>
          )}
          {e.rulebook && (
            <div>
              <dt>{t('rulebook')}</dt>
              <dd>
                {bookTitle(e.rulebook)} {e.rulebook_digest && <HashMark hash={e.rulebook_digest} />}
              </dd>
            </div>
          )}
          <div>
            <dt>{t('entry')}</dt>
            <dd>
              <span className="digits">#{e.seq}</span> {e.hash && <HashMark hash={e.hash} verified={mark.ok} />}{' '}
              <span className={mark.ok ? 'quiet' : 'ink-bad'}>
                {mark.ok ? t(mark.signed ? 'mark_signed' : 'mark_unsigned') : say(mark.why)}
              </span>
            </dd>
          </div>
        </dl>
        {why.error && !office && (
          <p role="alert">
            <FaultText fault={why.error} />
          </p>
        )}
        {x?.reasons.map((reason) => (
          <p key={reason.code + (reason.rule ?? '')} className="story-reason">
            {say(reason.says, reason.code)}
          </p>
        ))}
        {sorted && (
          <section>
            <div className="story-section">
              <h3>{e.outcome === 'refused' ? t('why_refused') : t('why_accepted')}</h3>
              {readers.length > 1 && (
                <Segmented
                  size="small"
                  aria-label={t('reader')}
                  value={reader}
                  onChange={setReader}
                  options={readers.map((each) => ({ value: each, label: t(`reader_${each}`) }))}
                />
              )}
            </div>
            <ul className="rules">
              {[...sorted.refusing, ...sorted.open].map((proof) => (
                <RuleProof
                  key={proof.id}
                  proof={proof}
                  book={x?.rulebook}
                  currency={currency}
                  unfolded={proof.refuses && sorted.refusing.length === 1}
                />
              ))}
              {all &&
                [...sorted.holding, ...sorted.idle].map((proof) => (
                  <RuleProof key={proof.id} proof={proof} book={x?.rulebook} currency={currency} unfolded={false} />
                ))}
            </ul>
            {sorted.holding.length + sorted.idle.length > 0 && (
              <Button size="small" type="link" className="story-more" onClick={() => setAll(!all)}>
                {all
                  ? t('fewer')
                  : t(sorted.idle.length > 0 ? 'more_rules' : 'more_held', {
                      count: sorted.holding.length,
                      held: sorted.holding.length,
                      idle: sorted.idle.length,
                    })}
              </Button>
            )}
            {x?.recorded && (
              <p className={x.recorded.same ? 'ink-good' : 'ink-soon'}>
                {!x.recorded.book_at_hand ? t('book_gone') : x.recorded.same ? t('same') : t('differs')}
              </p>
            )}
          </section>
        )}
        {x && <FactsRead explanation={x} currency={currency} />}
        {texts.map((text) => (
          <p key={text.field} className="story-note">
            <span className="quiet">{word('fields', text.field)}</span>
            {text.value ?? text.masked}
          </p>
        ))}
        {office && e.params && <pre className="code">{JSON.stringify(e.params, null, 1)}</pre>}
        <footer className="story-end">{receipt.available && <ReceiptButton entry_id={entry_id} />}</footer>
      </article>
    </Explained>
  );
}
