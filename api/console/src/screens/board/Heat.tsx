import { Button, Segmented } from 'antd';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { usePreferences } from '../../app/preferences.ts';
import { useLang, useTexts } from '../../i18n/texts.ts';
import { useWord, useWords } from '../../i18n/words.ts';
import { EmptyState, Waiting } from '../../ui/states.tsx';
import { type HeatCell, type HeatView, heatGrid } from './figures.ts';
import { useListPath } from './links.ts';

const HeatChart = lazy(() => import('./HeatChart.tsx'));

/** When what is ours falls due. A cell lists its cases; the table says the same for whoever reads it or goes by keyboard. */
export function Heat({ heat, now }: { heat: HeatCell[]; now: number }) {
  const t = useTexts('board');
  const lang = useLang();
  const word = useWord();
  const words = useWords();
  const { mode } = usePreferences();
  const go = useNavigate();
  const pathOf = useListPath();
  const [view, setView] = useState<HeatView>('day');
  const [asTable, setAsTable] = useState(false);
  const hour = Math.floor(now / 3600_000);
  const grid = useMemo(() => heatGrid(heat, now, view), [heat, hour, view]);
  const day = useMemo(
    () =>
      new Intl.DateTimeFormat(lang === 'zh' ? 'zh-CN' : 'en-GB', {
        month: '2-digit',
        day: '2-digit',
        weekday: 'short',
      }),
    [lang],
  );
  const rows = useMemo(
    () => grid.rows.map((row) => (row.kind === undefined ? day.format(row.day) : word('kinds', row.kind))),
    [grid, day, words],
  );
  const tip = useCallback(
    (x: number, y: number, count: number) =>
      t('heat.tip', {
        row: rows[y],
        hour: t('heat.hour', { from: grid.hours[x], to: ((grid.hours[x] ?? 0) + 1) % 24 }),
        count,
      }),
    [grid, rows, t],
  );
  const pick = useCallback(
    (index: number) => {
      const cell = grid.cells[index];
      if (cell) void go(pathOf(cell.query));
    },
    [grid],
  );
  const sum = grid.cells.reduce((all, cell) => all + cell.count, 0);
  return (
    <section className="panel board-heat">
      <div className="panel-head">
        <h2>{t('heat.title')}</h2>
        <div className="board-tools">
          <Button size="small" type="text" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {t(asTable ? 'heat.as_chart' : 'heat.as_table')}
          </Button>
          <Segmented
            size="small"
            aria-label={t('heat.title')}
            value={view}
            options={[
              { value: 'day', label: t('heat.day') },
              { value: 'week', label: t('heat.week') },
            ]}
            onChange={(next) => setView(next as HeatView)}
          />
        </div>
      </div>
      <div className="board-heat-body">
        {sum === 0 ? (
          <EmptyState title={t(`heat.none_${view}`)} />
        ) : asTable ? (
          <HeatTable grid={grid} rows={rows} tip={tip} pathOf={(i) => pathOf(grid.cells[i]!.query)} />
        ) : (
          <Suspense fallback={<Waiting />}>
            <HeatChart
              grid={grid}
              rows={rows}
              label={t('heat.label', { count: sum })}
              mode={mode}
              tip={tip}
              onPick={pick}
            />
          </Suspense>
        )}
      </div>
    </section>
  );
}

function HeatTable(props: {
  grid: ReturnType<typeof heatGrid>;
  rows: string[];
  tip: (x: number, y: number, count: number) => string;
  pathOf: (index: number) => string;
}) {
  const { grid, rows, tip, pathOf } = props;
  const t = useTexts('board');
  const ordered = grid.cells.map((cell, index) => ({ ...cell, index })).sort((a, b) => a.y - b.y || a.x - b.x);
  return (
    <ul className="board-heat-list" aria-label={t('heat.title')}>
      {ordered.map((cell) => (
        <li key={cell.index}>
          <Link to={pathOf(cell.index)} aria-label={tip(cell.x, cell.y, cell.count)}>
            <span>{rows[cell.y]}</span>
            <span className="quiet digits">
              {t('heat.hour', { from: grid.hours[cell.x], to: ((grid.hours[cell.x] ?? 0) + 1) % 24 })}
            </span>
            <b className="digits">{cell.count}</b>
          </Link>
        </li>
      ))}
    </ul>
  );
}
