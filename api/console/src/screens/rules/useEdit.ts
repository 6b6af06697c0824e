import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useSession } from '../../app/session.ts';
import { useDraft } from '../../drafts/drafts.ts';
import { rpc } from '../../rpc/client.ts';
import { isFault } from '../../rpc/errors.ts';
import { fingerprint, newId } from '../../rpc/ids.ts';
import type { Backtest, BookText, Change, Finding } from './types.ts';

type Texts = Record<string, string>;

export type Checked = { of: string; ok: boolean; findings: Finding[]; changes: Change[] };
export type Tested = { of: string; answer: Backtest };
export type Step = 'check' | 'backtest' | 'activate';

const printsOf = (text: BookText): Texts => Object.fromEntries(text.files.map((f) => [f.name, fingerprint(f.text)]));

const findingsOf = (fault: unknown): Finding[] | undefined =>
  isFault(fault) && Array.isArray(fault.data.findings) ? (fault.data.findings as Finding[]) : undefined;

/**
 * A change of a book's texts on its way: a draft kept on this computer, what the server says of it, what it would have done, and
 * the moment it comes in force. Every answer belongs to the texts it was asked about; a further key press makes it old. A draft is
 * of whole files: one that was put in force otherwise since the draft began is told, as the draft would undo that.
 */
export function useEdit(text: BookText) {
  const session = useSession();
  const draft = useDraft<Texts>(session.actor, `rules ${text.book}`, 'texts', {});
  const queries = useQueryClient();
  const began = useDraft<Texts>(session.actor, `rules ${text.book}`, 'began', {});
  const prints = useMemo(() => printsOf(text), [text]);
  const inForce: Texts = Object.fromEntries(text.files.map((f) => [f.name, f.text]));
  const edits = Object.fromEntries(
    Object.entries(draft.value).filter(([name, t]) => inForce[name] !== undefined && inForce[name] !== t),
  );
  const names = Object.keys(edits).sort();
  const moved = names.filter((name) => began.value[name] !== undefined && began.value[name] !== prints[name]);
  const now = JSON.stringify([edits, text.digest]);
  const [checked, setChecked] = useState<Checked>();
  const [tested, setTested] = useState<Tested>();
  const [busy, setBusy] = useState<Step>();
  const [fault, setFault] = useState<unknown>();

  const run = async (step: Step, work: () => Promise<void>): Promise<boolean> => {
    setBusy(step);
    setFault(undefined);
    try {
      await work();
      return true;
    } catch (error) {
      // A backtest is given the book's text without its name, and calls it `book`.
      const findings = findingsOf(error)?.map((f) =>
        f.file === 'book' && !text.files.some(({ name }) => name === f.file) ? { ...f, file: text.book } : f,
      );
      if (findings) setChecked({ of: now, ok: false, findings, changes: [] });
      else setFault(error);
      return false;
    } finally {
      setBusy(undefined);
    }
  };
  const dropAll = (): void => {
    draft.drop();
    began.drop();
  };
  const without = (all: Texts, gone: string[]): Texts =>
    Object.fromEntries(Object.entries(all).filter(([name]) => !gone.includes(name)));
  const books = names.map((book) => ({ book, text: edits[book] as string }));

  return {
    inForce,
    edits,
    names,
    restored: draft.restored,
    textOf: (file: string): string => edits[file] ?? inForce[file] ?? '',
    set: (file: string, next: string): void => {
      if (edits[file] === undefined) began.set({ ...began.value, [file]: prints[file] as string });
      const rest = without(draft.value, [file]);
      draft.set(next === inForce[file] ? rest : { ...rest, [file]: next });
    },
    /** Changed files whose text in force is no longer the one the change began from. */
    moved,
    /** Theirs stay as they are now, and the change of these files goes. */
    takeTheirs: (): void => draft.set(without(draft.value, moved)),
    /** The change goes on from what is in force now, and puts its own text over it. */
    keepMine: (): void =>
      began.set({ ...began.value, ...Object.fromEntries(moved.map((n) => [n, prints[n] as string])) }),
    drop: (): void => {
      dropAll();
      setChecked(undefined);
      setTested(undefined);
      setFault(undefined);
    },
    checked: checked?.of === now ? checked : undefined,
    tested: tested?.of === now ? tested : undefined,
    busy,
    fault,
    /** Loads the texts in the place of those in force, runs their examples, compares; writes nothing. */
    check: (): Promise<boolean> =>
      run('check', async () => {
        if (books.length === 1) {
          const answer = await rpc.call<{ ok: boolean; findings: Finding[]; changes?: Change[] }>(
            'rules.try',
            books[0] as { book: string; text: string },
          );
          setChecked({ of: now, ok: answer.ok, findings: answer.findings, changes: answer.changes ?? [] });
          return;
        }
        // Several files at once are checked together, as they would come in force; their words file by file.
        await rpc.call('rules.activate', { request_id: newId(), check_only: true, books });
        const words = await Promise.all(
          books.map(({ book, text: t }) =>
            rpc.call<{ changes?: Change[] }>('rules.diff', { book, old: inForce[book] ?? '', new: t }),
          ),
        );
        setChecked({ of: now, ok: true, findings: [], changes: words.flatMap((w) => w.changes ?? []) });
      }),
    /** Asks every recorded decision again under the changed book, all its files as they would stand. */
    backtest: (days: { from?: string; to?: string }): Promise<boolean> =>
      run('backtest', async () => {
        const files = text.files
          .filter((f) => f.name !== text.book)
          .map((f) => ({ book: f.name, text: edits[f.name] ?? f.text }));
        const answer = await rpc.call<Backtest>('rules.backtest', {
          book: edits[text.book] ?? text.text,
          ...(files.length > 0 ? { files } : {}),
          ...days,
        });
        setTested({ of: now, answer });
      }),
    /** In force it comes only over what was in force when it was checked. */
    activate: async (): Promise<'active' | 'moved' | 'refused'> => {
      let same = true;
      const done = await run('activate', async () => {
        const fresh = await rpc.call<BookText>('rules.book', { book: text.book });
        same = fresh.digest === text.digest;
        if (!same) {
          queries.setQueryData(['rules.book', { book: text.book }], fresh);
          return;
        }
        await rpc.command('rules.activate', { books });
        dropAll();
      });
      return !done ? 'refused' : same ? 'active' : 'moved';
    },
  };
}

export type Edit = ReturnType<typeof useEdit>;
