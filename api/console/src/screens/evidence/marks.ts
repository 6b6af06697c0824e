import type { Size } from './view.ts';

/** What is put on a copy of a picture, in the picture's own pixels. The original is never touched. */
export type Area = { x: number; y: number; width: number; height: number };
export type Mark =
  | ({ id: number; is: 'mask' } & Area)
  | ({ id: number; is: 'box' } & Area)
  | ({ id: number; is: 'arrow' } & Area)
  | { id: number; is: 'text'; x: number; y: number; text: string };
export type Tool = Mark['is'];

/** From where the pointer went down to where it is, as an area with a positive size within the picture. */
export function areaOf(from: { x: number; y: number }, to: { x: number; y: number }, picture: Size): Area {
  const clip = (value: number, most: number): number => Math.round(Math.min(most, Math.max(0, value)));
  const left = clip(Math.min(from.x, to.x), picture.width);
  const top = clip(Math.min(from.y, to.y), picture.height);
  const right = clip(Math.max(from.x, to.x), picture.width);
  const bottom = clip(Math.max(from.y, to.y), picture.height);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Moves a mark, or with `size` changes its size, and keeps it within the picture. */
export function nudge(mark: Mark, dx: number, dy: number, size: boolean, picture: Size): Mark {
  const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
  if (mark.is === 'text')
    return { ...mark, x: within(mark.x + dx, 0, picture.width), y: within(mark.y + dy, 0, picture.height) };
  if (mark.is === 'arrow')
    return size
      ? { ...mark, width: mark.width + dx, height: mark.height + dy }
      : { ...mark, x: within(mark.x + dx, 0, picture.width), y: within(mark.y + dy, 0, picture.height) };
  if (size)
    return {
      ...mark,
      width: within(mark.width + dx, 1, picture.width - mark.x),
      height: within(mark.height + dy, 1, picture.height - mark.y),
    };
  return {
    ...mark,
    x: within(mark.x + dx, 0, picture.width - mark.width),
    y: within(mark.y + dy, 0, picture.height - mark.height),
  };
}

/** What `derived_from.how` says of the copy. */
export function howOf(marks: readonly Mark[], still_s?: number): string {
  const parts: string[] = [];
  if (still_s !== undefined) parts.push(`still at ${still_s.toFixed(2)} s`);
  if (marks.some((mark) => mark.is === 'mask')) parts.push('redacted');
  if (marks.some((mark) => mark.is !== 'mask')) parts.push('annotated');
  return parts.join(', ');
}

/** A thickness that is seen at any size of picture. */
export const unitOf = (picture: Size): number => Math.max(2, Math.round(Math.max(picture.width, picture.height) / 350));

const ink = '#d4202c';

export function paint(
  pen: CanvasRenderingContext2D,
  source: CanvasImageSource,
  picture: Size,
  marks: readonly Mark[],
): void {
  const unit = unitOf(picture);
  pen.clearRect(0, 0, picture.width, picture.height);
  pen.drawImage(source, 0, 0, picture.width, picture.height);
  pen.lineJoin = 'round';
  pen.lineCap = 'round';
  for (const mark of marks) {
    pen.lineWidth = unit * 1.5;
    pen.strokeStyle = ink;
    pen.fillStyle = ink;
    if (mark.is === 'mask') {
      // Opaque: what is blurred or made coarse can be guessed back.
      pen.fillStyle = '#000000';
      pen.fillRect(mark.x, mark.y, mark.width, mark.height);
    } else if (mark.is === 'box') {
      pen.strokeRect(mark.x, mark.y, mark.width, mark.height);
    } else if (mark.is === 'arrow') {
      paintArrow(pen, mark, unit);
    } else {
      pen.font = `600 ${unit * 9}px "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif`;
      pen.textBaseline = 'top';
      pen.lineWidth = unit * 1.6;
      pen.strokeStyle = '#ffffff';
      pen.strokeText(mark.text, mark.x, mark.y);
      pen.fillText(mark.text, mark.x, mark.y);
    }
  }
}

function paintArrow(pen: CanvasRenderingContext2D, arrow: Area, unit: number): void {
  const tip = { x: arrow.x + arrow.width, y: arrow.y + arrow.height };
  const angle = Math.atan2(arrow.height, arrow.width);
  pen.beginPath();
  pen.moveTo(arrow.x, arrow.y);
  pen.lineTo(tip.x, tip.y);
  for (const turn of [-0.45, 0.45]) {
    pen.moveTo(tip.x, tip.y);
    pen.lineTo(tip.x - Math.cos(angle + turn) * unit * 7, tip.y - Math.sin(angle + turn) * unit * 7);
  }
  pen.stroke();
}

/** The chosen stretch of a text blacked out, character by character; line breaks stay, so that the rest keeps its place. */
export function maskText(text: string, from: number, to: number): string {
  const chosen = Array.from(text.slice(from, to), (c) => (c === '\n' || c === '\r' ? c : '█')).join('');
  return text.slice(0, from) + chosen + text.slice(to);
}
