import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';
import { useTexts } from '../../i18n/texts.ts';

/** Three panes side by side; the outer two can be made wider, and the width is remembered. Units: CSS pixels. */

type Widths = { left: number; right: number };
const key = 'redress.workbench.widths';
const bounds = { left: [220, 420], right: [280, 560] } as const;
/** A wide screen gives the outer panes their share of it. */
const initial: Widths = globalThis.innerWidth >= 1600 ? { left: 300, right: 400 } : { left: 268, right: 340 };

function read(): Widths {
  try {
    return { ...initial, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Widths>) };
  } catch {
    return initial;
  }
}

export function Panes({ left, middle, right }: { left: ReactNode; middle: ReactNode; right: ReactNode }) {
  const t = useTexts('workbench');
  const [widths, setWidths] = useState(read);
  const set = (side: keyof Widths, width: number): void => {
    const [least, most] = bounds[side];
    const next = { ...widths, [side]: Math.round(Math.max(least, Math.min(most, width))) };
    setWidths(next);
    localStorage.setItem(key, JSON.stringify(next));
  };
  const handle = (side: keyof Widths) => (
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t(side === 'left' ? 'panes.left' : 'panes.right')}
      aria-valuenow={widths[side]}
      aria-valuemin={bounds[side][0]}
      aria-valuemax={bounds[side][1]}
      className="wb-splitter"
      onPointerDown={(event: PointerEvent<HTMLDivElement>) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event: PointerEvent<HTMLDivElement>) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
        set(side, side === 'left' ? event.clientX : innerWidth - event.clientX);
      }}
      onDoubleClick={() => set(side, initial[side])}
      onKeyDown={(event: KeyboardEvent) => {
        const step = event.code === 'ArrowRight' ? 16 : event.code === 'ArrowLeft' ? -16 : 0;
        if (step !== 0) set(side, widths[side] + (side === 'left' ? step : -step));
      }}
    />
  );
  return (
    <div
      className="wb-panes"
      style={{ gridTemplateColumns: `${widths.left}px 1px minmax(0, 1fr) 1px ${widths.right}px` }}
    >
      {left}
      {handle('left')}
      {middle}
      {handle('right')}
      {right}
    </div>
  );
}
