import { DownloadOutlined } from '@ant-design/icons';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Alert, Button } from 'antd';
import { useRef } from 'react';
import { formatCount } from '../../i18n/count.ts';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { EmptyState } from '../../ui/states.tsx';
import type { Bad, Done, Plan } from './useImport.ts';

function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

type Props = ({ kind: 'plan'; answer: Plan } | { kind: 'run'; answer: Done }) & { name: string };

/** What an import would do, or did; and every row it could not read, with its place and reason. */
export function Outcome(props: Props) {
  const t = useTexts('imports');
  const lang = useLang();
  const { answer, kind, name } = props;
  const figures: [string, number | undefined][] =
    props.kind === 'plan'
      ? [
          ['fig_rows', answer.rows],
          ['fig_new', props.answer.new],
          ['fig_updates', props.answer.updates],
          ['fig_unchanged', answer.unchanged],
          ['fig_passed', answer.passed_over],
          ['fig_bad', answer.bad_total],
        ]
      : [
          ['fig_rows', answer.rows],
          ['fig_opened', props.answer.opened],
          ['fig_updated', props.answer.updated],
          ['fig_moved', props.answer.moved],
          ['fig_refused', props.answer.refused],
          ['fig_unchanged', answer.unchanged],
          ['fig_bad', answer.bad_total],
        ];
  const wrote = props.kind === 'run' ? props.answer.opened + props.answer.updated + props.answer.moved : 0;
  const bad = answer.bad ?? [];
  return (
    <div className="im-outcome">
      {kind === 'plan' ? (
        <Alert type="info" showIcon title={t('planned')} />
      ) : (
        <Alert type="success" showIcon title={t(wrote === 0 ? 'ran_nothing' : 'ran')} />
      )}
      <dl className="im-figures">
        {figures.map(
          ([label, value]) =>
            value !== undefined && (
              <div key={label} className={label === 'fig_bad' && value > 0 ? 'bad' : value === 0 ? 'zero' : undefined}>
                <dt>{t(label)}</dt>
                <dd className="digits">{formatCount(value, lang)}</dd>
              </div>
            ),
        )}
      </dl>
      {bad.length > 0 ? (
        <>
          <div className="im-bad-head">
            <h3>{t('bad_rows', { count: answer.bad_total ?? bad.length })}</h3>
            {answer.error_sheet_csv !== undefined && (
              <Button
                icon={<DownloadOutlined aria-hidden />}
                onClick={() =>
                  download(`${name.replace(/\.\w+$/, '') || 'import'}-errors.csv`, answer.error_sheet_csv ?? '')
                }
              >
                {t('sheet', { count: answer.error_sheet_rows ?? bad.length })}
              </Button>
            )}
          </div>
          {(answer.bad_total ?? 0) > bad.length && <p className="quiet">{t('bad_shown', { count: bad.length })}</p>}
          <BadRows bad={bad} />
        </>
      ) : (
        <EmptyState title={t('no_bad')} />
      )}
    </div>
  );
}

const rowHeight = 32;

function BadRows({ bad }: { bad: Bad[] }) {
  const t = useTexts('imports');
  const say = useSay();
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: bad.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  return (
    <div
      className="im-bad"
      ref={box}
      role="table"
      aria-label={t('fig_bad')}
      aria-rowcount={bad.length + 1}
      tabIndex={0}
    >
      <div className="im-bad-row head" role="row" aria-rowindex={1}>
        <span role="columnheader">{t('line')}</span>
        <span role="columnheader">{t('column')}</span>
        <span role="columnheader">{t('reason')}</span>
      </div>
      <div role="rowgroup" className="im-bad-rows" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = bad[item.index] as Bad;
          return (
            <div
              key={item.index}
              role="row"
              aria-rowindex={item.index + 2}
              className="im-bad-row"
              style={{ transform: `translateY(${item.start}px)`, height: rowHeight }}
            >
              <span role="cell" className="digits">
                {row.line}
              </span>
              <span role="cell" className="digits">
                {row.column}
              </span>
              <span role="cell" title={say(row.reason)}>
                {say(row.reason)}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
