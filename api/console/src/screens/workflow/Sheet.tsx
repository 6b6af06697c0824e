import { CloseOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useSearchParams } from 'react-router';
import { useSay, useTexts } from '../../i18n/texts.ts';
import type { Workflow } from '../../rpc/types.ts';
import { Scroll } from '../../ui/Scroll.tsx';
import { EmptyState } from '../../ui/states.tsx';
import type { Chosen } from './Diagram.tsx';
import { type Edge, type Graph, graphOf, type Stats } from './graph.ts';
import { MoveCard } from './MoveCard.tsx';
import { StateCard } from './StateCard.tsx';
import { Summary } from './Summary.tsx';
import { useBook, useBooks } from './useWorkflow.ts';

type Props = {
  workflow: Workflow;
  stats: Stats | undefined;
  days: number;
  graph: Graph;
  chosen: Chosen;
  onChoose: (chosen: Chosen) => void;
  label: (edge: Edge) => string;
};

function edgeWith(id: string, { workflow, stats, graph }: Props): Edge | undefined {
  const drawn = [...graph.edges, ...graph.wide, ...graph.stays.values()].find((e) => e.id === id);
  return drawn ?? graphOf(workflow, stats, true).edges.find((e) => e.id === id);
}

/** What is behind the chosen state or line: its clauses are those of one book at a time. */
export function Sheet(props: Props) {
  const { workflow, chosen, onChoose } = props;
  const t = useTexts('workflow');
  const say = useSay();
  const [search, setSearch] = useSearchParams();
  const books = useBooks();
  const size = (counts: Record<string, number>): number => Object.values(counts).reduce((a, b) => a + b, 0);
  const fullest = [...books].sort((a, b) => size(b.counts) - size(a.counts))[0];
  const bookId = search.get('book') ?? fullest?.id;
  const book = useBook(bookId);
  const edge = chosen && 'edge' in chosen ? edgeWith(chosen.edge, props) : undefined;
  const state = chosen && 'state' in chosen ? workflow.states.find((s) => s.name === chosen.state) : undefined;
  const nameOf = (id: string): string => say(workflow.states.find((s) => s.name === id)?.says, id);

  return (
    <aside className="panel wf-side" aria-label={t('details')}>
      <div className="panel-head">
        <h2>{state ? nameOf(state.name) : edge ? props.label(edge) : t('overview')}</h2>
        {chosen && (
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined aria-hidden />}
            aria-label={t('key_none')}
            onClick={() => onChoose(undefined)}
          />
        )}
      </div>
      {chosen && (
        <label className="wf-book">
          <span className="quiet">{t('book')}</span>
          <Select
            size="small"
            value={bookId}
            options={books.map((b) => ({ value: b.id, label: say(b.title, b.id) }))}
            onChange={(id) =>
              setSearch(
                (old) => {
                  const next = new URLSearchParams(old);
                  next.set('book', id);
                  return next;
                },
                { replace: true },
              )
            }
            aria-label={t('book')}
          />
        </label>
      )}
      <Scroll className="wf-scroll" label={t('details')}>
        {state && <StateCard {...props} state={state} book={book} nameOf={nameOf} />}
        {edge && <MoveCard {...props} edge={edge} book={book} nameOf={nameOf} />}
        {chosen && !state && !edge && <EmptyState title={t('gone')} />}
        {!chosen && <Summary {...props} nameOf={nameOf} />}
      </Scroll>
    </aside>
  );
}
