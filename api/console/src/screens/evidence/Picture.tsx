import { type PointerEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { fitScale, moveBy, type Size, transformOf, type View, whole, zoomAt } from './view.ts';

/** One picture to look at closely: wheel or pinch zooms where the pointer is, dragging moves, a double click shows it whole. */
export function Picture(props: {
  src: string;
  alt: string;
  view: View;
  onView: (next: View) => void;
  /** Told once it is known how large it is and by how much it was shrunk to fit. */
  onFit?: (fit: number) => void;
}) {
  const { src, alt, view, onView, onFit } = props;
  const t = useTexts('evidence');
  const stage = useRef<HTMLDivElement>(null);
  const [box, setBox] = useState<Size>({ width: 1, height: 1 });
  const [size, setSize] = useState<Size>();
  const [failed, setFailed] = useState(false);
  const drag = useRef<{ x: number; y: number } | undefined>(undefined);
  const fit = size ? fitScale(size, box, view.turns) : 1;
  const latest = useRef({ view, size, fit, onView });
  latest.current = { view, size, fit, onView };

  useLayoutEffect(() => {
    const element = stage.current;
    if (!element) return;
    const watch = new ResizeObserver(() => setBox({ width: element.clientWidth, height: element.clientHeight }));
    watch.observe(element);
    // React's own wheel listener cannot keep the page from scrolling.
    const wheel = (event: WheelEvent): void => {
      const { view: from, size: of, fit: by, onView: tell } = latest.current;
      if (!of) return;
      event.preventDefault();
      const rect = element.getBoundingClientRect();
      const at = { x: event.clientX - rect.left - rect.width / 2, y: event.clientY - rect.top - rect.height / 2 };
      tell(zoomAt(from, Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), at, of, by));
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      watch.disconnect();
      element.removeEventListener('wheel', wheel);
    };
  }, []);
  useEffect(() => {
    setSize(undefined);
    setFailed(false);
  }, [src]);
  useEffect(() => {
    if (size) onFit?.(fit);
  }, [fit, size]);

  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, y: event.clientY };
  };
  const move = (event: PointerEvent): void => {
    if (!drag.current || !size) return;
    onView(moveBy(view, { x: event.clientX - drag.current.x, y: event.clientY - drag.current.y }, size, fit));
    drag.current = { x: event.clientX, y: event.clientY };
  };
  const up = (): void => {
    drag.current = undefined;
  };

  return (
    <div
      ref={stage}
      className="stage-picture"
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
      onDoubleClick={() => onView({ ...whole, turns: view.turns })}
    >
      {failed ? (
        <p className="stage-note">{t('picture_failed')}</p>
      ) : (
        <img
          src={src}
          alt={alt}
          draggable={false}
          onLoad={(event) =>
            setSize({ width: event.currentTarget.naturalWidth, height: event.currentTarget.naturalHeight })
          }
          onError={() => setFailed(true)}
          style={size ? { transform: transformOf(view, size, fit) } : { visibility: 'hidden' }}
        />
      )}
    </div>
  );
}
