import { DownloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { Link, Navigate, useNavigate } from 'react-router';
import { isOwn, pathOf } from '../../app/screens.ts';
import { useSession } from '../../app/session.ts';
import { jobsOf, unfinished } from '../../bulk/shelf.ts';
import { addTexts, useTexts } from '../../i18n/texts.ts';
import { useKey } from '../../keys/keys.ts';
import { serverNow } from '../../time/clock.ts';
import { QueryTable } from '../../ui/QueryTable.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { BulkBar } from './BulkBar.tsx';
import './cases.css';
import { asOf, writeAddress } from '../../cases/filters.ts';
import { ColumnsMenu } from './ColumnsMenu.tsx';
import { type Chosen, chosenOf } from './chosen.ts';
import { type ListedCase, useCaseColumns } from './columns.tsx';
import { ExportModal } from './ExportModal.tsx';
import en from './en.json';
import { Chips, FilterBar } from './FilterBar.tsx';
import type { Listed } from './pages.ts';
import { useList } from './useList.ts';
import { Views } from './Views.tsx';
import zh from './zh.json';

addTexts('cases', zh, en);

const nothing: ReadonlySet<string> = new Set();
const asked = (params: Record<string, unknown>): Record<string, unknown> => asOf(serverNow(), params);

/** Every case, filtered by the address; ten thousand scroll as easily as ten. */
export default function Cases() {
  const t = useTexts('cases');
  const session = useSession();
  const go = useNavigate();
  const list = useList();
  const [total, setTotal] = useState<number>();
  const [chosen, setChosen] = useState<Chosen>({ keys: nothing, rows: [] });
  const [exporting, setExporting] = useState(false);
  const [openJobs] = useState(() => unfinished(jobsOf(session.actor)).length);

  const all = useCaseColumns();
  const columns = useMemo(
    () => list.cols.flatMap((id) => all.find((column) => column.id === id) ?? []),
    [all, list.cols.join()],
  );
  const rowKey = useCallback((row: ListedCase) => row.id, []);
  const open = useCallback(
    (row: ListedCase) => {
      const path = pathOf('workbench', { caseId: row.id });
      if (path) void go(path);
    },
    [go],
  );
  const told = useCallback((first: Listed) => setTotal(first.total), []);
  const acts = session.role === 'agent' || session.role === 'manager';
  useKey('slash', () => document.getElementById('cases-text')?.focus(), {
    text: t('find'),
    group: t('title'),
    shown: '/',
  });

  if (list.bare) return <Navigate to={`/cases?${writeAddress({ filters: { final: false } })}`} replace />;
  return (
    <div className="page cases">
      <div className="page-head">
        <h1>{t('title')}</h1>
        <span className="quiet digits" role="status">
          {total !== undefined && t('total', { count: total })}
        </span>
        <div className="cases-tools">
          <ColumnsMenu all={all} shown={list.cols} onChange={list.setCols} />
          <Button icon={<DownloadOutlined aria-hidden />} onClick={() => setExporting(true)}>
            {t('export.button')}
          </Button>
        </div>
      </div>
      {openJobs > 0 && (
        <p className="cases-unfinished">
          {t('bulk.unfinished', { count: openJobs })} <Link to="/bulk">{t('bulk.resume')}</Link>
        </p>
      )}
      <Views list={list} />
      <section className="panel cases-panel">
        <FilterBar list={list} />
        <Chips list={list} />
        <QueryTable<ListedCase, Listed>
          method="case.list"
          params={list.params}
          ask={asked}
          rows={(answer) => answer.cases}
          rowKey={rowKey}
          columns={columns}
          label={t('title')}
          sort={list.state.sort ?? 'due'}
          onSort={list.sort}
          onOpen={open}
          onAnswer={told}
          {...(acts
            ? { selected: chosen.keys, onSelect: (keys, rows) => setChosen((before) => chosenOf(keys, rows, before)) }
            : {})}
          empty={<NoCases list={list} />}
        />
        {acts && (
          <BulkBar
            rows={chosen.rows}
            params={list.params}
            total={total}
            onRows={(rows) => setChosen({ keys: new Set(rows.map(rowKey)), rows })}
          />
        )}
      </section>
      {exporting && <ExportModal params={list.params} all={all} shown={columns} onClose={() => setExporting(false)} />}
    </div>
  );
}

/** Nothing fits the filters; or there is nothing at all yet, and where cases come from is the better word. */
function NoCases({ list }: { list: ReturnType<typeof useList> }) {
  const t = useTexts('cases');
  const { role } = useSession();
  const go = useNavigate();
  if (Object.keys(list.state.filters).length === 0)
    return (
      <EmptyState
        title={t('none_yet')}
        text={t('none_yet_hint')}
        action={isOwn('imports', role) && <Button onClick={() => void go('/imports')}>{t('to_imports')}</Button>}
      />
    );
  return (
    <EmptyState
      title={t('empty')}
      text={t('empty_hint')}
      action={<Button onClick={() => list.show({ ...list.state, filters: {}, view: undefined })}>{t('clear')}</Button>}
    />
  );
}
