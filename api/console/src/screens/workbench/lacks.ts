import { useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import type { WhyNot } from '../../rpc/types.ts';
import type { Checklist } from './useCase.ts';

/**
 * The groups of proof a closed step still waits for, each one of several kinds. The reason lists the kinds, the case's checklist tells
 * which of them stand for one another.
 */
export function lacksOf(why: Pick<WhyNot, 'missing'> | undefined, checklist: Checklist | undefined): string[][] {
  const missing = (why?.missing ?? []).filter((kind): kind is string => typeof kind === 'string');
  const groups = new Map<string, string[]>();
  for (const { any_of, present } of (checklist?.required ?? []).flatMap((need) => need.required))
    if (!present && any_of.every((kind) => missing.includes(kind))) groups.set(any_of.join(), any_of);
  return [...groups.values()];
}

/** Groups of proof in words: this; that or that. */
export function useLacks(): (groups: string[][]) => string {
  const t = useTexts('workbench');
  const word = useWord();
  return (groups) =>
    groups
      .map((kinds) => kinds.map((kind) => word('evidence_kinds', kind)).join(t('context.or')))
      .join(t('actions.and_then'));
}
