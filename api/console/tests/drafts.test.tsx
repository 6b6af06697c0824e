import { act, createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Draft, dropDraft, readDraft, sweepDrafts, useDraft, writeDraft } from '../src/drafts/drafts.ts';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
beforeEach(() => localStorage.clear());

describe('drafts', () => {
  it('belong to one user, one case and one form', () => {
    writeDraft('li', 'case_1', 'refuse', { message: 'no' });
    expect(readDraft('li', 'case_1', 'refuse')).toEqual({ message: 'no' });
    expect(readDraft('wang', 'case_1', 'refuse')).toBeUndefined();
    expect(readDraft('li', 'case_2', 'refuse')).toBeUndefined();
    expect(readDraft('li', 'case_1', 'note')).toBeUndefined();
    dropDraft('li', 'case_1', 'refuse');
    expect(readDraft('li', 'case_1', 'refuse')).toBeUndefined();
  });

  it('are swept when old or unreadable, and nothing else is', () => {
    writeDraft('li', 'case_1', 'note', 'fresh');
    localStorage.setItem(
      'redress.draft/li/case_2/note',
      JSON.stringify({ at: Date.now() - 15 * 86400_000, value: 'old' }),
    );
    localStorage.setItem('redress.draft/li/case_3/note', '{broken');
    localStorage.setItem('redress.lang', 'en');
    sweepDrafts();
    expect(Object.keys(localStorage).sort()).toEqual(['redress.draft/li/case_1/note', 'redress.lang']);
  });

  it('come back when the form opens again, and follow the case that is shown', () => {
    let draft: Draft<string> | undefined;
    function Form({ about }: { about: string }) {
      draft = useDraft('li', about, 'note', '');
      return null;
    }
    const root = createRoot(document.createElement('div'));
    act(() => root.render(createElement(Form, { about: 'a' })));
    act(() => draft?.set('half a sen'));
    act(() => root.render(createElement(Form, { about: 'b' })));
    expect(draft?.value).toBe('');
    act(() => root.render(createElement(Form, { about: 'a' })));
    expect(draft).toMatchObject({ value: 'half a sen', restored: true });
    act(() => root.unmount());
    const again = createRoot(document.createElement('div'));
    act(() => again.render(createElement(Form, { about: 'a' })));
    expect(draft).toMatchObject({ value: 'half a sen', restored: true });
    act(() => draft?.drop());
    expect(draft?.value).toBe('');
    expect(readDraft('li', 'a', 'note')).toBeUndefined();
  });

  it.each([
    ['goes from the form that was opened again too', undefined, ''],
    ['stays where something else was written since', 'another', 'another'],
  ])('what was sent from a form closed meanwhile %s', (_what, since, left) => {
    const drafts: Draft<string>[] = [];
    function Form({ at }: { at: number }) {
      drafts[at] = useDraft('li', 'a', 'note', '');
      return null;
    }
    const roots = [0, 1].map((at) => {
      const root = createRoot(document.createElement('div'));
      act(() => root.render(createElement(Form, { at })));
      if (at === 0) {
        act(() => drafts[0]?.set('sent'));
        act(() => root.unmount());
      }
      return root;
    });
    expect(drafts[1]?.value).toBe('sent');
    if (since !== undefined) act(() => drafts[1]?.set(since));
    act(() => drafts[0]?.arrived('sent'));
    expect([drafts[1]?.value, readDraft('li', 'a', 'note')]).toEqual([left, since]);
    act(() => roots[1]?.unmount());
  });
});
