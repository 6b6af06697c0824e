import { describe, expect, it } from 'vitest';
import { partnerOf } from '../src/screens/evidence/Compare.tsx';
import { type Item, showOf, sizeWords, withCopies } from '../src/screens/evidence/items.ts';
import { areaOf, howOf, type Mark, maskText, nudge } from '../src/screens/evidence/marks.ts';
import { fitScale, moveBy, turnBy, type View, whole, zoomAt } from '../src/screens/evidence/view.ts';
import { blockedBy, callsPassed, contentsOf, groupedLimits, packUrl } from '../src/screens/pack/contents.ts';

const item = (id: string, more: Partial<Item> = {}): Item => ({
  id,
  kind: 'E-PHOTO',
  sha256: id,
  size: 1,
  mime: 'image/png',
  admissible: true,
  ...more,
});

describe('how an item is shown', () => {
  it.each([
    ['image/png', 'picture'],
    ['IMAGE/JPEG', 'picture'],
    ['image/svg+xml', 'other'],
    ['image/heic', 'other'],
    ['text/html', 'other'],
    ['text/plain; charset=utf-8', 'words'],
    ['text/csv', 'table'],
    ['video/mp4', 'video'],
    ['application/pdf', 'pdf'],
    ['application/zip', 'other'],
  ])('%s is %s', (mime, show) => expect(showOf({ mime })).toBe(show));

  it('is words where a text was given, whatever it calls itself', () =>
    expect(showOf({ mime: 'text/html', text: '<b>' })).toBe('words'));

  it('lists copies below their original, also copies of copies, and loses none', () => {
    const items = [
      item('copy2', { derived_from: { id: 'copy', how: 'annotated' } }),
      item('a'),
      item('copy', { derived_from: { id: 'a', how: 'redacted' } }),
      item('lost', { derived_from: { id: 'elsewhere', how: 'scaled' } }),
    ];
    expect(withCopies(items).map(({ item: { id }, depth }) => `${depth}${id}`)).toEqual([
      '0a',
      '1copy',
      '2copy2',
      '0lost',
    ]);
  });

  it('holds a copy against its original and the other way round', () => {
    const items = [item('a'), item('b'), item('copy', { derived_from: { id: 'a', how: 'redacted' } })];
    expect(partnerOf(items, 'copy')).toBe('a');
    expect(partnerOf(items, 'a')).toBe('copy');
    expect(partnerOf(items, 'b')).toBe('copy');
    expect(partnerOf([item('only')], 'only')).toBe('only');
  });

  it('says sizes', () => expect([1023, 1024, 52629235].map(sizeWords)).toEqual(['1023 B', '1.0 KiB', '50.2 MiB']));
});

describe('the view of a picture', () => {
  const picture = { width: 1000, height: 500 };
  const stage = { width: 500, height: 500 };

  it('fits the turned picture and blows up no small one', () => {
    expect(fitScale(picture, stage, 0)).toBe(0.5);
    expect(fitScale({ width: 500, height: 2000 }, stage, 1)).toBe(0.25);
    expect(fitScale({ width: 50, height: 50 }, stage, 0)).toBe(1);
  });

  // Where a point of the picture stands on the stage, from its middle.
  const placeOf = (view: View, fit: number, at: { x: number; y: number }): { x: number; y: number } => {
    const s = fit * view.zoom;
    const dx = (at.x - view.x * picture.width) * s;
    const dy = (at.y - view.y * picture.height) * s;
    const turn = ((view.turns % 4) + 4) % 4;
    return [
      { x: dx, y: dy },
      { x: -dy, y: dx },
      { x: -dx, y: -dy },
      { x: dy, y: -dx },
    ][turn] as { x: number; y: number };
  };

  it.each([0, 1, 2, 3, -1])('keeps what is under the pointer there while zooming, turned %i times', (turns) => {
    const from = turnBy({ ...whole, zoom: 2 }, turns);
    const at = { x: 40, y: -30 };
    for (const point of [
      { x: 700, y: 200 },
      { x: 450, y: 280 },
    ]) {
      const before = placeOf(from, 0.5, point);
      const zoomed = zoomAt(from, 1.5, before, picture, 0.5);
      const after = placeOf(zoomed, 0.5, point);
      expect(after.x).toBeCloseTo(before.x, 6);
      expect(after.y).toBeCloseTo(before.y, 6);
    }
    const moved = moveBy(from, at, picture, 0.5);
    const point = { x: 500, y: 250 };
    expect(placeOf(moved, 0.5, point).x - placeOf(from, 0.5, point).x).toBeCloseTo(at.x, 6);
    expect(placeOf(moved, 0.5, point).y - placeOf(from, 0.5, point).y).toBeCloseTo(at.y, 6);
  });

  it('stays within bounds', () => {
    let view = whole;
    for (let i = 0; i < 100; i++) view = zoomAt(view, 2, { x: 200, y: 200 }, picture, 0.5);
    expect(view.zoom).toBe(40);
    view = moveBy(view, { x: -1e9, y: 1e9 }, picture, 0.5);
    expect([view.x, view.y]).toEqual([1, 0]);
  });
});

describe('marks on a copy', () => {
  const picture = { width: 100, height: 80 };

  it('are areas within the picture, whichever corner came first', () => {
    expect(areaOf({ x: 90, y: 70 }, { x: 10.4, y: -5 }, picture)).toEqual({ x: 10, y: 0, width: 80, height: 70 });
    expect(areaOf({ x: 50, y: 50 }, { x: 500, y: 500 }, picture)).toEqual({ x: 50, y: 50, width: 50, height: 30 });
  });

  it('move and grow by keys, and do not leave the picture', () => {
    const mask: Mark = { id: 1, is: 'mask', x: 90, y: 0, width: 10, height: 10 };
    expect(nudge(mask, 5, -5, false, picture)).toEqual(mask);
    expect(nudge(mask, -5, 5, false, picture)).toMatchObject({ x: 85, y: 5 });
    expect(nudge(mask, 5, 100, true, picture)).toMatchObject({ width: 10, height: 80 });
  });

  it('say how the copy was made', () => {
    const mask: Mark = { id: 1, is: 'mask', x: 0, y: 0, width: 1, height: 1 };
    const text: Mark = { id: 2, is: 'text', x: 0, y: 0, text: 'x' };
    expect(howOf([])).toBe('');
    expect(howOf([mask])).toBe('redacted');
    expect(howOf([text])).toBe('annotated');
    expect(howOf([mask, text], 12.345)).toBe('still at 12.35 s, redacted, annotated');
    expect(howOf([mask, text], 99999.99).length).toBeLessThanOrEqual(64);
  });

  it('black out words and leave everything else in its place', () => {
    expect(maskText('手机 13800138000\n地址', 3, 14)).toBe('手机 ███████████\n地址');
    expect(maskText('a\nb', 0, 3)).toBe('█\n█');
    expect(maskText('abc', 1, 1)).toBe('abc');
  });
});

describe('what goes into a pack', () => {
  const finding = (call: string, confidence = 'high') => ({
    call,
    confidence,
    use: { zh: call, en: call },
    says: { zh: '太大', en: 'too large' },
  });
  const exhibit = (id: string, path: string | undefined, limits: ReturnType<typeof finding>[]) => ({
    number: 1,
    id,
    kind: 'E-PHOTO',
    size: 1,
    mime: 'image/png',
    limits,
    required_by: [],
    ...(path === undefined ? {} : { path }),
  });
  const made = {
    name: 'redress-case_1',
    shared: ['"exhibits":'],
    files: [
      {
        path: 'data/exhibits.json',
        sha256: '',
        pieces: [
          { text: '{' },
          { shared: 0 },
          {
            text: `${JSON.stringify([exhibit('a', 'data/exhibits/01.png', [finding('refuse'), finding('page', 'medium')]), exhibit('b', undefined, [finding('refuse')])])},"missing":[],"limits":[]}`,
          },
        ],
      },
      { path: 'data/case.json', sha256: '', pieces: [{ text: '{"entries":7}' }] },
    ],
  };
  const contents = contentsOf(made);

  it('is put together from pieces and what they share', () =>
    expect([contents.entries, contents.exhibits.map(({ id }) => id)]).toEqual([7, ['a', 'b']]));

  it('is kept back only by sure limits of the chosen call, of what is really in it', () => {
    expect(callsPassed(contents).map(({ call }) => call)).toEqual(['refuse', 'page']);
    expect(blockedBy(contents, undefined)).toEqual([]);
    expect(blockedBy(contents, 'page')).toEqual([]);
    expect(blockedBy(contents, 'refuse').map((each) => each.exhibit.id)).toEqual(['a']);
  });

  it('says a remark once for all calls it is made of', () =>
    expect(groupedLimits(contents.exhibits[0]?.limits ?? []).map(({ uses }) => uses.length)).toEqual([2]));

  it('asks the door for what was chosen', () => {
    expect(packUrl('case_1', 'zip', [])).toBe('/v1/packs/case_1.zip');
    expect(packUrl('case/1', 'zip', ['a', 'b'], 'x.y')).toBe('/v1/packs/case%2F1.zip?withhold=a%2Cb&for=x.y');
    expect(packUrl('case_1', 'pdf', ['a'], 'x.y')).toBe('/v1/packs/case_1.pdf?withhold=a');
  });
});
