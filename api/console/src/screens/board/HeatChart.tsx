import { HeatmapChart } from 'echarts/charts';
import { GridComponent, TooltipComponent, VisualMapComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { Mode } from '../../app/tokens.ts';
import type { HeatGrid } from './figures.ts';

use([HeatmapChart, GridComponent, TooltipComponent, VisualMapComponent, CanvasRenderer]);

export type HeatChartProps = {
  grid: HeatGrid;
  rows: string[];
  label: string;
  mode: Mode;
  tip: (x: number, y: number, count: number) => string;
  onPick: (index: number) => void;
};

const palette: Record<Mode, { ramp: string[]; text: string; edge: string; empty: string; ground: string }> = {
  light: {
    ramp: ['#dceafd', '#8fbcf5', '#3f7fe0', '#123f86'],
    text: '#566275',
    edge: '#ffffff',
    empty: '#f3f5f8',
    ground: '#17202e',
  },
  dark: {
    ramp: ['#1b3358', '#2a5aa3', '#5b97ee', '#b9d6ff'],
    text: '#9eabbd',
    edge: '#171c24',
    empty: '#1e242e',
    ground: '#000000',
  },
};

/** Drawn on a canvas, tooltips too: nothing of it needs inline styles, which the page's policy forbids. */
export default function HeatChart({ grid, rows, label, mode, tip, onPick }: HeatChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ReturnType<typeof init>>(undefined);
  const pick = useRef(onPick);
  pick.current = onPick;

  useEffect(() => {
    const made = init(box.current as HTMLDivElement, undefined, { renderer: 'canvas' });
    chart.current = made;
    made.on('click', (event) => pick.current(event.dataIndex));
    const resized = new ResizeObserver(() => made.resize());
    resized.observe(box.current as HTMLDivElement);
    return () => {
      resized.disconnect();
      made.dispose();
    };
  }, []);

  useEffect(() => {
    const ink = palette[mode];
    const most = Math.max(1, ...grid.cells.map((cell) => cell.count));
    const axis = { axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: ink.text, fontSize: 11 } };
    chart.current?.setOption(
      {
        animation: false,
        grid: { left: 4, right: 8, top: 4, bottom: 4, containLabel: true },
        tooltip: {
          renderMode: 'richText',
          backgroundColor: ink.ground,
          borderWidth: 0,
          textStyle: { color: '#fff', fontSize: 12 },
          formatter: (at: { value: [number, number, number] }) => tip(...at.value),
        },
        xAxis: {
          type: 'category',
          data: grid.hours.map((hour) => String(hour)),
          splitArea: { show: true, areaStyle: { color: [ink.empty] } },
          ...axis,
        },
        yAxis: { type: 'category', data: rows, inverse: true, ...axis },
        visualMap: { show: false, min: 0, max: most, inRange: { color: ink.ramp } },
        series: [
          {
            type: 'heatmap',
            data: grid.cells.map((cell) => [cell.x, cell.y, cell.count]),
            label: { show: true, fontSize: 11 },
            itemStyle: { borderColor: ink.edge, borderWidth: 2, borderRadius: 3 },
            emphasis: { itemStyle: { borderColor: ink.text } },
          },
        ],
      },
      { notMerge: true },
    );
  }, [grid, rows, mode, tip]);

  // As high as its rows need, so that a quiet day leaves the place to what is below.
  const height = rows.length * (rows.length > 5 ? 24 : 36) + 28;
  return <div ref={box} className="board-chart" style={{ minHeight: height }} role="img" aria-label={label} />;
}
