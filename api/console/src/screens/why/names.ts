import { useQueries } from '@tanstack/react-query';
import { sayIn, useLang } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { rpc } from '../../rpc/client.ts';
import { useRpc } from '../../rpc/hooks.ts';
import type { Says, Workflow } from '../../rpc/types.ts';

export type Names = {
  kinds: string[];
  kind: (kind: string) => string;
  /** The name of an event or of a state in that kind of case; without a kind, in the first that has it. */
  event: (event: string, kind?: string) => string;
  state: (state: string, kind?: string) => string;
  events: { kind: string; name: string; says: string }[];
};

/** Names of kinds, events and states as the workflows tell them; acts that are in no workflow as the API's words tell them. */
export function useNames(): Names {
  const lang = useLang();
  const word = useWord();
  const listed = useRpc<{ workflows: { kind: string }[] }>('workflow.list');
  const kinds = (listed.data?.workflows ?? []).map((each) => each.kind);
  const all = useQueries({
    queries: kinds.map((kind) => ({
      queryKey: ['workflow.get', { kind }],
      queryFn: () => rpc.call<Workflow>('workflow.get', { kind }),
      staleTime: Number.POSITIVE_INFINITY,
    })),
  });
  const workflows = all.flatMap((each) => (each.data ? [each.data] : []));
  const of = (kind: string | undefined): Workflow[] => {
    const own = workflows.filter((workflow) => workflow.kind === kind);
    return own.length > 0 ? own : workflows;
  };
  return {
    kinds,
    kind: (kind) => {
      const told = word('kinds', kind);
      if (told !== kind) return told;
      return sayIn(lang, workflows.find((workflow) => workflow.kind === kind)?.says, kind);
    },
    event: (event, kind) => {
      const found = of(kind).flatMap((workflow) => workflow.events.filter((each) => each.name === event))[0];
      if (found) return sayIn(lang, found.says, event);
      const act = word('acts', event);
      // What concerns no case, such as a user made, is named among the acts of the office.
      return act === event ? word('office_acts', event) : act;
    },
    state: (state, kind) => {
      const found = of(kind).flatMap((workflow) => workflow.states.filter((each) => each.name === state))[0];
      return found ? sayIn(lang, found.says, state) : state;
    },
    events: workflows.flatMap((workflow) =>
      workflow.events.map((each) => ({
        kind: workflow.kind,
        name: each.name,
        says: sayIn(lang, each.says, each.name),
      })),
    ),
  };
}

/** The title of a rulebook by its id, for whoever may list the books. */
export function useBookTitle(): (book: string) => string {
  const lang = useLang();
  const listed = useRpc<{ books: { id: string; title?: Says }[] }>('rules.list');
  return (book) => sayIn(lang, listed.data?.books.find(({ id }) => id === book)?.title, book);
}
