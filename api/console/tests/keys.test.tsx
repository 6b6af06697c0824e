import { act, createElement } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KeyLayer, setKeysOff, useKey, useKeyRows } from '../src/keys/keys.ts';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

const j = vi.fn();
const bar = vi.fn();
const one = vi.fn();
const space = vi.fn();
let rows: string[] = [];
let root: Root;

function Screen() {
  useKey('j', j, { text: 'next', group: 'queue' });
  useKey('mod+k', bar, { text: 'commands', group: 'everywhere', inFields: true });
  useKey('1,2', one, { text: 'actions', group: 'case', shown: '1-2' });
  useKey('space', space);
  rows = useKeyRows().map((row) => row.keys);
  return createElement('div', null, createElement('input'), createElement('div', { role: 'combobox', tabIndex: 0 }));
}

beforeEach(() => {
  vi.clearAllMocks();
  const box = document.createElement('div');
  document.body.append(box);
  root = createRoot(box);
  act(() => root.render(createElement(Screen)));
});
afterEach(() => {
  act(() => setKeysOff(false));
  act(() => root.unmount());
  document.body.innerHTML = '';
});

function press(init: KeyboardEventInit, on: Element = document.body): void {
  act(() => {
    on.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }));
    on.dispatchEvent(new KeyboardEvent('keyup', { bubbles: true, ...init }));
  });
}

describe('keys', () => {
  it('go by the place of the key, not by what an input method makes of it', () => {
    press({ code: 'KeyJ', key: 'Process' });
    press({ code: 'Digit1', key: '１' });
    expect(j).toHaveBeenCalledOnce();
    expect(one).toHaveBeenCalledOnce();
  });

  it('are silent while text is composed', () => {
    press({ code: 'KeyJ', key: 'j', isComposing: true });
    press({ code: 'KeyJ', key: 'Process', keyCode: 229 } as KeyboardEventInit);
    expect(j).not.toHaveBeenCalled();
  });

  it('are silent in fields and lists, except combinations that say otherwise', () => {
    const field = document.querySelector('input') as Element;
    press({ code: 'KeyJ', key: 'j' }, field);
    press({ code: 'KeyJ', key: 'j' }, document.querySelector('[role=combobox]') as Element);
    expect(j).not.toHaveBeenCalled();
    press({ code: 'KeyK', key: 'k', ctrlKey: true }, field);
    expect(bar).toHaveBeenCalledOnce();
  });

  it.each([
    ['checkbox', true],
    ['radio', true],
    ['button', true],
    ['text', false],
    ['password', false],
    ['date', false],
  ])('with the focus on an input of type %s work: %s', (type, works) => {
    const field = document.body.appendChild(Object.assign(document.createElement('input'), { type }));
    press({ code: 'KeyJ', key: 'j' }, field);
    expect(j).toHaveBeenCalledTimes(works ? 1 : 0);
    field.remove();
  });

  it.each([
    ['button', {}, false],
    ['summary', {}, false],
    ['input', { type: 'checkbox' }, false],
    ['textarea', {}, false],
    ['textarea', { readOnly: true }, true],
    ['div', {}, true],
  ])('Space with the focus on %s %j is ours: %s', (tag, traits, ours) => {
    const place = document.body.appendChild(Object.assign(document.createElement(tag), traits));
    press({ code: 'Space', key: ' ' }, place);
    expect(space).toHaveBeenCalledTimes(ours ? 1 : 0);
    place.remove();
  });

  it('do nothing beside other modifiers', () => {
    press({ code: 'KeyJ', key: 'j', ctrlKey: true });
    press({ code: 'KeyJ', key: 'j', altKey: true });
    expect(j).not.toHaveBeenCalled();
  });

  it('can be switched off, combinations excepted', () => {
    act(() => setKeysOff(true));
    press({ code: 'KeyJ', key: 'j' });
    expect(j).not.toHaveBeenCalled();
    press({ code: 'KeyK', key: 'k', ctrlKey: true });
    expect(bar).toHaveBeenCalledOnce();
  });

  it('belong to what lies on top', () => {
    const inner = vi.fn();
    const sheet = vi.fn();
    function Inner() {
      useKey('j', inner, { text: 'inner', group: 'viewer' });
      return null;
    }
    function Page({ over }: { over: boolean }) {
      useKey('shift+slash', sheet, { onEveryLayer: true });
      return createElement(
        'div',
        null,
        createElement(Screen),
        over ? createElement(KeyLayer, null, createElement(Inner)) : null,
      );
    }
    act(() => root.render(createElement(Page, { over: true })));
    press({ code: 'KeyJ', key: 'j' });
    press({ code: 'Slash', key: '?', shiftKey: true });
    expect([inner, j, sheet].map((fn) => fn.mock.calls.length)).toEqual([1, 0, 1]);
    expect(rows).toEqual(['j']);
    act(() => root.render(createElement(Page, { over: false })));
    press({ code: 'KeyJ', key: 'j' });
    expect([inner, j].map((fn) => fn.mock.calls.length)).toEqual([1, 1]);
    expect(rows).toEqual(['j', 'mod+k', '1-2']);
  });

  it('are listed as they are on the screen', () => {
    expect(rows).toEqual(['j', 'mod+k', '1-2']);
  });
});
