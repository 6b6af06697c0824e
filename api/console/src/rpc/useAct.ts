import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

/** One change on its way: busy while it is, its fault if it was refused; afterwards what it made old is read again. */
export function useAct(renews: string[]) {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const act = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    setBusy(true);
    setFault(undefined);
    try {
      const done = await work();
      await Promise.all([...renews, 'audit.office'].map((method) => queries.invalidateQueries({ queryKey: [method] })));
      return done;
    } catch (error) {
      setFault(error);
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return { act, busy, fault, clear: () => setFault(undefined) };
}
