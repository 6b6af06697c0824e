import { Button, Segmented } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { arriving } from '../../app/arriving.tsx';
import { usePreferences } from '../../app/preferences.ts';
import { useLang, useTexts } from '../../i18n/texts.ts';
import { useWord, useWords } from '../../i18n/words.ts';
import { formatWeekday } from '../../time/format.ts';
import { EmptyState } from '../../ui/states.tsx';
import { type HeatCell, type HeatView, heatGrid } from './figures.ts';
import { useListPath } from './links.ts';

const HeatChart = arriving(() => import('./HeatChart.tsx'));

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
  const rows = useMemo(
    () =>
      grid.rows.map((row) => (row.kind === undefined ? formatWeekday(row.day ?? 0, lang) : word('kinds', row.kind))),
    [grid, lang, words],
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
          <HeatChart
            grid={grid}
            rows={rows}
            label={t('heat.label', { count: sum })}
            mode={mode}
            tip={tip}
            onPick={pick}
          />
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
