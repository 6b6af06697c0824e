import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, createElement } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { rpc } from '../src/rpc/client.ts';
import type { BookText } from '../src/screens/rules/types.ts';
import { useBookText } from '../src/screens/rules/useBooks.ts';
import { type Edit, useEdit } from '../src/screens/rules/useEdit.ts';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

const bookOf = (digest: string, texts: Record<string, string>): BookText => ({
  book: 'a',
  digest,
  text: texts.a ?? '',
  files: Object.entries(texts).map(([name, text]) => ({ name, text })),
});

let inForce: BookText;
let activated: unknown[];
let edit: Edit;
let root: Root;

function Editing({ text }: { text: BookText }) {
  edit = useEdit(text);
  return null;
}
function Book() {
  const { data } = useBookText('a');
  return data ? createElement(Editing, { text: data }) : null;
}
const settle = () => act(() => new Promise((done) => setTimeout(done, 1)));
async function open(): Promise<void> {
  root = createRoot(document.createElement('div'));
  await act(async () =>
    root.render(createElement(QueryClientProvider, { client: new QueryClient() }, createElement(Book))),
  );
  await settle();
}

async function activate(): Promise<void> {
  await act(async () => void (await edit.activate()));
  await settle();
}

beforeEach(async () => {
  localStorage.clear();
  activated = [];
  inForce = bookOf('1', { a: 'limit: 10', b: 'hours: 48' });
  vi.spyOn(rpc, 'call').mockImplementation(async (method, params = {}) => {
    if (method === 'rules.activate') activated.push((params as { books: unknown }).books);
    return (method === 'rules.book' ? inForce : { ok: true, findings: [] }) as never;
  });
  await open();
  act(() => edit.set('a', 'limit: 20'));
});
afterEach(() => {
  act(() => root.unmount());
  vi.restoreAllMocks();
});

describe('a change of a book', () => {
  it.each([
    ['as it began', {}, 'active', []],
    ['with its own file put in force otherwise', { a: 'limit: 15' }, 'moved', ['a']],
    ['with another file put in force otherwise', { b: 'hours: 72' }, 'moved', []],
  ])('comes in force only over the book %s', async (_what, theirs, outcome, moved) => {
    const before = inForce;
    if (Object.keys(theirs).length > 0)
      inForce = bookOf('2', { a: 'limit: 10', b: 'hours: 48', ...(theirs as Record<string, string>) });
    let told: string | undefined;
    await act(async () => {
      told = await edit.activate();
    });
    await settle();
    expect([told, edit.moved, activated.length]).toEqual([outcome, moved, inForce === before ? 1 : 0]);
  });

  it('is told of over a reload too', async () => {
    act(() => root.unmount());
    inForce = bookOf('2', { a: 'limit: 15', b: 'hours: 48' });
    await open();
    expect([edit.moved, edit.edits]).toEqual([['a'], { a: 'limit: 20' }]);
  });

  it.each([
    ['what is in force now', () => edit.takeTheirs(), {}],
    ['the change, over what is in force now', () => edit.keepMine(), { a: 'limit: 20' }],
  ])('gives the choice of %s', async (_what, choose, edits) => {
    inForce = bookOf('2', { a: 'limit: 15', b: 'hours: 48' });
    await activate();
    act(choose);
    expect([edit.moved, edit.edits]).toEqual([[], edits]);
    await activate();
    expect(activated).toEqual([Object.entries(edits).map(([book, text]) => ({ book, text }))]);
  });

  it('wants another check once the book has moved', async () => {
    await act(async () => void (await edit.check()));
    expect(edit.checked?.ok).toBe(true);
    inForce = bookOf('2', { a: 'limit: 10', b: 'hours: 72' });
    await activate();
    expect(edit.checked).toBeUndefined();
  });
});
