import {
  ArrowRightOutlined,
  BorderOutlined,
  DeleteOutlined,
  FontSizeOutlined,
  RedoOutlined,
  StopOutlined,
  UndoOutlined,
} from '@ant-design/icons';
import { App, Button, Input, Segmented, Tooltip } from 'antd';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { useKey } from '../../keys/keys.ts';
import { Told } from '../../rpc/errors.ts';
import { FaultText, Waiting } from '../../ui/states.tsx';
import { useLate } from '../../ui/useLate.tsx';
import { addPictureCopy, encode } from './copies.ts';
import { blobUrl, type Item } from './items.ts';
import { useLeaving } from './Leaving.tsx';
import { areaOf, howOf, type Mark, nudge, paint, type Tool } from './marks.ts';
import type { Still } from './Video.tsx';
import type { Size } from './view.ts';

const toolIcon = { mask: StopOutlined, box: BorderOutlined, arrow: ArrowRightOutlined, text: FontSizeOutlined };
const tools = Object.keys(toolIcon) as Tool[];

/**
 * Draws on a copy: black areas over what must not be seen, boxes, arrows and words. Marks can be drawn with the pointer, or put
 * there by a button and moved with the arrow keys. The copy is uploaded as an item of its own.
 */
export function PictureCopy(props: {
  case_id: string;
  item: Item;
  still?: Still | undefined;
  onDone: (id: string) => void;
  onCancel: () => void;
}) {
  const { case_id, item, still, onDone, onCancel } = props;
  const t = useTexts('evidence');
  const { message } = App.useApp();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [source, setSource] = useState<{ image: CanvasImageSource; size: Size }>();
  const [fault, setFault] = useState<unknown>();
  const [tool, setTool] = useState<Tool>('mask');
  const [steps, setSteps] = useState<{ done: Mark[][]; undone: Mark[][] }>({ done: [[]], undone: [] });
  const [drawing, setDrawing] = useState<Mark>();
  const [note, setNote] = useState('');
  const [words, setWords] = useState('');
  const [busy, setBusy] = useState(false);
  const marks = steps.done[steps.done.length - 1] ?? [];
  const nextId = useRef(1);
  const start = useRef({ x: 0, y: 0 });
  const late = useLate();
  const { leave, asked } = useLeaving(marks.length > 0, onCancel);

  useEffect(() => {
    if (still) {
      setSource({ image: still.canvas, size: { width: still.canvas.width, height: still.canvas.height } });
      return;
    }
    const image = new Image();
    image.onload = () => setSource({ image, size: { width: image.naturalWidth, height: image.naturalHeight } });
    image.onerror = () => setFault(new Told(t('picture_failed')));
    image.src = blobUrl(item.sha256);
  }, [item.sha256, still]);

  useEffect(() => {
    const pen = canvas.current?.getContext('2d');
    if (pen && source) paint(pen, source.image, source.size, drawing ? [...marks, drawing] : marks);
  }, [source, marks, drawing]);

  const set = (next: Mark[]): void => setSteps((s) => ({ done: [...s.done, next], undone: [] }));
  const undo = (): void =>
    setSteps((s) =>
      s.done.length < 2 ? s : { done: s.done.slice(0, -1), undone: [s.done[s.done.length - 1] as Mark[], ...s.undone] },
    );
  const redo = (): void =>
    setSteps((s) => (s.undone[0] ? { done: [...s.done, s.undone[0]], undone: s.undone.slice(1) } : s));
  useKey('mod+z', undo, { text: t('undo'), group: t('keys_copy') });
  useKey('mod+shift+z', redo, { text: t('redo'), group: t('keys_copy') });
  useKey('mod+enter', () => void save(), { inFields: true, text: t('save_copy'), group: t('keys_copy') });
  useKey('escape', leave, { inFields: true, text: t('cancel_copy'), group: t('keys_copy') });

  const pointAt = (event: PointerEvent): { x: number; y: number } => {
    const rect = (canvas.current as HTMLCanvasElement).getBoundingClientRect();
    const size = source?.size ?? { width: 1, height: 1 };
    return {
      x: ((event.clientX - rect.left) / rect.width) * size.width,
      y: ((event.clientY - rect.top) / rect.height) * size.height,
    };
  };
  const shape = (to: { x: number; y: number }): Mark => {
    const id = nextId.current;
    const from = start.current;
    if (tool === 'text')
      return { id, is: 'text', x: Math.round(to.x), y: Math.round(to.y), text: words.trim() || t('mark_text') };
    if (tool === 'arrow') return { id, is: 'arrow', x: from.x, y: from.y, width: to.x - from.x, height: to.y - from.y };
    return { id, is: tool, ...areaOf(from, to, source?.size ?? { width: 0, height: 0 }) };
  };
  const down = (event: PointerEvent): void => {
    if (event.button !== 0 || !source) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = pointAt(event);
    setDrawing(shape(start.current));
  };
  const up = (event: PointerEvent): void => {
    if (!drawing) return;
    const mark = shape(pointAt(event));
    setDrawing(undefined);
    // A click without a stretch is no area.
    if (mark.is !== 'text' && Math.abs(mark.width) + Math.abs(mark.height) < 4) return;
    nextId.current++;
    set([...marks, mark]);
  };
  /** For hands without a pointer: a mark in the middle, to be moved with the arrow keys. */
  const put = (): void => {
    if (!source) return;
    const { width, height } = source.size;
    start.current = { x: width * 0.35, y: height * 0.4 };
    const mark = shape(tool === 'text' ? start.current : { x: width * 0.65, y: height * 0.6 });
    nextId.current++;
    set([...marks, mark]);
  };
  const pressed = (event: KeyboardEvent, mark: Mark): void => {
    if (!source) return;
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      set(marks.filter((each) => each.id !== mark.id));
      return;
    }
    const far = Math.max(1, Math.round(Math.max(source.size.width, source.size.height) / 100));
    const by = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, -far], ArrowDown: [0, far] }[event.key];
    if (!by) return;
    event.preventDefault();
    const moved = nudge(mark, by[0] ?? 0, by[1] ?? 0, event.shiftKey, source.size);
    set(marks.map((each) => (each.id === mark.id ? moved : each)));
  };

  const how = howOf(marks, still?.at_s);
  const save = async (): Promise<void> => {
    if (!canvas.current || how === '' || busy) return;
    setBusy(true);
    setFault(undefined);
    try {
      const bytes = await encode(canvas.current, item.mime);
      const copy = await addPictureCopy(case_id, item, bytes, { how, note });
      void message.success(t('copy_saved'));
      if (!late.gone()) onDone(copy.id);
    } catch (error) {
      setFault(error);
      late.tell(t('save_copy'), error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <div className="copy">
      <div className="copy-ground">
        {!source && fault === undefined && <Waiting />}
        {source && (
          <canvas
            ref={canvas}
            width={source.size.width}
            height={source.size.height}
            role="img"
            aria-label={t('copy_canvas')}
            onPointerDown={down}
            onPointerMove={(event) => drawing && setDrawing(shape(pointAt(event)))}
            onPointerUp={up}
            onPointerCancel={() => setDrawing(undefined)}
          />
        )}
      </div>
      <aside className="copy-side">
        <h3>{t('copy_of_original')}</h3>
        <p className="quiet">{t('copy_hint')}</p>
        <Segmented
          block
          aria-label={t('tool')}
          value={tool}
          onChange={setTool}
          options={tools.map((each) => {
            const Icon = toolIcon[each];
            return {
              value: each,
              label: (
                <span className="copy-tool">
                  <Icon aria-hidden /> {t(`tool_${each}`)}
                </span>
              ),
            };
          })}
        />
        {tool === 'text' && (
          <Input
            value={words}
            maxLength={80}
            aria-label={t('words_on_copy')}
            placeholder={t('words_on_copy')}
            onChange={(event) => setWords(event.target.value)}
          />
        )}
        <div className="copy-acts">
          <Button size="small" onClick={put}>
            {t('put_in_middle')}
          </Button>
          <Tooltip title={`${t('undo')} Ctrl+Z`}>
            <Button
              size="small"
              icon={<UndoOutlined />}
              aria-label={t('undo')}
              disabled={steps.done.length < 2}
              onClick={undo}
            />
          </Tooltip>
          <Tooltip title={`${t('redo')} Ctrl+Shift+Z`}>
            <Button
              size="small"
              icon={<RedoOutlined />}
              aria-label={t('redo')}
              disabled={steps.undone.length === 0}
              onClick={redo}
            />
          </Tooltip>
        </div>
        {marks.length > 0 && (
          <ul className="copy-marks" aria-label={t('marks')}>
            {marks.map((mark, at) => (
              <li key={mark.id}>
                <button type="button" className="copy-mark" onKeyDown={(event) => pressed(event, mark)}>
                  {at + 1}. {t(`tool_${mark.is}`)}
                  {mark.is === 'text' ? `: ${mark.text}` : ''}
                </button>
                <Button
                  type="text"
                  size="small"
                  icon={<DeleteOutlined />}
                  aria-label={t('remove_mark', { at: at + 1 })}
                  onClick={() => set(marks.filter((each) => each.id !== mark.id))}
                />
              </li>
            ))}
          </ul>
        )}
        {marks.length > 0 && <p className="quiet">{t('marks_hint')}</p>}
        <label>
          {t('note')}
          <Input.TextArea rows={2} maxLength={2000} value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
        {fault !== undefined && (
          <p role="alert">
            <FaultText fault={fault} />
          </p>
        )}
        <div className="copy-acts copy-end">
          <Button onClick={leave}>{t('cancel_copy')}</Button>
          <Button type="primary" loading={busy} disabled={how === ''} onClick={() => void save()}>
            {t('save_copy')}
          </Button>
        </div>
        {how === '' && <p className="quiet">{t('nothing_marked')}</p>}
      </aside>
      {asked}
    </div>
  );
}
