import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { isOwn } from '../../app/screens.ts';
import { useSession } from '../../app/session.ts';
import { openCommands, useCommands } from '../../commands/commands.ts';
import { addTexts, useSay, useTexts } from '../../i18n/texts.ts';
import { usePresence } from '../../live/live.ts';
import { rpc } from '../../rpc/client.ts';
import type { Action, Call } from '../../rpc/types.ts';
import { FaultText, Waiting } from '../../ui/states.tsx';
import { ActionList } from './ActionList.tsx';
import { CaseEnd } from './CaseEnd.tsx';
import { CaseHead } from './CaseHead.tsx';
import { ContextPane } from './Context.tsx';
import type { EvidencePreset } from './EvidenceAdd.tsx';
import en from './en.json';
import { FirstSteps } from './FirstSteps.tsx';
import { KeyBar } from './KeyBar.tsx';
import { lacksOf } from './lacks.ts';
import { NoCase } from './NoCase.tsx';
import { Panes } from './Panes.tsx';
import { QueuePane } from './Queue.tsx';
import { rankActions } from './ranking.ts';
import { type Sheet, Sheets } from './Sheets.tsx';
import type { Applied } from './Stake.tsx';
import { Timeline } from './Timeline.tsx';
import { useCase } from './useCase.ts';
import { useOver } from './useOver.ts';
import { nextAfter, useQueue } from './useQueue.ts';
import { useSteps } from './useSteps.ts';
import { useWorkbenchKeys, type WorkbenchKeys } from './useWorkbenchKeys.ts';
import zh from './zh.json';
import './workbench.css';
import './actions.css';
import './case.css';
import './context.css';
import './sheets.css';
import './timeline.css';

addTexts('workbench', zh, en);

/** 售后工作台: the queue, the case, and what stands around it. */
export default function Workbench() {
  const t = useTexts('workbench');
  const say = useSay();
  const go = useNavigate();
  const queries = useQueryClient();
  const session = useSession();
  const { message } = App.useApp();
  const { caseId } = useParams();
  const queue = useQueue();
  const reading = useCase(caseId);
  const { open, error, retry } = reading;
  const over = useOver();
  const steps = useSteps(session.actor);
  const [sheet, setSheet] = useState<Sheet>();
  const middle = useRef<HTMLDivElement>(null);
  // Whose screen it is not reads here what a case is, and is offered nothing that could only be refused.
  const works = isOwn('workbench', session.role);
  const people = usePresence(
    caseId,
    sheet?.is === 'action' || sheet?.is === 'call' ? 'editing' : 'viewing',
    session.actor,
  );

  const show = useCallback(
    (id: string | undefined, replace = false) => {
      if (id !== undefined) void go({ pathname: `/workbench/${id}`, search: `?tab=${queue.tab}` }, { replace });
    },
    [go, queue.tab],
  );
  const first = queue.cases[0]?.id;
  useEffect(() => {
    if (caseId === undefined && first !== undefined) show(first, true);
  }, [caseId, first]);
  useEffect(() => {
    setSheet(undefined);
    middle.current?.scrollTo(0, 0);
  }, [caseId]);

  const ranked = useMemo(
    () =>
      rankActions(
        works ? (open?.actions?.actions ?? []) : [],
        { state: open?.answer.case.state ?? '', due: open?.answer.case.due, workflow: open?.workflow },
        'seller',
      ),
    [works, open?.actions, open?.answer.case, open?.workflow],
  );
  const renew = (): void => {
    void queries.invalidateQueries({ predicate: ({ meta }) => meta?.live !== undefined });
  };
  const fix = (call: Call, action: Action): void => {
    if (call.method === 'evidence.add') {
      const { kind, source } = call.params as EvidencePreset;
      setSheet({
        is: 'evidence',
        preset: {
          ...(kind ? { kind } : {}),
          ...(source ? { source } : {}),
          opens: action.says,
          lacks: lacksOf(
            action.why_not.find((why) => why.fix === call),
            open?.checklist,
          ),
        },
      });
    } else if (call.method === 'case.apply') setSheet({ is: 'action', action });
    else setSheet({ is: 'call', call, action });
  };
  const act = (action: Action): void => {
    const call = action.why_not.find((why) => why.fix)?.fix;
    if (action.allowed) setSheet({ is: 'action', action });
    else if (call) fix(call, action);
    else
      void message.info(
        t('actions.closed_because', {
          action: say(action.says, action.event),
          why: say(action.why_not[0]?.says),
        }),
      );
  };
  const step = (by: number): void => {
    const at = queue.cases.findIndex((c) => c.id === caseId);
    show(queue.cases[Math.max(0, Math.min(queue.cases.length - 1, at + by))]?.id);
  };
  const claimable = works && open !== undefined && !open.answer.case.assignee && !open.answer.case.final;
  const claim = (): void => {
    if (!caseId || !claimable) return;
    rpc
      .command('case.assign', { case_id: caseId, assignee: session.actor })
      .then(() => {
        void message.success(t('head.claimed'));
        renew();
      })
      .catch((fault: unknown) => void message.error(<FaultText fault={fault} />));
  };
  const applied = (action: Action, told: Applied, late: boolean): void => {
    // Who closed the form has gone on by themselves: they are told, and left where they are.
    const next = late ? undefined : nextAfter(queue.cases, caseId);
    const back = caseId;
    void message.success({
      duration: 6,
      content: (
        <span>
          {t('sheet.done', {
            action: say(action.says, action.event),
            state: say(told.case.state_says, told.case.state),
          })}{' '}
          {!late && t(next === undefined ? 'sheet.done_last' : 'sheet.done_next')}
          {(late || next !== undefined) && (
            <button type="button" className="wb-link wb-back" onClick={() => show(back)}>
              {t('sheet.look_back')}
            </button>
          )}
        </span>
      ),
    });
    steps.sent();
    renew();
    if (late) return;
    setSheet(undefined);
    show(next);
  };

  const writes = (next: Sheet): void => {
    if (!works) void message.info(t('case.reading'));
    else if (open) setSheet(next);
  };

  const keys: WorkbenchKeys = {
    next: () => step(1),
    previous: () => step(-1),
    act: (n) => {
      const action = ranked.own[n - 1];
      if (action) act(action);
    },
    evidence: () => writes({ is: 'evidence', preset: {} }),
    claim,
    note: () => writes({ is: 'note' }),
    templates: () => writes({ is: 'templates' }),
    pack: () => open && over.openPack(),
    view: () => {
      const item = open?.answer.evidence[0];
      if (item) over.look(item.id);
      else if (open) void message.info(t('context.no_items'));
    },
    commands: () => openCommands(),
  };
  useWorkbenchKeys(keys);
  useCommands(
    open
      ? [
          ...ranked.own.map((action, at) => ({
            id: `act-${action.event}`,
            text: say(action.says, action.event),
            hint: action.allowed ? String(at + 1) : t('actions.blocked'),
            run: () => act(action),
          })),
          ...(works ? [{ id: 'evidence', text: t('evidence.add'), hint: 'E', run: keys.evidence }] : []),
          ...(claimable ? [{ id: 'claim', text: t('head.claim'), hint: 'C', run: claim }] : []),
          { id: 'view', text: t('keybar.view'), hint: 'V', run: keys.view },
          ...(works
            ? [
                { id: 'note', text: t('note.title'), hint: 'N', run: keys.note },
                { id: 'templates', text: t('templates.title'), hint: '/', run: keys.templates },
              ]
            : []),
          { id: 'pack', text: t('keybar.pack'), hint: 'P', run: keys.pack },
          ...(works ? [{ id: 'steps', text: t('steps.title'), run: steps.again }] : []),
        ]
      : [],
  );
  const nextOpen = nextAfter(queue.cases, caseId);

  return (
    <div className="wb">
      <Panes
        left={<QueuePane queue={queue} caseId={caseId} />}
        middle={
          <div className="wb-case" ref={middle}>
            {!open && (error || (caseId === undefined && !queue.isPending)) && (
              <NoCase
                queue={queue}
                error={error}
                onRetry={retry}
                onFirst={first === undefined ? undefined : () => show(first)}
              />
            )}
            {caseId !== undefined && !open && !error && <Waiting />}
            {open && (
              <>
                <CaseHead open={open} people={people} onClaim={claimable ? claim : undefined} />
                {works && steps.shown && !open.answer.case.final && <FirstSteps onAway={steps.away} />}
                {!works && <p className="wb-pad quiet">{t('case.reading')}</p>}
                {open.answer.case.final ? (
                  <CaseEnd open={open} onNext={nextOpen === undefined ? undefined : () => show(nextOpen)} />
                ) : !works ? null : (
                  <ActionList
                    ranked={ranked}
                    due={open.answer.case.due}
                    checklist={open.checklist}
                    onAct={act}
                    onFix={fix}
                  />
                )}
                <Timeline open={open} onLook={over.look} onWhy={over.ask} />
              </>
            )}
          </div>
        }
        right={
          open ? (
            <ContextPane
              open={open}
              onEvidence={works ? (kind) => setSheet({ is: 'evidence', preset: kind ? { kind } : {} }) : undefined}
              onLook={over.look}
              onTemplates={keys.templates}
            />
          ) : (
            <div className="wb-context" />
          )
        }
      />
      <KeyBar keys={keys} works={works} reading={queue.fresh?.failed || !reading.fresh ? queue : reading} />
      {open && (
        <Sheets
          open={open}
          sheet={sheet}
          over={over}
          onClose={() => setSheet(undefined)}
          onApplied={applied}
          onAdded={renew}
        />
      )}
    </div>
  );
}
