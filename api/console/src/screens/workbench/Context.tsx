import { useState } from 'react';
import { Link } from 'react-router';
import { useSay, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { formatMoney } from '../../money/money.ts';
import type { Because } from '../../rpc/types.ts';
import { ReasonTag } from '../../ui/ReasonTag.tsx';
import { useShow } from './Conflict.tsx';
import { Personal } from './Personal.tsx';
import { Proof } from './Proof.tsx';
import { Section } from './Section.tsx';
import { Replies } from './Templates.tsx';
import { linesOf, type OpenCase } from './useCase.ts';

/** What stands around a case: proof, risk, clauses, buyer, order, parcel, linked cases. */
export function ContextPane({
  open,
  onEvidence,
  onLook,
  onTemplates,
}: {
  open: OpenCase;
  onEvidence: ((kind?: string) => void) | undefined;
  onLook: (item: string) => void;
  onTemplates: () => void;
}) {
  const t = useTexts('workbench');
  return (
    <aside className="wb-context" aria-label={t('context.label')}>
      <Proof open={open} onEvidence={onEvidence} onLook={onLook} />
      <Risk open={open} />
      <Clauses open={open} />
      <Personal key={open.answer.case.id} answer={open.answer} />
      <Order open={open} />
      <Parcel open={open} />
      <Links open={open} />
      {onEvidence && <Replies open={open} onTemplates={onTemplates} />}
    </aside>
  );
}

function Risk({ open }: { open: OpenCase }) {
  const t = useTexts('workbench');
  const say = useSay();
  const word = useWord();
  const show = useShow();
  const risk = open.answer.risk;
  if (!risk || risk.signals.length === 0) return null;
  return (
    <Section title={t('context.risk')} extra={<b className="digits ink-urgent">{risk.score}</b>}>
      <ul className="wb-risk">
        {risk.signals.map((signal) => (
          <li key={signal.id}>
            <p>{say(signal.says, signal.id)}</p>
            <p className="quiet wb-read">
              {Object.entries((signal.facts ?? {}) as Record<string, unknown>).map(([path, value]) => (
                <span key={path}>
                  {word('facts', path)}: <b>{show(value, path)}</b>
                </span>
              ))}
            </p>
          </li>
        ))}
      </ul>
      <p className="quiet wb-hint">{t('context.risk_hint')}</p>
    </Section>
  );
}

/** So many clauses stand there at first, so that the buyer and the order are in sight too. */
const clausesAtFirst = 5;

function Clauses({ open }: { open: OpenCase }) {
  const t = useTexts('workbench');
  const [all, setAll] = useState(false);
  const rules = new Map<string, Because>();
  for (const action of open.actions?.actions ?? []) {
    if (action.party !== 'seller') continue;
    for (const why of action.why_not) if (why.rule) rules.set(why.rule, { rule: why.rule, ...cite(why.cites) });
    for (const because of [...action.warnings, ...action.because])
      if (!rules.has(because.rule)) rules.set(because.rule, because);
  }
  if (rules.size === 0) return null;
  return (
    <Section
      title={t('context.clauses')}
      extra={
        rules.size > clausesAtFirst && (
          <button type="button" className="wb-link" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t('actions.less') : t('context.all_clauses', { n: rules.size })}
          </button>
        )
      }
    >
      <ul className="wb-clauses">
        {[...rules.values()].slice(0, all ? undefined : clausesAtFirst).map((because) => (
          <li key={because.rule}>
            <ReasonTag because={because} />
            <span className="clip quiet" title={cite(because.cites).cites}>
              {cite(because.cites).cites}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const cite = (cites: Because['cites']): { cites?: string } =>
  cites === undefined ? {} : { cites: typeof cites === 'string' ? cites : cites.text };

function Facts({ open, prefixes, skip }: { open: OpenCase; prefixes: string[]; skip?: RegExp }) {
  const word = useWord();
  const show = useShow();
  const rows = Object.entries(open.answer.facts).filter(
    ([path, value]) => prefixes.some((p) => path.startsWith(p)) && !skip?.test(path) && value !== null && value !== 0,
  );
  if (rows.length === 0) return null;
  return (
    <dl className="wb-facts">
      {rows.map(([path, value]) => (
        <div key={path}>
          <dt title={path}>{withoutUnit(word('facts', path))}</dt>
          <dd>{show(value, path)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Amounts are shown as money, so the unit in a fact's name is left out. */
const withoutUnit = (label: string): string => label.replace(/（分）$| in minor units$/, '');

function Order({ open }: { open: OpenCase }) {
  const t = useTexts('workbench');
  const lines = linesOf(open.trail);
  const currency = open.answer.case.claim.amount?.currency ?? 'CNY';
  return (
    <Section title={t('context.order')} extra={<span className="quiet digits">{open.answer.case.order_id}</span>}>
      <ul className="wb-lines">
        {lines.map((line) => (
          <li key={line.id}>
            <span className="clip" title={line.sku}>
              {line.title ?? line.sku ?? line.id}
            </span>
            <span className="quiet digits">×{line.quantity}</span>
            {line.paid_minor !== undefined && (
              <span className="digits">{formatMoney({ minor: line.paid_minor, currency })}</span>
            )}
          </li>
        ))}
      </ul>
      <Facts
        open={open}
        prefixes={['order.', 'account.refundable', 'account.pending', 'account.refunded']}
        skip={/line_count/}
      />
    </Section>
  );
}

function Parcel({ open }: { open: OpenCase }) {
  const t = useTexts('workbench');
  const prefixes = ['shipment.', 'logistics.', 'returns.', 'replacement.', 'warehouse.'];
  if (!Object.keys(open.answer.facts).some((path) => prefixes.some((p) => path.startsWith(p)))) return null;
  return (
    <Section title={t('context.parcel')}>
      <Facts open={open} prefixes={prefixes} />
    </Section>
  );
}

function Links({ open }: { open: OpenCase }) {
  const t = useTexts('workbench');
  const word = useWord();
  const links = open.answer.case.links as { case_id: string; relation: string }[];
  if (links.length === 0) return null;
  return (
    <Section title={t('context.links')}>
      <ul className="wb-links">
        {links.map((link) => (
          <li key={link.case_id}>
            <span className="quiet">{word('relations', link.relation)}</span>{' '}
            <Link to={`/workbench/${link.case_id}`} className="mono">
              …{link.case_id.slice(-10)}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
