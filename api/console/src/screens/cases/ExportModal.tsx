import { Alert, Button, Modal, Progress, Radio } from 'antd';
import { useRef, useState } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { type Cell, download, fileName, type Sheet, toCsv, zoneName } from '../../sheets/sheet.ts';
import { FaultText } from '../../ui/states.tsx';
import type { CaseColumn, ListedCase } from './columns.tsx';
import { readAll } from './pages.ts';

/** One file holds at most so many cases; a longer list is narrowed first. */
export const exportedMost = 50_000;

const timed = new Set(['due', 'opened']);

/** Everything the list shows, all pages of it, as a file. */
export function ExportModal(props: {
  params: Record<string, unknown>;
  all: CaseColumn[];
  shown: CaseColumn[];
  onClose: () => void;
}) {
  const { params, all, shown, onClose } = props;
  const t = useTexts('cases');
  const [format, setFormat] = useState<'xlsx' | 'csv'>('xlsx');
  const [which, setWhich] = useState<'shown' | 'all'>('shown');
  const [seen, setSeen] = useState<number>();
  const [fault, setFault] = useState<unknown>();
  const [done, setDone] = useState<{ count: number; cut: boolean }>();
  const [total, setTotal] = useState<number>();
  const stop = useRef<AbortController>(undefined);

  const run = async (): Promise<void> => {
    setFault(undefined);
    setDone(undefined);
    setSeen(0);
    stop.current = new AbortController();
    try {
      const { cases, cut } = await readAll(params, {
        most: exportedMost,
        signal: stop.current.signal,
        seen: (count, whole) => {
          setSeen(count);
          setTotal(whole);
        },
      });
      await write(sheetOf(which === 'all' ? all : shown, cases, t('title')), format);
      setDone({ count: cases.length, cut });
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError')) setFault(error);
    } finally {
      setSeen(undefined);
    }
  };
  const close = (): void => {
    stop.current?.abort();
    onClose();
  };
  const busy = seen !== undefined;
  return (
    <Modal
      open
      width={480}
      title={t('export.title')}
      onCancel={close}
      footer={[
        <Button key="close" onClick={busy ? () => stop.current?.abort() : close}>
          {t(busy ? 'export.stop' : 'common:action.close')}
        </Button>,
        <Button key="run" type="primary" loading={busy} onClick={() => void run()}>
          {t('export.run')}
        </Button>,
      ]}
    >
      <div className="cases-export">
        <Radio.Group
          value={format}
          disabled={busy}
          onChange={(event) => setFormat(event.target.value)}
          options={[
            { value: 'xlsx', label: 'XLSX' },
            { value: 'csv', label: 'CSV' },
          ]}
        />
        <p className="quiet">{t(`export.${format}`)}</p>
        <Radio.Group
          value={which}
          disabled={busy}
          onChange={(event) => setWhich(event.target.value)}
          options={[
            { value: 'shown', label: t('export.shown', { count: shown.length }) },
            { value: 'all', label: t('export.all', { count: all.length }) },
          ]}
        />
        {busy && (
          <div role="status">
            <Progress
              aria-label={t('export.title')}
              percent={total ? Math.floor((100 * seen) / Math.max(1, total)) : 0}
              showInfo={false}
            />
            {t('export.seen', { count: seen })}
          </div>
        )}
        {fault !== undefined && <FaultText fault={fault} />}
        {done && (
          <Alert
            showIcon
            type={done.cut ? 'warning' : 'success'}
            title={t(done.cut ? 'export.cut' : 'export.done', { count: done.count })}
          />
        )}
      </div>
    </Modal>
  );
}

function sheetOf(columns: CaseColumn[], cases: ListedCase[], name: string): Sheet {
  return {
    name,
    head: columns.map((c) => (timed.has(c.id) ? `${c.title} (${zoneName})` : c.title)),
    rows: cases.map((row) => columns.map((column): Cell => column.plain(row))),
  };
}

/** The writer of XLSX is loaded when somebody wants one. */
async function write(sheet: Sheet, format: 'xlsx' | 'csv'): Promise<void> {
  if (format === 'csv') {
    download(`${fileName('cases')}.csv`, toCsv(sheet), 'text/csv;charset=utf-8');
    return;
  }
  const { toXlsx, xlsxType } = await import('../../sheets/xlsx.ts');
  download(`${fileName('cases')}.xlsx`, toXlsx(sheet), xlsxType);
}
