import { CompressOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Segmented, Select, Switch, Tooltip } from 'antd';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { addTexts, useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { useKey } from '../../keys/keys.ts';
import { ErrorState, FaultText, Waiting } from '../../ui/states.tsx';
import { type Chosen, Diagram } from './Diagram.tsx';
import en from './en.json';
import { type Edge, graphOf } from './graph.ts';
import { pictureOf } from './layout.ts';
import { Sheet } from './Sheet.tsx';
import { useKinds, useStats, useWorkflow } from './useWorkflow.ts';
import zh from './zh.json';
import './workflow.css';
import './sheet.css';

addTexts('workflow', zh, en);

const periods = [7, 30, 90, 365];

/** The workflows as they are in force, drawn from the API, with what stands and goes where. */
export default function Workflows() {
  const t = useTexts('workflow');
  const say = useSay();
  const word = useWord();
  const lang = useLang();
  const params = useParams();
  const go = useNavigate();
  const [search, setSearch] = useSearchParams();
  const kinds = useKinds();
  const kind = params.kind ?? kinds[0];
  const workflow = useWorkflow(kind);
  const days = Number(search.get('days')) || 30;
  const everyLine = search.get('lines') === 'all';
  const names = search.get('names') === '1';
  const { stats, fault } = useStats(kind, days);

  const put = useCallback(
    (name: string, value: string | undefined): void =>
      setSearch(
        (old) => {
          const next = new URLSearchParams(old);
          if (name === 'state' || name === 'edge') for (const n of ['state', 'edge']) next.delete(n);
          if (value === undefined) next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: true },
      ),
    [setSearch],
  );
  const state = search.get('state');
  const edgeId = search.get('edge');
  const chosen: Chosen = useMemo(
    () => (state !== null ? { state } : edgeId !== null ? { edge: edgeId } : undefined),
    [state, edgeId],
  );
  const choose = useCallback(
    (next: Chosen): void =>
      !next ? put('state', undefined) : 'state' in next ? put('state', next.state) : put('edge', next.edge),
    [put],
  );
  useKey('escape', () => choose(undefined), { text: t('key_none'), group: t('title') });

  const table = workflow.data;
  const graph = useMemo(() => (table ? graphOf(table, stats, everyLine) : undefined), [table, stats, everyLine]);
  const label = useCallback(
    (edge: Edge): string => {
      const first = table?.events.find((e) => e.name === edge.events[0]);
      const more = edge.events.length - 1;
      return `${say(first?.says, edge.events[0])}${more > 0 ? ` +${more}` : ''}`;
    },
    [table, say],
  );
  // The places depend on the table and the language alone, so that nothing moves while counts come in.
  const plan = useMemo(() => (table ? graphOf(table, undefined, everyLine) : undefined), [table, everyLine]);
  const places = useMemo(() => {
    if (!table || !plan) return undefined;
    return pictureOf(
      table.states.map((s) => s.name),
      plan,
      (edge) => (names ? `${label(edge)} 00` : '000'),
    );
  }, [table, plan, lang, names]);
  const picture = useMemo(() => {
    if (!places || !graph) return undefined;
    const now = new Map([...graph.edges, ...graph.wide].map((e) => [e.id, e]));
    const fresh = <T extends { edge: Edge }>(one: T): T => ({ ...one, edge: now.get(one.edge.id) ?? one.edge });
    return { ...places, lines: places.lines.map(fresh), pills: places.pills.map(fresh) };
  }, [places, graph]);

  const box = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState<number>();
  const [room, setRoom] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const watch = new ResizeObserver(() => setRoom({ width: element.clientWidth, height: element.clientHeight }));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  const fit = picture ? Math.max(0.8, Math.min(1, (room.width - 4) / picture.width)) : 1;
  const scale = zoom ?? fit;
  // What is chosen is brought into view; at first, that is where cases start.
  const shown = chosen ? ('state' in chosen ? chosen.state : chosen.edge) : undefined;
  useEffect(() => {
    const element = box.current;
    if (!element || !places || room.width === 0) return;
    const start = table?.initial ?? '';
    const one = element.querySelector<HTMLElement>(
      `[data-state="${CSS.escape(shown ?? start)}"],[data-edge="${CSS.escape(shown ?? '')}"]`,
    );
    if (shown !== undefined) one?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    else if (one && element.scrollTop === 0)
      element.scrollLeft +=
        one.getBoundingClientRect().left - element.getBoundingClientRect().left - room.width / 2 + 70;
  }, [places, shown, room.width === 0]);
  const step = (by: number): void => setZoom(Math.max(0.3, Math.min(1.6, Math.round((scale + by) * 20) / 20)));

  return (
    <div className="page wf">
      <div className="page-head">
        <h1>{t('title')}</h1>
        <Segmented
          value={kind ?? ''}
          options={kinds.map((k) => ({ value: k, label: word('kinds', k) }))}
          onChange={(k) => {
            setZoom(undefined);
            go(`/workflows/${k}?days=${days}`);
          }}
        />
        <Select
          value={days}
          onChange={(d) => put('days', String(d))}
          options={periods.map((d) => ({ value: d, label: t('period', { count: d }) }))}
          aria-label={t('period_of')}
          popupMatchSelectWidth={false}
        />
        <label className="wf-switch">
          <Switch
            size="small"
            checked={everyLine}
            onChange={(on) => put('lines', on ? 'all' : undefined)}
            aria-label={t('every_line')}
          />
          {t('every_line')}
        </label>
        <label className="wf-switch">
          <Switch
            size="small"
            checked={names}
            onChange={(on) => put('names', on ? '1' : undefined)}
            aria-label={t('names')}
          />
          {t('names')}
        </label>
        {fault !== undefined && fault !== null && <FaultText fault={fault} />}
        <span className="wf-zoom">
          <Tooltip title={t('smaller')}>
            <Button
              size="small"
              icon={<MinusOutlined aria-hidden />}
              aria-label={t('smaller')}
              onClick={() => step(-0.15)}
            />
          </Tooltip>
          <span className="digits">{Math.round(scale * 100)}%</span>
          <Tooltip title={t('larger')}>
            <Button
              size="small"
              icon={<PlusOutlined aria-hidden />}
              aria-label={t('larger')}
              onClick={() => step(0.15)}
            />
          </Tooltip>
          <Tooltip title={t('fit')}>
            <Button
              size="small"
              icon={<CompressOutlined aria-hidden />}
              aria-label={t('fit')}
              onClick={() => setZoom(undefined)}
            />
          </Tooltip>
        </span>
      </div>
      <div className="wf-body">
        <div className="panel wf-box" ref={box}>
          {workflow.isPending && <Waiting />}
          {workflow.error && <ErrorState fault={workflow.error} onRetry={() => void workflow.refetch()} />}
          {table && graph && picture && (
            <Diagram
              workflow={table}
              stats={stats}
              graph={graph}
              picture={picture}
              scale={scale}
              chosen={chosen}
              onChoose={choose}
              label={label}
              names={names}
            />
          )}
        </div>
        {table && graph && (
          <Sheet
            workflow={table}
            stats={stats}
            days={days}
            graph={graph}
            chosen={chosen}
            onChoose={choose}
            label={label}
          />
        )}
      </div>
    </div>
  );
}
