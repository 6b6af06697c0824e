import { DeleteOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useSession } from '../../app/session.ts';
import { isFinished, tally } from '../../bulk/job.ts';
import { dropJob, jobsOf } from '../../bulk/shelf.ts';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { formatMoment } from '../../time/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { EmptyState } from '../../ui/states.tsx';

/** One's own bulk jobs on this computer: those begun can be taken up again. */
export function Jobs() {
  const t = useTexts('bulk');
  const say = useSay();
  const lang = useLang();
  const { actor } = useSession();
  const [jobs, setJobs] = useState(() => jobsOf(actor));
  const drop = (id: string): void => {
    dropJob(actor, id);
    setJobs(jobsOf(actor));
  };
  return (
    <div className="page bulk">
      <div className="page-head">
        <h1>{t('jobs')}</h1>
        <Link className="bulk-back" to="/cases">
          {t('to_cases')}
        </Link>
      </div>
      <section className="panel">
        {jobs.length === 0 && <EmptyState title={t('no_jobs')} text={t('no_jobs_hint')} />}
        <ul className="bulk-jobs">
          {jobs.map((job) => {
            const count = tally(job.rows);
            const open = job.stage === 'run' && !isFinished(job);
            return (
              <li key={job.id}>
                <Badge tone={open ? 'urgent' : isFinished(job) ? 'good' : 'neutral'}>
                  {t(open ? 'job.open' : isFinished(job) ? 'job.finished' : 'job.planned')}
                </Badge>
                <Link to={`/bulk/${job.id}`}>
                  {t('job.name', { event: say(job.event_says, t('job.no_event')), count: job.rows.length })}
                </Link>
                <span className="quiet digits">{t('job.tally', { done: count.done, left: count.will })}</span>
                <time className="quiet" dateTime={new Date(job.made_at).toISOString()}>
                  {formatMoment(job.made_at, lang)}
                </time>
                <Button
                  size="small"
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={t('job.drop')}
                  onClick={() => drop(job.id)}
                />
              </li>
            );
          })}
        </ul>
      </section>
    </div>
  );
}
