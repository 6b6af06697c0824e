import { Button } from 'antd';
import { useEffect } from 'react';
import { Link, useParams } from 'react-router';
import { useSession } from '../../app/session.ts';
import { isFinished } from '../../bulk/job.ts';
import { addTexts, useTexts } from '../../i18n/texts.ts';
import { EmptyState } from '../../ui/states.tsx';
import './bulk.css';
import { Choose } from './Choose.tsx';
import en from './en.json';
import { Jobs } from './Jobs.tsx';
import { Review } from './Review.tsx';
import { useBulk } from './useBulk.ts';
import zh from './zh.json';

addTexts('bulk', zh, en);

/** One thing done to many cases: what, then what will happen to each, then exactly that. */
export default function Bulk() {
  const { jobId } = useParams();
  return jobId === undefined ? <Jobs /> : <OneJob key={jobId} id={jobId} />;
}

const steps = ['choose', 'plan', 'run'] as const;

function OneJob({ id }: { id: string }) {
  const t = useTexts('bulk');
  const session = useSession();
  const bulk = useBulk(session.actor, id);
  const { job } = bulk;

  // Leaving the page stops what is under way; the browser asks first.
  const busy = bulk.doing === 'running';
  useEffect(() => {
    if (!busy) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [busy]);

  if (!job)
    return (
      <EmptyState
        title={t('gone')}
        text={t('gone_hint')}
        action={
          <Link to="/cases">
            <Button>{t('to_cases')}</Button>
          </Link>
        }
      />
    );
  const at = steps.indexOf(job.stage);
  return (
    <div className="page bulk">
      <div className="page-head">
        <h1>{t('title', { count: job.rows.length })}</h1>
        <ol className="bulk-steps">
          {steps.map((step, i) => (
            <li key={step} aria-current={i === at ? 'step' : undefined} className={i < at ? 'past' : undefined}>
              <b>{i + 1}</b>
              {t(`step.${step}`)}
            </li>
          ))}
        </ol>
        <Link className="bulk-back" to="/cases">
          {t(isFinished(job) ? 'to_cases' : 'leave')}
        </Link>
      </div>
      {!bulk.kept && <p className="banner banner-urgent">{t('not_kept')}</p>}
      {job.stage === 'choose' ? <Choose bulk={bulk} job={job} /> : <Review bulk={bulk} job={job} />}
    </div>
  );
}
