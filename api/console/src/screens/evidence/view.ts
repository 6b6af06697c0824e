/**
 * Where one looks at a picture: the point of it in the middle of the stage (as a share of its width and height), how much larger
 * than fitting it is drawn, and its quarter turns. The same view means the same for pictures of different sizes, so that two of
 * them can be looked at together.
 */
export type View = { zoom: number; x: number; y: number; turns: number };
export type Size = { width: number; height: number };
export type Point = { x: number; y: number };

export const whole: View = { zoom: 1, x: 0.5, y: 0.5, turns: 0 };

const zoomMost = 40;
const zoomLeast = 0.25;
const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

/** Picture pixels times this fill the stage without being cut; small pictures are not blown up. */
export function fitScale(picture: Size, stage: Size, turns: number): number {
  const across = turns % 2 === 0 ? picture : { width: picture.height, height: picture.width };
  if (across.width <= 0 || across.height <= 0) return 1;
  return Math.min(1, stage.width / across.width, stage.height / across.height);
}

function turnBack(by: Point, turns: number): Point {
  switch (((turns % 4) + 4) % 4) {
    case 1:
      return { x: by.y, y: -by.x };
    case 2:
      return { x: -by.x, y: -by.y };
    case 3:
      return { x: -by.y, y: by.x };
    default:
      return by;
  }
}

/** Zooms so that what lies under `at` (stage pixels from its middle) stays there. */
export function zoomAt(view: View, factor: number, at: Point, picture: Size, fit: number): View {
  const zoom = within(view.zoom * factor, zoomLeast, zoomMost);
  const before = fit * view.zoom;
  const after = fit * zoom;
  const under = turnBack(at, view.turns);
  const shift = 1 / before - 1 / after;
  return {
    ...view,
    zoom,
    x: within(view.x + (under.x * shift) / picture.width, 0, 1),
    y: within(view.y + (under.y * shift) / picture.height, 0, 1),
  };
}

/** Moves the picture by so many stage pixels. */
export function moveBy(view: View, by: Point, picture: Size, fit: number): View {
  const scale = fit * view.zoom;
  const back = turnBack(by, view.turns);
  return {
    ...view,
    x: within(view.x - back.x / scale / picture.width, 0, 1),
    y: within(view.y - back.y / scale / picture.height, 0, 1),
  };
}

export const turnBy = (view: View, quarters: number): View => ({ ...view, turns: view.turns + quarters });

export function transformOf(view: View, picture: Size, fit: number): string {
  const scale = fit * view.zoom;
  return `rotate(${view.turns * 90}deg) scale(${scale}) translate(${-view.x * picture.width}px, ${-view.y * picture.height}px)`;
}
