import { App } from 'antd';
import { useSay, useTexts } from '../i18n/texts.ts';
import { useWord } from '../i18n/words.ts';
import type { Evidence } from '../rpc/types.ts';
import { HashMark } from '../ui/HashMark.tsx';
import type { Posted } from './outbox.ts';
import './texts.ts';

/** Says what became of evidence handed in: kept under the server's hash, and how much it counts; or that it waits. */
export function useNotice(): (kind: string, posted: Posted) => void {
  const t = useTexts('outbox');
  const say = useSay();
  const word = useWord();
  const { notification } = App.useApp();
  return (id, posted) => {
    const kind = word('evidence_kinds', id);
    // One at a time: what arrived takes the place of what said that it waits. Over the queue's end it hides no step of the case.
    const common = { key: 'evidence', placement: 'bottomLeft', className: 'outbox-notice' } as const;
    if (posted.is === 'waiting') {
      notification.warning({ title: t('kept', { kind }), description: t('kept_hint'), duration: 10, ...common });
      return;
    }
    const { evidence } = posted;
    const hash = <HashMark hash={evidence.sha256} label="SHA-256" />;
    if (counts(evidence))
      notification.success({ title: t('added', { kind }), description: hash, duration: 6, ...common });
    else
      notification.warning({
        title: t(`added_${evidence.weight}`, { kind }),
        description: (
          <>
            {(evidence.why ?? []).slice(0, 3).map((why, at) => (
              <p key={at}>{typeof why === 'string' ? why : say(why.says)}</p>
            ))}
            {hash}
          </>
        ),
        duration: 12,
        ...common,
      });
  };
}

const counts = (evidence: Evidence): boolean => (evidence.weight ?? 'admissible') === 'admissible';
