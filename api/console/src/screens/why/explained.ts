import { createContext, useContext } from 'react';
import { useSay } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import type { Explanation } from './proof.ts';

/** The explanation around a part of it: it names the facts and the kinds of evidence that were read, in its own words. */
export const Explained = createContext<Explanation | undefined>(undefined);

export function useExplainedWord(): (what: 'fact' | 'evidence', id: string) => string {
  const explanation = useContext(Explained);
  const say = useSay();
  const word = useWord();
  return (what, id) => {
    const told =
      what === 'fact'
        ? explanation?.facts?.find((fact) => fact.path === id)?.says
        : explanation?.evidence?.find((each) => each.kind === id)?.says;
    return told ? say(told, id) : word(what === 'fact' ? 'facts' : 'evidence_kinds', id);
  };
}
