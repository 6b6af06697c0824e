import { CheckCircleFilled, CloseCircleFilled, MinusCircleOutlined } from '@ant-design/icons';
import { useEffect, useState } from 'react';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { Amount } from '../../money/Amount.tsx';
import type { CaseAnswer, Entry, Evidence } from '../../rpc/types.ts';
import { formatFull, formatMoment } from '../../time/format.ts';
import { Actor } from '../../ui/Actor.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { HashMark } from '../../ui/HashMark.tsx';
import { ReasonTag } from '../../ui/ReasonTag.tsx';
import { useShow } from './Conflict.tsx';
import type { OpenCase } from './useCase.ts';

type Posted = Entry & { postings?: { kind: string; minor: number }[]; facts_set?: Record<string, unknown> };

type Handlers = { onLook: (item: string) => void; onWhy: (entry: string) => void };

/** So many entries stand there at first; a long case has hundreds. */
const entriesAtFirst = 60;

/** Negotiation, decisions and evidence in one line, newest first, each with the mark of its verification. */
export function Timeline({ open, ...handlers }: { open: OpenCase } & Handlers) {
  const t = useTexts('workbench');
  const [all, setAll] = useState(false);
  useEffect(() => setAll(false), [open.answer.case.id]);
  const newest = [...open.trail].reverse();
  const entries = all ? newest : newest.slice(0, entriesAtFirst);
  const bad = open.check && !open.check.ok;
  return (
    <section className="wb-timeline" aria-label={t('timeline.title')}>
      <h2>
        {t('timeline.title')} <small className="quiet digits">{open.answer.trail_length}</small>
        {open.check && (
          <Badge tone={bad ? 'bad' : 'good'}>
            {bad ? <CloseCircleFilled aria-hidden /> : <CheckCircleFilled aria-hidden />}
            {t(bad ? 'timeline.broken' : 'timeline.verified')}
          </Badge>
        )}
      </h2>
      <ol>
        {entries.map((entry) => (
          <TimelineEntry key={entry.id} entry={entry} open={open} {...handlers} />
        ))}
      </ol>
      {entries.length < newest.length && (
        <button type="button" className="wb-link" onClick={() => setAll(true)}>
          {t('timeline.older', { n: newest.length - entries.length })}
        </button>
      )}
    </section>
  );
}

function TimelineEntry({ entry, open, onLook, onWhy }: { entry: Posted; open: OpenCase } & Handlers) {
  const t = useTexts('workbench');
  const say = useSay();
  const word = useWord();
  const lang = useLang();
  const show = useShow();
  const [more, setMore] = useState(false);
  const states = open.workflow?.states ?? [];
  const says = (state: string): string => say(states.find((s) => s.name === state)?.says, state);
  const event = open.workflow?.events.find((e) => e.name === entry.event);
  const mark = open.check?.entries.find((m) => m.entry_id === entry.id);
  const message = wordsOf(open.answer, entry);
  const paid = (entry.postings ?? []).reduce((sum, posting) => sum + posting.minor, 0);
  const currency = open.answer.case.claim.amount?.currency ?? 'CNY';
  const offered = (entry.params as { amount?: { minor: number; currency: string } } | undefined)?.amount;
  const items = evidenceOf(open.answer, entry);
  const against = entry.rules.filter((rule) => rule.verdict !== 'holds' && rule.applies !== false);
  const refused = entry.outcome === 'refused';
  // What an opening sets stands in the right pane already.
  const told = entry.case_seq === 0 ? [] : Object.entries(entry.facts_set ?? {}).filter(([, value]) => value !== null);
  const side = entry.party === 'seller' ? 'ours' : entry.party === 'buyer' ? 'theirs' : 'system';
  return (
    <li className={`wb-entry wb-${side} ${refused ? 'wb-refused' : ''}`} data-entry={entry.id}>
      <time dateTime={entry.at} title={formatFull(entry.at, lang)}>
        {formatMoment(entry.at, lang)}
      </time>
      <i aria-hidden />
      <div className="wb-entry-body">
        <div className="wb-entry-line">
          <b>{say(entry.event_says ?? event?.says, word('acts', entry.event))}</b>
          <span className="quiet">
            {word('parties', entry.party)} · <Actor id={entry.actor} name={entry.actor_name} />
          </span>
          {refused && <Badge tone="bad">{t('timeline.refused')}</Badge>}
          {(paid > 0 || offered) && <Amount money={offered ?? { minor: paid, currency }} />}
          <span className="wb-entry-mark">
            {mark === undefined ? (
              <MinusCircleOutlined
                className="quiet"
                aria-label={t('timeline.unchecked')}
                title={t('timeline.unchecked')}
              />
            ) : mark.ok ? (
              <CheckCircleFilled
                className="mark-good"
                aria-label={t('common:hash.verified')}
                title={t('common:hash.verified')}
              />
            ) : (
              <CloseCircleFilled className="mark-bad" aria-label={t('common:hash.broken')} title={say(mark.why)} />
            )}
          </span>
        </div>
        {!refused && entry.to !== entry.from && (
          <div className="quiet wb-entry-to">
            → <span>{says(entry.to)}</span>
          </div>
        )}
        {told.length > 0 && (
          <p className="quiet wb-read">
            {told.map(([path, value]) => (
              <span key={path}>
                {word('facts', path)}: <b>{show(value, path)}</b>
              </span>
            ))}
          </p>
        )}
        {message.map((text) => (
          <p key={text} className="wb-bubble">
            {text}
          </p>
        ))}
        {items.length > 0 && (
          <div className="wb-entry-items">
            {items.map((item) => (
              <span key={item.id}>
                <button type="button" className="wb-link" onClick={() => onLook(item.id)}>
                  {say(item.kind_says, word('evidence_kinds', item.kind))}
                </button>
                {item.sha256 && <HashMark hash={item.sha256} />}
              </span>
            ))}
          </div>
        )}
        {mark && !mark.ok && <p className="fault-text">{say(mark.why)}</p>}
        {refused && against[0] && !more && (
          <p className="wb-entry-why">
            {say(against[0].says)}{' '}
            <ReasonTag because={{ rule: against[0].id, ...(against[0].cites ? { cites: against[0].cites } : {}) }} />
          </p>
        )}
        {entry.rules.length > 0 && (
          <button type="button" className="wb-link" aria-expanded={more} onClick={() => setMore(!more)}>
            {more ? t('timeline.less') : t('timeline.rules', { n: entry.rules.length })}
          </button>
        )}
        {refused && (
          <button type="button" className="wb-link wb-why" onClick={() => onWhy(entry.id)}>
            {t('timeline.why')}
          </button>
        )}
        {more && <Consulted entry={entry} />}
      </div>
    </li>
  );
}

const toneOf = { holds: 'good', fails: 'bad', unproven: 'soon' } as const;

function Consulted({ entry }: { entry: Entry }) {
  const t = useTexts('workbench');
  const say = useSay();
  const word = useWord();
  const show = useShow();
  const rules = [...entry.rules].sort((a, b) => weight(a.verdict) - weight(b.verdict));
  return (
    <div className="wb-consulted">
      <ul>
        {rules.map((rule) => (
          <li key={rule.id}>
            <div>
              <ReasonTag because={{ rule: rule.id, ...(rule.cites ? { cites: rule.cites } : {}) }} />
              <Badge tone={rule.applies === false ? 'neutral' : toneOf[rule.verdict]}>
                {rule.applies === false ? t('verdict.not_applicable') : t(`verdict.${rule.verdict}`)}
              </Badge>
              <span className="quiet clip" title={rule.cites}>
                {rule.cites}
              </span>
            </div>
            {rule.verdict !== 'holds' && rule.applies !== false && <p>{say(rule.says)}</p>}
            <p className="quiet wb-read">
              {Object.entries(rule.facts_read ?? {}).map(([path, value]) => (
                <span key={path}>
                  {word('facts', path)}: <b>{show(value, path)}</b>
                </span>
              ))}
            </p>
          </li>
        ))}
      </ul>
      <div className="wb-chain quiet">
        #{entry.seq} <HashMark hash={entry.hash} />
        {entry.prev_hash !== '' && (
          <>
            {' ← '}
            <HashMark hash={entry.prev_hash} />
          </>
        )}
      </div>
    </div>
  );
}

const weight = (verdict: string): number => (verdict === 'fails' ? 0 : verdict === 'unproven' ? 1 : 2);

/** What people wrote with an entry, as far as this reader may see it. */
function wordsOf(answer: CaseAnswer, entry: Entry): string[] {
  const personal = (answer.personal ?? []) as { field: string; entry_id: string; value?: string; masked?: string }[];
  const texts = personal
    .filter((p) => p.entry_id === entry.id && /(^|\.)(message|text|note)$/.test(p.field))
    .map((p) => p.value ?? p.masked ?? '');
  if (entry.note) texts.push(entry.note);
  return texts.filter((text) => text !== '');
}

function evidenceOf(answer: CaseAnswer, entry: Entry): Evidence[] {
  const listed = entry.evidence as unknown as (string | Evidence)[];
  return listed.map((item) => {
    const id = typeof item === 'string' ? item : item.id;
    return (
      answer.evidence.find((e) => e.id === id) ?? (typeof item === 'string' ? ({ id, kind: id } as Evidence) : item)
    );
  });
}
