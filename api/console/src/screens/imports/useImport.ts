import { useRef, useState } from 'react';
import { rpc } from '../../rpc/client.ts';
import { type FaultData, NoAnswer, RpcFault } from '../../rpc/errors.ts';
import type { Says } from '../../rpc/types.ts';
import { type Given, type Made, textBytes } from './source.ts';

export type Bad = { line: number; column: number; reason: Says };
type Common = {
  run_id?: string;
  rows?: number;
  passed_over?: number;
  unchanged?: number;
  bad?: Bad[];
  bad_total?: number;
  error_sheet_csv?: string;
  error_sheet_rows?: number;
};
export type Plan = Common & { new?: number; updates?: number; columns?: string[]; sample?: string[][] };
export type Done = Common & { opened: number; updated: number; moved: number; refused: number };
type Waiting = { run_id: string; done: number; total: number };
type Progress<T> = Waiting & { result?: T; error?: { code: number; message: string; data?: FaultData } };

export type Doing = 'upload' | 'plan' | 'run';

/** So many times in a row nothing may be heard of an import that goes on by itself. */
const mostMisses = 30;

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const isWaiting = (answer: object): answer is Waiting => 'total' in answer && !('rows' in answer);

/** One import: its file brought to the server once, a plan that writes nothing, and the run of exactly that. */
export function useImport() {
  const [doing, setDoing] = useState<Doing>();
  const [progress, setProgress] = useState<{ done: number; total: number }>();
  const [fault, setFault] = useState<unknown>();
  const uploaded = useRef<{ given: Given; sha256: string } | undefined>(undefined);

  /** What takes longer is answered by a number to ask for again; the last answer has the result or the refusal. */
  const follow = async <T extends object>(answer: T | Waiting): Promise<T> => {
    if (!isWaiting(answer)) return answer;
    let now: Progress<T> = answer;
    let misses = 0;
    while (now.result === undefined && now.error === undefined) {
      setProgress({ done: now.done, total: now.total });
      await wait(1000);
      try {
        now = await rpc.call<Progress<T>>('import.progress', { run_id: answer.run_id });
        misses = 0;
      } catch (error) {
        if (!(error instanceof NoAnswer) || ++misses > mostMisses) throw error;
      }
    }
    if (now.error) throw new RpcFault(now.error.code, now.error.message, now.error.data);
    return now.result as T;
  };

  const contentOf = async (given: Given): Promise<{ text: string } | { sha256: string }> => {
    if (given.text !== undefined && new Blob([given.text]).size <= textBytes) return { text: given.text };
    if (uploaded.current?.given !== given) {
      setDoing('upload');
      const bytes = given.file ?? new Blob([given.text ?? '']);
      uploaded.current = { given, sha256: (await rpc.upload(bytes, '/v1/imports')).sha256 };
    }
    return { sha256: uploaded.current.sha256 };
  };

  const ask = async <T extends object>(step: 'plan' | 'run', { given, ...rest }: Made): Promise<T | undefined> => {
    setFault(undefined);
    setProgress(undefined);
    try {
      const params = { ...rest, ...(await contentOf(given)) };
      setDoing(step);
      const answer =
        step === 'plan'
          ? await rpc.call<T | Waiting>('import.plan', params)
          : await rpc.command<T | Waiting>('import.run', params);
      return await follow(answer);
    } catch (error) {
      setFault(error);
      return undefined;
    } finally {
      setDoing(undefined);
      setProgress(undefined);
    }
  };
  return { ask, doing, progress, fault, clearFault: () => setFault(undefined) };
}
