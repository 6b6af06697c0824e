import { DownOutlined, RightOutlined } from '@ant-design/icons';
import { useState } from 'react';
import type { Tone } from '../../app/tokens.ts';
import { useSay, useTexts } from '../../i18n/texts.ts';
import { Badge } from '../../ui/Badge.tsx';
import { ReasonTag } from '../../ui/ReasonTag.tsx';
import { useExplainedWord } from './explained.ts';
import { ProofTree } from './ProofTree.tsx';
import type { Proof } from './proof.ts';

const verdictTone: Record<Proof['verdict'], Tone> = { holds: 'good', fails: 'bad', unproven: 'soon' };

/** One rule: its clause, its verdict, what is missing, and on demand its conditions with everything they read. */
export function RuleProof(props: {
  proof: Proof;
  book: string | undefined;
  currency: string | undefined;
  unfolded: boolean;
}) {
  const { proof, book, currency, unfolded } = props;
  const t = useTexts('why');
  const say = useSay();
  const word = useExplainedWord();
  const [open, setOpen] = useState(unfolded);
  const tree = proof.when !== undefined || proof.require !== undefined;
  const nameOf = (missing: { what: string; name: string }): string =>
    word(missing.what === 'evidence' ? 'evidence' : 'fact', missing.name);
  return (
    <li className={proof.refuses ? 'rule rule-refuses' : 'rule'}>
      <div className="rule-head">
        <Badge tone={proof.refuses ? 'bad' : verdictTone[proof.verdict]}>
          {proof.refuses ? t('refuses') : t(`verdict_${proof.verdict}`)}
        </Badge>
        <ReasonTag
          because={{
            rule: proof.id,
            ...(proof.cites ? { cites: proof.cites } : {}),
            ...(proof.says ? { says: proof.says } : {}),
          }}
          {...(book ? { book } : {})}
        />
        <span className="quiet">{proof.cites}</span>
      </div>
      {proof.says && <p className="rule-says">{say(proof.says)}</p>}
      {(proof.missing ?? []).length > 0 && (
        <p>
          <b>{t('missing')}</b> {proof.missing?.map(nameOf).join(t('comma'))}
        </p>
      )}
      {tree && (
        <>
          <button type="button" className="rule-more" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? <DownOutlined aria-hidden /> : <RightOutlined aria-hidden />} {t('conditions')}
          </button>
          {open && (
            <div className="rule-trees">
              {proof.when && (
                <ProofTree title={t('when')} part={proof.when} currency={currency} counts={proof.evidence_read ?? {}} />
              )}
              {proof.require && (
                <ProofTree
                  title={t('require')}
                  part={proof.require}
                  currency={currency}
                  counts={proof.evidence_read ?? {}}
                />
              )}
            </div>
          )}
        </>
      )}
    </li>
  );
}
