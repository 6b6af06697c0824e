import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { act, type ComponentType, createElement } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { router } from '../src/app/App.tsx';
import { arriving, arrivingOver } from '../src/app/arriving.tsx';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

let root: Root;
beforeEach(() => {
  root = createRoot(document.body.appendChild(document.createElement('div')));
});
afterEach(() => {
  act(() => root.unmount());
  document.body.innerHTML = '';
});

const Part = ({ onClose }: { onClose: () => void }) =>
  createElement('button', { type: 'button', onClick: onClose }, 'here');

describe('a part whose code comes later', () => {
  it.each([
    ['on the page', arriving<{ onClose: () => void }>],
    ['over the page', arrivingOver<{ onClose: () => void }>],
  ])('%s says that it did not come, and comes when asked again', async (_where, make) => {
    const load = vi.fn(async (): Promise<{ default: ComponentType<{ onClose: () => void }> }> => {
      if (load.mock.calls.length === 1) throw new TypeError('Failed to fetch dynamically imported module');
      return { default: Part };
    });
    const View = make(load);
    const onClose = vi.fn();
    await act(async () => root.render(createElement(View, { onClose })));
    expect(document.body.textContent).toContain('连不上服务器');
    expect(document.body.textContent).not.toContain('fetch');
    await act(async () =>
      [...document.querySelectorAll('button')].find((each) => each.textContent?.replace(/ /g, '') === '重试')?.click(),
    );
    expect(load).toHaveBeenCalledTimes(2);
    act(() => document.querySelector('button')?.click());
    expect(onClose).toHaveBeenCalledOnce();
  });

  it('is never left to React.lazy, which keeps a failure for ever', () => {
    const walk = (folder: string): string[] =>
      readdirSync(folder).flatMap((name) => {
        const path = join(folder, name);
        return statSync(path).isDirectory() ? walk(path) : [path];
      });
    const lazy = walk('src').filter((path) => /\.tsx?$/.test(path) && /\blazy\(/.test(readFileSync(path, 'utf8')));
    expect(lazy).toEqual([]);
  });
});

it('a defect of the frame is told in our words', () => {
  expect(router.routes.every((route) => route.hasErrorBoundary)).toBe(true);
});
