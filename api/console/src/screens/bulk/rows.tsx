import { useMemo } from 'react';
import type { Tone } from '../../app/tokens.ts';
import { type BulkJob, type BulkRow, plannedPay, type Standing, standingOf } from '../../bulk/job.ts';
import { useSay, useTexts } from '../../i18n/texts.ts';
import { Amount } from '../../money/Amount.tsx';
import type { Money } from '../../rpc/types.ts';
import { type Cell, moneyCell, type Sheet } from '../../sheets/sheet.ts';
import { Badge } from '../../ui/Badge.tsx';
import type { Column } from '../../ui/RowTable.tsx';

type Text = ReturnType<typeof useTexts>;
type Say = ReturnType<typeof useSay>;

const tones: Record<Standing, Tone> = {
  waiting: 'neutral',
  will: 'info',
  not_planned: 'soon',
  done: 'good',
  refused: 'bad',
  moved: 'soon',
};

const paid = (row: BulkRow): Money | undefined =>
  row.outcome ? (row.outcome.is === 'done' ? row.outcome.pays : undefined) : plannedPay(row);

/** Where a row ends or would end. */
function target(row: BulkRow, say: Say): string {
  if (row.outcome) return row.outcome.is === 'done' ? say(row.outcome.state_says, row.outcome.state) : '';
  return row.plan?.ok ? say(row.plan.to_says, row.plan.to) : '';
}

/** Why not, or what to mind. */
function remark(row: BulkRow, t: Text, say: Say): string {
  const { outcome, plan } = row;
  if (outcome) return outcome.is === 'done' ? (outcome.differs ? t('differs') : '') : say(outcome.says);
  if (!plan) return '';
  if (!plan.ok) return [...plan.rules, say(plan.says)].join(' · ');
  return plan.warnings.map((says) => say(says)).join(' / ');
}

export function useRowColumns(ran: boolean): Column<BulkRow>[] {
  const t = useTexts('bulk');
  const say = useSay();
  return useMemo(() => rowColumns(t, say, ran), [t, ran]);
}

function rowColumns(t: Text, say: Say, ran: boolean): Column<BulkRow>[] {
  return [
    {
      id: 'index',
      title: '#',
      width: '52px',
      align: 'end',
      cell: (row) => <span className="quiet">{row.index + 1}</span>,
    },
    {
      id: 'standing',
      title: t(ran ? 'col.result' : 'col.plan'),
      width: '124px',
      cell: (row) => {
        const standing = standingOf(row);
        const odd = row.outcome?.is === 'done' && row.outcome.differs;
        return (
          <Badge tone={odd ? 'urgent' : tones[standing]}>
            {t(`standing.${ran && standing === 'will' ? 'unsent' : standing}`)}
          </Badge>
        );
      },
    },
    {
      id: 'case',
      title: t('col.case'),
      width: 'minmax(190px, 1fr)',
      cell: (row) => (
        <span title={row.case_id}>
          <span className="mono">{row.order_id}</span> <span className="quiet">{row.title}</span>
        </span>
      ),
    },
    {
      id: 'amount',
      title: t('col.amount'),
      width: '104px',
      align: 'end',
      cell: (row) => <Amount money={row.amount} />,
    },
    {
      id: 'pays',
      title: t(ran ? 'col.paid' : 'col.pays'),
      width: '104px',
      align: 'end',
      cell: (row) => <Amount money={paid(row)} />,
    },
    {
      id: 'to',
      title: t('col.to'),
      width: 'minmax(210px, 1fr)',
      cell: (row) => {
        const to = target(row, say);
        return (
          <span title={`${say(row.state_says, row.state)} → ${to}`}>
            <span className="quiet">{say(row.state_says, row.state)}</span>
            {to !== '' && <> → {to}</>}
          </span>
        );
      },
    },
    {
      id: 'remark',
      title: t('col.remark'),
      width: 'minmax(240px, 2fr)',
      cell: (row) => {
        const text = remark(row, t, say);
        const quiet = row.plan?.ok && !row.outcome;
        return (
          <span className={quiet ? 'ink-soon' : undefined} title={text}>
            {text}
          </span>
        );
      },
    },
  ];
}

/** Every row with what became of it, for whoever has to answer for it. */
export function useJobSheet(): (job: BulkJob) => Sheet {
  const t = useTexts('bulk');
  const say = useSay();
  return (job) => sheetOfJob(job, t, say);
}

function sheetOfJob(job: BulkJob, t: Text, say: Say): Sheet {
  return {
    name: say(job.event_says, job.event ?? ''),
    head: [
      '#',
      t('col.case_id'),
      t('col.order_id'),
      t('col.result'),
      t('col.amount'),
      t('col.paid'),
      t('col.to'),
      t('col.remark'),
      t('col.entry'),
    ],
    rows: job.rows.map((row): Cell[] => {
      const standing = standingOf(row);
      return [
        { digits: String(row.index + 1) },
        row.case_id,
        row.order_id,
        t(`standing.${standing === 'will' ? 'unsent' : standing}`),
        moneyCell(row.amount),
        moneyCell(row.outcome ? paid(row) : undefined),
        row.outcome ? target(row, say) : '',
        remark(row, t, say),
        row.outcome && 'entry_id' in row.outcome ? (row.outcome.entry_id ?? '') : '',
      ];
    }),
  };
}
