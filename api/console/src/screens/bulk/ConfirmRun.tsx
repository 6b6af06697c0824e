import { Modal } from 'antd';
import { useMemo } from 'react';
import { type BulkJob, plannedPay, sumsOf, tally } from '../../bulk/job.ts';
import { useSay, useTexts } from '../../i18n/texts.ts';
import { Amount } from '../../money/Amount.tsx';

/** Asked once, with the sum in large type. */
export function ConfirmRun(props: { job: BulkJob; onClose: () => void; onRun: () => void }) {
  const { job, onClose, onRun } = props;
  const t = useTexts('bulk');
  const say = useSay();
  const count = useMemo(() => tally(job.rows), [job.rows]);
  const pays = useMemo(() => sumsOf(job.rows.filter((row) => row.plan?.ok).map(plannedPay)), [job.rows]);
  return (
    <Modal
      open
      width={480}
      title={t('ask', { event: say(job.event_says, job.event), count: count.will })}
      onCancel={onClose}
      okText={t('run', { count: count.will })}
      okButtonProps={{ danger: job.irreversible === true, autoFocus: false }}
      onOk={() => {
        onClose();
        onRun();
      }}
    >
      <div className="bulk-ask">
        {pays.map((money) => (
          <p key={money.currency}>
            <span className="quiet">{t('pays')}</span>
            <Amount money={money} large />
          </p>
        ))}
        <ul>
          <li>{t('ask_will', { count: count.will })}</li>
          {count.not_planned > 0 && <li>{t('ask_not', { count: count.not_planned })}</li>}
          <li>{t('ask_moved')}</li>
        </ul>
        {job.irreversible && <p className="ink-urgent">{t('ask_irreversible')}</p>}
      </div>
    </Modal>
  );
}
