import { Button } from 'antd';
import { useTexts } from '../../i18n/texts.ts';
import { isFault } from '../../rpc/errors.ts';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import type { Queue, Tab } from './useQueue.ts';

/** The middle of the workbench while no case stands there: what to do next is one press away. */
export function NoCase({
  queue,
  error,
  onRetry,
  onFirst,
}: {
  queue: Queue;
  error: Error | null;
  onRetry: () => void;
  onFirst: (() => void) | undefined;
}) {
  const t = useTexts('workbench');
  const first = onFirst && (
    <Button type="primary" onClick={onFirst}>
      {t('case.first')}
    </Button>
  );
  if (isFault(error, 'not_found'))
    return <EmptyState title={t('case.gone')} text={t('case.gone_hint')} action={first} />;
  if (error) return <ErrorState fault={error} onRetry={onRetry} />;
  const waiting = queue.counts?.ours ?? 0;
  if (queue.cases.length === 0 && queue.tab !== 'ours' && waiting > 0)
    return (
      <EmptyState
        title={t(`case.none_${queue.tab}`)}
        text={t(`case.none_${queue.tab}_hint`)}
        action={<OursButton queue={queue} waiting={waiting} />}
      />
    );
  if (queue.cases.length === 0) return <EmptyState title={t('case.all_done')} text={t('case.all_done_hint')} />;
  return <EmptyState title={t('case.none')} text={t('case.none_hint')} action={first} />;
}

export function OursButton({ queue, waiting, small }: { queue: Queue; waiting: number; small?: boolean }) {
  const t = useTexts('workbench');
  const ours: Tab = 'ours';
  return (
    <Button type={small ? 'default' : 'primary'} size={small ? 'small' : 'middle'} onClick={() => queue.setTab(ours)}>
      {t('case.to_ours', { count: waiting })}
    </Button>
  );
}
