import { act, createElement } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KeyLayer } from '../src/keys/keys.ts';
import type { Item } from '../src/screens/evidence/items.ts';
import { PictureCopy } from '../src/screens/evidence/PictureCopy.tsx';
import { TextCopy } from '../src/screens/evidence/TextCopy.tsx';
import '../src/screens/evidence/texts.ts';
import { key, Page, press } from './page.ts';

const item = { id: 'i', kind: 'K', sha256: 'aa', mime: 'text/plain', text: '张三的电话' } as unknown as Item;
const still = { canvas: Object.assign(document.createElement('canvas'), { width: 100, height: 50 }), at_s: 1 };
const onDone = vi.fn();
const onCancel = vi.fn();

let page: Page;
beforeEach(() => {
  vi.clearAllMocks();
  page = new Page();
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
});
afterEach(() => page.close());

const words = () => document.querySelector<HTMLTextAreaElement>('.copy-text textarea')!;
async function mask(from: number, to: number): Promise<void> {
  words().setSelectionRange(from, to);
  await press('遮盖选中');
}

describe.each([
  ['a picture', PictureCopy, () => press('放到中间')],
  ['words', TextCopy, () => mask(0, 2)],
] as const)('the copy of %s', (_what, Copy, work) => {
  const leave = () => key({ code: 'Escape', key: 'Escape' });
  beforeEach(() =>
    page.show(createElement(KeyLayer, null, createElement(Copy, { case_id: 'c', item, still, onDone, onCancel }))),
  );

  it('is left at once while nothing is on it', async () => {
    await leave();
    expect(onCancel).toHaveBeenCalledOnce();
  });

  it('is left only after a question once there is; Escape stays, as often as it is pressed', async () => {
    await work();
    for (let i = 0; i < 2; i++) {
      await leave();
      expect(page.text).toContain('放弃这个副本？');
      await leave();
    }
    expect(onCancel).not.toHaveBeenCalled();
    await leave();
    await press(document.querySelector<HTMLElement>('.ant-modal .ant-btn-dangerous')!);
    expect(onCancel).toHaveBeenCalledOnce();
  });
});

describe('Ctrl+Z on a copy of words', () => {
  beforeEach(async () => {
    await page.show(createElement(TextCopy, { case_id: 'c', item, onDone, onCancel }));
    await mask(0, 2);
  });
  it.each([
    ['the words', '.copy-text textarea', '张三的电话'],
    ['the note', '.copy-side textarea', '██的电话'],
  ])('with the focus in %s', async (_where, place, text) => {
    const field = document.querySelector<HTMLTextAreaElement>(place)!;
    act(() => field.focus());
    await key({ code: 'KeyZ', key: 'z', ctrlKey: true }, field);
    expect(words().value).toBe(text);
  });
});
