import { forwardRef, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { offsetOf } from './texts.ts';

export type EditorHandle = {
  /** Scrolls to a line without taking the focus from wherever it is. */
  show: (line: number) => void;
  goTo: (line: number, column?: number, length?: number) => void;
};

type Props = {
  text: string;
  onChange: (text: string) => void;
  label: string;
  /** Lines with something found and what it is, and lines that differ from what is in force. */
  wrong: ReadonlyMap<number, string>;
  changed: ReadonlySet<number>;
};

const lineHeight = 19;

/** A plain field with the lines numbered beside it: what people type is what is sent. */
export const Editor = forwardRef<EditorHandle, Props>(function Editor({ text, onChange, label, wrong, changed }, ref) {
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => text.split('\n').length, [text]);
  const [top, setTop] = useState(0);
  const follow = (): void => {
    if (!gutter.current || !area.current) return;
    gutter.current.scrollTop = area.current.scrollTop;
    setTop(area.current.scrollTop);
  };
  useLayoutEffect(follow, [lines]);
  useImperativeHandle(ref, () => ({
    show: (line) => {
      const field = area.current;
      if (!field) return;
      const y = (line - 1) * lineHeight;
      if (y < field.scrollTop || y > field.scrollTop + field.clientHeight - 3 * lineHeight)
        field.scrollTop = Math.max(0, y - 5 * lineHeight);
      follow();
    },
    goTo: (line, column = 1, length = 0) => {
      const field = area.current;
      if (!field) return;
      const at = offsetOf(field.value, line, column);
      field.focus();
      field.setSelectionRange(at, at + length);
      field.scrollTop = Math.max(0, (line - 6) * lineHeight);
      follow();
    },
  }));
  return (
    <div className="ru-editor">
      <div className="ru-gutter digits" ref={gutter} aria-hidden>
        {Array.from({ length: lines }, (_, i) => {
          const mark = wrong.has(i + 1) ? ' wrong' : changed.has(i + 1) ? ' changed' : '';
          return (
            <span key={i} className={mark === '' ? undefined : mark.trim()}>
              {i + 1}
            </span>
          );
        })}
        <span />
      </div>
      <div className="ru-field">
        <div className="ru-bands" aria-hidden>
          {[...wrong].map(([line, says]) => (
            <div key={line} style={{ top: 8 + (line - 1) * lineHeight - top }}>
              <p>{says}</p>
            </div>
          ))}
        </div>
        <textarea
          ref={area}
          value={text}
          aria-label={label}
          spellCheck={false}
          autoComplete="off"
          wrap="off"
          onScroll={follow}
          onChange={(event) => onChange(event.target.value)}
        />
      </div>
    </div>
  );
});
