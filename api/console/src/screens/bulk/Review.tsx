import { DownloadOutlined } from '@ant-design/icons';
import { Alert, Button, Progress } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { pathOf } from '../../app/screens.ts';
import {
  type BulkJob,
  type BulkRow,
  isFinished,
  plannedPay,
  reasonsOf,
  remainder,
  type Standing,
  standingOf,
  sumsOf,
  tally,
} from '../../bulk/job.ts';
import { keepJob } from '../../bulk/shelf.ts';
import { useSay, useTexts } from '../../i18n/texts.ts';
import { formatMoney } from '../../money/money.ts';
import { download, fileName, toCsv } from '../../sheets/sheet.ts';
import { RowTable } from '../../ui/RowTable.tsx';
import { FaultText } from '../../ui/states.tsx';
import { ConfirmRun } from './ConfirmRun.tsx';
import { useJobSheet, useRowColumns } from './rows.tsx';
import type { Bulk } from './useBulk.ts';

const shownIn: Record<'plan' | 'run', Standing[]> = {
  plan: ['will', 'not_planned', 'waiting'],
  run: ['done', 'refused', 'moved', 'will', 'not_planned'],
};

/** What will happen to each case, and once begun, what did. */
export function Review({ bulk, job }: { bulk: Bulk; job: BulkJob }) {
  const t = useTexts('bulk');
  const say = useSay();
  const go = useNavigate();
  const [only, setOnly] = useState<Standing>();
  const [asking, setAsking] = useState(false);
  const stage = job.stage === 'run' ? 'run' : 'plan';
  const count = useMemo(() => tally(job.rows), [job.rows]);
  const rows = useMemo(
    () => (only === undefined ? job.rows : job.rows.filter((row) => standingOf(row) === only)),
    [job.rows, only],
  );
  const reasons = useMemo(() => reasonsOf(job.rows), [job.rows]);
  const columns = useRowColumns(stage === 'run');
  const sheet = useJobSheet();
  const pays = useMemo(() => sumsOf(job.rows.filter((row) => row.plan?.ok).map(plannedPay)), [job.rows]);
  const ordered = useMemo(
    () => sumsOf(job.rows.map((row) => (row.outcome?.is === 'done' ? row.outcome.pays : undefined))),
    [job.rows],
  );
  const rowKey = useCallback((row: BulkRow) => row.case_id, []);
  const open = useCallback((row: BulkRow) => {
    const path = pathOf('workbench', { caseId: row.case_id });
    if (path) void go(path);
  }, []);
  const finished = isFinished(job);
  const busy = bulk.doing !== 'nothing';
  const through = job.rows.length - (stage === 'plan' ? count.waiting : count.will);

  const again = (): void => {
    const next = remainder(job);
    keepJob(next);
    void go(`/bulk/${next.id}`);
  };
  return (
    <>
      <section className="panel bulk-sum">
        <div className="bulk-what">
          <span className="quiet">{t('doing')}</span>
          <b>{say(job.event_says, job.event)}</b>
          {stage === 'run' && pays.length > 0 && (
            <span className="digits">
              {t('paid')} <b>{ordered.map(formatMoney).join(' + ') || '0'}</b>
            </span>
          )}
          {pays.length > 0 && (
            <span className="digits">
              {t(stage === 'run' ? 'planned_pay' : 'pays')} <b>{pays.map(formatMoney).join(' + ')}</b>
            </span>
          )}
          {job.note && <span className="quiet clip">{t('noted', { note: job.note })}</span>}
        </div>
        <div className="bulk-do">
          {stage === 'plan' && !busy && (
            <>
              <Button onClick={() => bulk.set({ stage: 'choose', rows: job.rows.map(withoutPlan) })}>
                {t('back')}
              </Button>
              {count.waiting > 0 ? (
                <Button type="primary" onClick={() => void bulk.planOn()}>
                  {t('plan_on', { count: count.waiting })}
                </Button>
              ) : (
                <Button type="primary" disabled={count.will === 0} onClick={() => setAsking(true)}>
                  {t('run', { count: count.will })}
                </Button>
              )}
            </>
          )}
          {stage === 'run' && !busy && !finished && (
            <Button type="primary" onClick={() => void bulk.run()}>
              {t('run_on', { count: count.will })}
            </Button>
          )}
          {busy && (
            <Button danger loading={bulk.stopping} onClick={bulk.stop}>
              {t('stop')}
            </Button>
          )}
          {stage === 'run' && !busy && (
            <Button
              icon={<DownloadOutlined aria-hidden />}
              onClick={() => download(`${fileName('bulk')}.csv`, toCsv(sheet(job)), 'text/csv;charset=utf-8')}
            >
              {t('export')}
            </Button>
          )}
          {finished && !busy && count.done < job.rows.length && (
            <Button onClick={again}>{t('again', { count: job.rows.length - count.done })}</Button>
          )}
        </div>
        {(busy || through < job.rows.length) && (
          <Progress
            className="bulk-progress"
            aria-label={t(`step.${stage}`)}
            percent={(100 * through) / job.rows.length}
            format={() => `${through} / ${job.rows.length}`}
          />
        )}
      </section>
      <Standings bulk={bulk} finished={finished} left={count.will} />
      {reasons.length > 0 && (
        <details className="panel bulk-reasons" open={reasons.length <= 4}>
          <summary>{t('reasons', { count: reasons.length })}</summary>
          <ul>
            {reasons.map((reason) => (
              <li key={`${reason.code} ${reason.says.en}`}>
                <b className="digits">{reason.count}</b>
                <span>{say(reason.says)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      <section className="panel bulk-rows">
        <div className="bulk-tabs">
          <button type="button" aria-pressed={only === undefined} onClick={() => setOnly(undefined)}>
            {t('all')} <b className="digits">{job.rows.length}</b>
          </button>
          {shownIn[stage].map((standing) => (
            <button
              key={standing}
              type="button"
              aria-pressed={only === standing}
              disabled={count[standing] === 0}
              onClick={() => setOnly(standing)}
            >
              {t(`standing.${stage === 'run' && standing === 'will' ? 'unsent' : standing}`)}{' '}
              <b className="digits">{count[standing]}</b>
            </button>
          ))}
        </div>
        <RowTable rows={rows} rowKey={rowKey} columns={columns} label={t('rows')} onOpen={open} />
      </section>
      {asking && <ConfirmRun job={job} onClose={() => setAsking(false)} onRun={() => void bulk.run()} />}
    </>
  );
}

function withoutPlan({ plan: _plan, params: _params, ...row }: BulkRow): BulkRow {
  return row;
}

function Standings({ bulk, finished, left }: { bulk: Bulk; finished: boolean; left: number }) {
  const t = useTexts('bulk');
  if (bulk.fault !== undefined)
    return <Alert type="error" showIcon title={<FaultText fault={bulk.fault} />} description={t('fault_hint')} />;
  if (bulk.doing !== 'nothing' || finished || !bulk.job) return null;
  if (bulk.stopped === 'no_answer')
    return <Alert type="warning" showIcon title={t('stopped.no_answer', { count: left })} />;
  if (bulk.job.stage === 'run')
    return (
      <Alert
        type="info"
        showIcon
        title={
          <>
            {t('stopped.asked', { count: left })} {t('stopped.hint')} <Link to="/bulk">{t('jobs')}</Link>
          </>
        }
      />
    );
  return null;
}
