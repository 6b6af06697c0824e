import { useState } from 'react';
import { useSay, useTexts } from '../i18n/texts.ts';
import type { Because } from '../rpc/types.ts';
import { ClauseModal } from './Clause.tsx';

/** A rule by its number; a click shows its text. */
export function ReasonTag({ because, book }: { because: Because; book?: string }) {
  const t = useTexts();
  const say = useSay();
  const [open, setOpen] = useState(false);
  const cites = typeof because.cites === 'string' ? because.cites : because.cites?.text;
  const hint = [cites, say(because.says)].filter(Boolean).join('\n');
  return (
    <>
      <button
        type="button"
        className="reason-tag"
        title={hint || undefined}
        aria-label={t('rule.show', { rule: because.rule })}
        onClick={() => setOpen(true)}
      >
        {because.rule}
      </button>
      {open && <ClauseModal id={because.rule} book={book} onClose={() => setOpen(false)} />}
    </>
  );
}
