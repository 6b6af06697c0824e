import { forwardRef, useImperativeHandle, useLayoutEffect, useMemo, useRef } from 'react';
import { offsetOf } from './texts.ts';

export type EditorHandle = { goTo: (line: number, column?: number, length?: number) => void };

type Props = {
  text: string;
  onChange: (text: string) => void;
  label: string;
  /** Lines with something found, and lines that differ from what is in force. */
  wrong: ReadonlySet<number>;
  changed: ReadonlySet<number>;
};

const lineHeight = 19;

/** A plain field with the lines numbered beside it: what people type is what is sent. */
export const Editor = forwardRef<EditorHandle, Props>(function Editor({ text, onChange, label, wrong, changed }, ref) {
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => text.split('\n').length, [text]);
  const follow = (): void => {
    if (gutter.current && area.current) gutter.current.scrollTop = area.current.scrollTop;
  };
  useLayoutEffect(follow, [lines]);
  useImperativeHandle(ref, () => ({
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
  );
});
