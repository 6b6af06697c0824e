import { CheckSquareOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useSession } from '../../app/session.ts';
import { bulkMost, newJob } from '../../bulk/job.ts';
import { keepJob } from '../../bulk/shelf.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useKey } from '../../keys/keys.ts';
import { formatMoney } from '../../money/money.ts';
import { FaultText } from '../../ui/states.tsx';
import type { ListedCase } from './columns.tsx';
import { readAll } from './pages.ts';

type Props = {
  rows: ListedCase[];
  params: Record<string, unknown>;
  total: number | undefined;
  onRows: (rows: ListedCase[]) => void;
};

/** What is chosen, and the way to do one thing to all of it. */
export function BulkBar({ rows, params, total, onRows }: Props) {
  const t = useTexts('cases');
  const session = useSession();
  const go = useNavigate();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const many = rows.length > bulkMost;
  const begin = (): void => {
    if (rows.length === 0 || many) return;
    const job = newJob(session.actor, rows);
    keepJob(job);
    void go(`/bulk/${job.id}`);
  };
  useKey('b', begin, { enabled: rows.length > 0, text: t('bulk.begin'), group: t('title') });
  if (rows.length === 0) return null;

  const everything = async (): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    try {
      onRows((await readAll(params, { most: bulkMost })).cases);
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="bulk-bar" role="region" aria-label={t('bulk.label')}>
      <CheckSquareOutlined aria-hidden />
      <b className="digits">{t('bulk.chosen', { count: rows.length })}</b>
      <span className="quiet digits">
        {sums(rows)
          .map((money) => formatMoney(money))
          .join(' + ')}
      </span>
      {many && <span className="ink-bad">{t('bulk.many', { count: bulkMost })}</span>}
      {fault !== undefined && <FaultText fault={fault} />}
      <span className="grow" />
      {total !== undefined && total > rows.length && rows.length < bulkMost && (
        <Button size="small" type="link" loading={busy} onClick={() => void everything()}>
          {total > bulkMost ? t('bulk.first', { count: bulkMost }) : t('bulk.all', { count: total })}
        </Button>
      )}
      <Button size="small" onClick={() => onRows([])}>
        {t('bulk.none')}
      </Button>
      <Button size="small" type="primary" disabled={many} onClick={begin}>
        {t('bulk.begin')} <kbd>B</kbd>
      </Button>
    </div>
  );
}

/** Claimed sums, one for each currency: they are not added over currencies. */
function sums(rows: ListedCase[]): { minor: number; currency: string }[] {
  const all = new Map<string, number>();
  for (const row of rows) {
    const money = row.amount ?? row.claim.amount;
    if (money) all.set(money.currency, (all.get(money.currency) ?? 0) + money.minor);
  }
  return [...all].map(([currency, minor]) => ({ minor, currency }));
}
