import { useState } from 'react';
import { useSession } from '../../app/session.ts';
import { useDraft } from '../../drafts/drafts.ts';
import { rpc } from '../../rpc/client.ts';
import { isFault } from '../../rpc/errors.ts';
import { newId } from '../../rpc/ids.ts';
import type { Backtest, BookText, Change, Finding } from './types.ts';

type Texts = Record<string, string>;

export type Checked = { of: string; ok: boolean; findings: Finding[]; changes: Change[] };
export type Tested = { of: string; answer: Backtest };
export type Step = 'check' | 'backtest' | 'activate';

const findingsOf = (fault: unknown): Finding[] | undefined =>
  isFault(fault) && Array.isArray(fault.data.findings) ? (fault.data.findings as Finding[]) : undefined;

/**
 * A change of a book's texts on its way: a draft kept on this computer, what the server says of it, what it would have done, and
 * the moment it comes in force. Every answer belongs to the texts it was asked about; a further key press makes it old.
 */
export function useEdit(text: BookText) {
  const session = useSession();
  const draft = useDraft<Texts>(session.actor, `rules ${text.book}`, 'texts', {});
  const inForce: Texts = Object.fromEntries(text.files.map((f) => [f.name, f.text]));
  const edits = Object.fromEntries(
    Object.entries(draft.value).filter(([name, t]) => inForce[name] !== undefined && inForce[name] !== t),
  );
  const names = Object.keys(edits).sort();
  const now = JSON.stringify(edits);
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
  const books = names.map((book) => ({ book, text: edits[book] as string }));

  return {
    inForce,
    edits,
    names,
    restored: draft.restored,
    textOf: (file: string): string => edits[file] ?? inForce[file] ?? '',
    set: (file: string, next: string): void => {
      const rest = { ...draft.value };
      delete rest[file];
      draft.set(next === inForce[file] ? rest : { ...rest, [file]: next });
    },
    drop: (): void => {
      draft.drop();
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
    activate: (): Promise<boolean> =>
      run('activate', async () => {
        await rpc.command('rules.activate', { books });
        draft.drop();
      }),
  };
}

export type Edit = ReturnType<typeof useEdit>;
