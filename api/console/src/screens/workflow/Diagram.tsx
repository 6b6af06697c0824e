import { ClockCircleOutlined, FlagFilled, PlayCircleFilled, RetweetOutlined } from '@ant-design/icons';
import { memo } from 'react';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import type { Workflow } from '../../rpc/types.ts';
import { formatSpan } from '../../time/span.ts';
import type { Edge, Graph, Stats } from './graph.ts';
import { type Picture, pathThrough } from './layout.ts';

export type Chosen = { state: string } | { edge: string } | undefined;

type Props = {
  workflow: Workflow;
  stats: Stats | undefined;
  graph: Graph;
  picture: Picture;
  scale: number;
  chosen: Chosen;
  onChoose: (chosen: Chosen) => void;
  label: (edge: Edge) => string;
  /** Whether each line says its event; otherwise only the lines of what is chosen do. */
  names: boolean;
};

/** Which states and lines belong to what was chosen; undefined where nothing is, and all stand alike. */
function reached(chosen: Chosen, picture: Picture): { states: Set<string>; lines: Set<string> } | undefined {
  if (!chosen) return undefined;
  const states = new Set<string>();
  const lines = new Set<string>();
  for (const { edge } of picture.lines) {
    const touches = 'edge' in chosen ? edge.id === chosen.edge : [...edge.from, edge.to].includes(chosen.state);
    if (!touches) continue;
    lines.add(edge.id);
    if ('edge' in chosen || edge.from.length === 1) for (const s of [...edge.from, edge.to]) states.add(s);
    else states.add(edge.to);
  }
  if ('state' in chosen && picture.states.some((s) => s.id === chosen.state)) states.add(chosen.state);
  return states.size > 0 ? { states, lines } : undefined;
}

/** The drawing: lines in an SVG, states and labels as buttons upon it, in the order of the table, each state before its ways out. */
export const Diagram = memo(function Diagram(props: Props) {
  const { workflow, stats, graph, picture, scale, chosen, onChoose, label, names } = props;
  const t = useTexts('workflow');
  const say = useSay();
  const word = useWord();
  const lang = useLang();
  const near = reached(chosen, picture);
  const dim = (in_: boolean): string => (near && !in_ ? ' dim' : '');
  const most = Math.max(1, ...picture.lines.map((l) => l.edge.accepted));
  const statsOf = new Map(stats?.states.map((s) => [s.state, s]));
  const isChosen = (id: string): boolean => !!chosen && ('edge' in chosen ? chosen.edge : chosen.state) === id;

  return (
    <div
      className="wf-canvas"
      style={{ width: picture.width * scale, height: picture.height * scale }}
      role="group"
      aria-label={t('diagram')}
    >
      <div className="wf-sheet" style={{ width: picture.width, height: picture.height, transform: `scale(${scale})` }}>
        <svg width={picture.width} height={picture.height} aria-hidden>
          <defs>
            {['', 'near', 'self', 'dim'].map((kind) => (
              <marker
                key={kind}
                id={`wf-tip-${kind}`}
                viewBox="0 0 8 8"
                refX="7"
                refY="4"
                markerWidth="8"
                markerHeight="8"
                markerUnits="userSpaceOnUse"
                orient="auto"
              >
                <path d="M0,0.5 L7.5,4 L0,7.5z" className={`wf-tip ${kind}`} />
              </marker>
            ))}
          </defs>
          {picture.lines.map(({ edge, points }) => {
            const isNear = near?.lines.has(edge.id) ?? false;
            return (
              <path
                key={edge.id}
                d={pathThrough(points)}
                className={`wf-line${edge.byItself ? ' self' : ''}${edge.from.length > 1 ? ' wide' : ''}${isNear ? ' near' : ''}${dim(isNear)}`}
                strokeWidth={1.2 + 2.2 * Math.sqrt(edge.accepted / most)}
                markerEnd={`url(#wf-tip-${isNear ? 'near' : near ? 'dim' : edge.byItself ? 'self' : ''})`}
              />
            );
          })}
        </svg>
        {picture.states.map((box) => {
          const state = workflow.states.find((s) => s.name === box.id);
          if (!state) return null;
          const told = statsOf.get(box.id);
          const stays = graph.stays.get(box.id);
          return (
            <div key={box.id} className="wf-group">
              <button
                type="button"
                data-state={box.id}
                className={`wf-state${state.final ? ' final' : ''}${told && told.open > 0 ? ' busy' : ''}${dim(near?.states.has(box.id) ?? false)}`}
                style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
                aria-pressed={isChosen(box.id)}
                title={say(state.says)}
                onClick={() => onChoose(isChosen(box.id) ? undefined : { state: box.id })}
              >
                <span className="wf-name">
                  {box.id === workflow.initial && <PlayCircleFilled aria-label={t('initial')} />}
                  {state.final && <FlagFilled aria-label={t('final')} />}
                  {say(state.says)}
                </span>
                <span className="wf-foot">
                  <span className="wf-party">{word('parties', state.owed_by)}</span>
                  {state.deadline && <ClockCircleOutlined aria-label={t('has_deadline')} />}
                  {stays && <RetweetOutlined aria-label={t('stays')} />}
                  {told && told.open > 0 && <b className="digits">{t('open', { count: told.open })}</b>}
                  {!!told?.median_s && (
                    <span className="digits">{t('median', { span: formatSpan(told.median_s, lang, 'narrow') })}</span>
                  )}
                </span>
              </button>
              {picture.lines
                .filter((l) => l.edge.from.length === 1 && l.edge.from[0] === box.id && l.label.width > 0)
                .map(({ edge, label: at }) => {
                  const isNear = near?.lines.has(edge.id) ?? false;
                  const said = names || isNear;
                  return (
                    <button
                      key={edge.id}
                      type="button"
                      data-edge={edge.id}
                      className={`wf-label${edge.byItself ? ' self' : ''}${said ? ' said' : ''}${dim(isNear)}`}
                      style={{ left: at.x + at.width / 2, top: at.y, height: at.height }}
                      aria-pressed={isChosen(edge.id)}
                      title={label(edge)}
                      onClick={() => onChoose(isChosen(edge.id) ? undefined : { edge: edge.id })}
                    >
                      <span className={said ? 'clip' : 'off-screen'}>{label(edge)}</span>
                      <Count edge={edge} />
                      {!said && edge.accepted + edge.refused === 0 && <span className="wf-dot" aria-hidden />}
                    </button>
                  );
                })}
            </div>
          );
        })}
        {picture.pills.map(({ edge, ...box }) => (
          <button
            key={edge.id}
            type="button"
            data-edge={edge.id}
            className={`wf-pill${dim(near?.lines.has(edge.id) ?? false)}`}
            style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
            aria-pressed={isChosen(edge.id)}
            title={label(edge)}
            onClick={() => onChoose(isChosen(edge.id) ? undefined : { edge: edge.id })}
          >
            <span className="clip">{label(edge)}</span>
            <small>
              {t('from_many', { count: edge.from.length })} <Count edge={edge} />
            </small>
          </button>
        ))}
      </div>
    </div>
  );
});

export function Count({ edge }: { edge: Edge }) {
  const t = useTexts('workflow');
  if (edge.accepted === 0 && edge.refused === 0) return null;
  return (
    <span className="wf-count digits">
      {edge.accepted > 0 && (
        <i className="ink-good" title={t('accepted', { count: edge.accepted })}>
          {edge.accepted}
        </i>
      )}
      {edge.refused > 0 && (
        <i className="ink-bad" title={t('refused', { count: edge.refused })}>
          ✕{edge.refused}
        </i>
      )}
    </span>
  );
}
