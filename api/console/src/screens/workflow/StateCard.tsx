import { Link } from 'react-router';
import { homeOf, screens } from '../../app/screens.ts';
import { useLang, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import type { Workflow, WorkflowState } from '../../rpc/types.ts';
import { formatSpan } from '../../time/span.ts';
import { Terms } from './Clauses.tsx';
import { type Chosen, Count } from './Diagram.tsx';
import { type Edge, type Graph, type Stats, waysOf } from './graph.ts';
import type { Book } from './useWorkflow.ts';

type Props = {
  workflow: Workflow;
  stats: Stats | undefined;
  days: number;
  graph: Graph;
  state: WorkflowState;
  book: Book | undefined;
  onChoose: (chosen: Chosen) => void;
  nameOf: (state: string) => string;
  label: (edge: Edge) => string;
};

/** The address of the open cases in a state, where there is a list of cases. */
function listOf(kind: string, state: string): string | undefined {
  const list = screens.find((s) => s.id === 'cases');
  return list && `${homeOf(list)}?kind=${encodeURIComponent(kind)}&state=${encodeURIComponent(state)}&final=false`;
}

export function StateCard({ workflow, stats, days, graph, state, book, onChoose, nameOf, label }: Props) {
  const t = useTexts('workflow');
  const word = useWord();
  const lang = useLang();
  const told = stats?.states.find((s) => s.state === state.name);
  const ways = waysOf(workflow, stats, state.name);
  const stays = graph.stays.get(state.name);
  const list = listOf(workflow.kind, state.name);
  return (
    <div className="wf-card">
      <dl className="facts">
        <div>
          <dt>{t('code')}</dt>
          <dd>
            <code>{state.name}</code>
          </dd>
        </div>
        <div>
          <dt>{t('owed_by')}</dt>
          <dd>{word('parties', state.owed_by)}</dd>
        </div>
        {told && (
          <>
            <div>
              <dt>{t('open_now')}</dt>
              <dd className="digits">{list && told.open > 0 ? <Link to={list}>{told.open}</Link> : told.open}</dd>
            </div>
            <div>
              <dt>{t('entered', { count: days })}</dt>
              <dd className="digits">{told.entered}</dd>
            </div>
            {!!told.median_s && (
              <div>
                <dt>{t('median_of')}</dt>
                <dd className="digits">{formatSpan(told.median_s, lang)}</dd>
              </div>
            )}
          </>
        )}
      </dl>
      {state.deadline && <Terms book={book} slot={state.deadline} />}
      <Ways title={t('out', { count: ways.out.length })} edges={ways.out} other={(e) => e.to} />
      {stays && (
        <Ways title={t('stays_with', { count: stays.events.length })} edges={[stays]} other={() => state.name} />
      )}
      <Ways title={t('into', { count: ways.in.length })} edges={ways.in} other={(e) => e.from[0] ?? ''} />
    </div>
  );

  function Ways({ title, edges, other }: { title: string; edges: Edge[]; other: (edge: Edge) => string }) {
    if (edges.length === 0) return null;
    return (
      <>
        <h4>{title}</h4>
        <ul className="wf-ways">
          {edges.map((edge) => (
            <li key={edge.id}>
              <button type="button" onClick={() => onChoose({ edge: edge.id })}>
                <span>{label(edge)}</span>
                <small className="quiet">{nameOf(other(edge))}</small>
                <Count edge={edge} />
              </button>
            </li>
          ))}
        </ul>
      </>
    );
  }
}
