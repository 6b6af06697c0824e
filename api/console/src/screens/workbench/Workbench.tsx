import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { pathOf } from '../../app/screens.ts';
import { useSession } from '../../app/session.ts';
import { addTexts, useSay, useTexts } from '../../i18n/texts.ts';
import { usePresence } from '../../live/live.ts';
import { rpc } from '../../rpc/client.ts';
import type { Action, Call } from '../../rpc/types.ts';
import { EmptyState, ErrorState, FaultText, Waiting } from '../../ui/states.tsx';
import { ActionList } from './ActionList.tsx';
import { ActionSheet } from './ActionSheet.tsx';
import { CallSheet } from './CallSheet.tsx';
import { CaseHead } from './CaseHead.tsx';
import { CommandBar, type CommandRow } from './CommandBar.tsx';
import { ContextPane } from './Context.tsx';
import { EvidenceAdd, type EvidencePreset } from './EvidenceAdd.tsx';
import en from './en.json';
import { KeyBar } from './KeyBar.tsx';
import { NoteSheet } from './NoteSheet.tsx';
import { Panes } from './Panes.tsx';
import { QueuePane } from './Queue.tsx';
import { rankActions } from './ranking.ts';
import { TemplateModal } from './Templates.tsx';
import { Timeline } from './Timeline.tsx';
import { useCase } from './useCase.ts';
import { nextAfter, useQueue } from './useQueue.ts';
import { useWorkbenchKeys } from './useWorkbenchKeys.ts';
import zh from './zh.json';
import './workbench.css';
import './case.css';
import './sheets.css';

addTexts('workbench', zh, en);

type Sheet =
  | { is: 'action'; action: Action }
  | { is: 'call'; call: Call; action: Action }
  | { is: 'evidence'; preset: EvidencePreset }
  | { is: 'templates' }
  | { is: 'note' }
  | { is: 'commands' };

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
  const { open, error, retry } = useCase(caseId);
  const [sheet, setSheet] = useState<Sheet>();
  const middle = useRef<HTMLDivElement>(null);
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
    () => rankActions(open?.actions?.actions ?? [], open?.answer.case.due, 'seller'),
    [open?.actions, open?.answer.case.due],
  );
  const renew = (): void => {
    void queries.invalidateQueries({ predicate: ({ meta }) => meta?.live !== undefined });
  };
  const fix = (call: Call, action: Action): void => {
    if (call.method === 'evidence.add') {
      const { kind, source } = call.params as EvidencePreset;
      setSheet({ is: 'evidence', preset: { ...(kind ? { kind } : {}), ...(source ? { source } : {}) } });
    } else if (call.method === 'case.apply') setSheet({ is: 'action', action });
    else setSheet({ is: 'call', call, action });
  };
  const act = (action: Action): void => {
    const first = action.why_not.find((why) => why.fix)?.fix;
    if (action.allowed) setSheet({ is: 'action', action });
    else if (first) fix(first, action);
    else void message.info(say(action.why_not[0]?.says));
  };
  const step = (by: number): void => {
    const at = queue.cases.findIndex((c) => c.id === caseId);
    show(queue.cases[Math.max(0, Math.min(queue.cases.length - 1, at + by))]?.id);
  };
  const claim = (): void => {
    if (!caseId) return;
    rpc
      .command('case.assign', { case_id: caseId, assignee: session.actor })
      .then(renew)
      .catch((fault: unknown) => void message.error(<FaultText fault={fault} />));
  };
  const pack = (): void => {
    if (!caseId) return;
    const path = pathOf('pack', { caseId });
    if (path) void go(path);
    else location.assign(`/v1/packs/${encodeURIComponent(caseId)}.zip`);
  };

  useWorkbenchKeys({
    enabled: sheet === undefined,
    step,
    act: (n) => {
      const action = ranked.own[n - 1];
      if (action) act(action);
    },
    evidence: () => open && setSheet({ is: 'evidence', preset: {} }),
    note: () => open && setSheet({ is: 'note' }),
    templates: () => open && setSheet({ is: 'templates' }),
    pack,
    commands: () => setSheet({ is: 'commands' }),
  });

  const rows: CommandRow[] = [
    ...ranked.own.map((action, at) => ({
      id: `act-${action.event}`,
      text: say(action.says, action.event),
      hint: action.allowed ? String(at + 1) : t('actions.blocked'),
      run: () => act(action),
    })),
    { id: 'evidence', text: t('evidence.add'), hint: 'E', run: () => setSheet({ is: 'evidence', preset: {} }) },
    { id: 'note', text: t('note.title'), hint: 'N', run: () => setSheet({ is: 'note' }) },
    { id: 'templates', text: t('templates.title'), hint: '/', run: () => setSheet({ is: 'templates' }) },
    { id: 'pack', text: t('keybar.pack'), hint: 'P', run: pack },
  ];
  const close = (): void => setSheet(undefined);

  return (
    <div className="wb">
      <Panes
        left={<QueuePane queue={queue} caseId={caseId} />}
        middle={
          <div className="wb-case" ref={middle}>
            {caseId === undefined && !queue.isPending && (
              <EmptyState title={t('case.none')} text={t('case.none_hint')} />
            )}
            {error && !open && <ErrorState fault={error} onRetry={retry} />}
            {caseId !== undefined && !open && !error && <Waiting />}
            {open && (
              <>
                <CaseHead
                  open={open}
                  people={people}
                  onClaim={open.answer.case.assignee || open.answer.case.final ? undefined : claim}
                />
                <ActionList ranked={ranked} due={open.answer.case.due} onAct={act} onFix={fix} />
                <Timeline open={open} />
              </>
            )}
          </div>
        }
        right={
          open ? (
            <ContextPane
              open={open}
              onEvidence={(kind) => setSheet({ is: 'evidence', preset: kind ? { kind } : {} })}
              onTemplates={() => setSheet({ is: 'templates' })}
            />
          ) : (
            <div className="wb-context" />
          )
        }
      />
      <KeyBar />
      {open && sheet?.is === 'action' && (
        <ActionSheet
          key={sheet.action.event}
          open={open}
          action={sheet.action}
          onClose={close}
          onDone={(applied) => {
            const next = nextAfter(queue.cases, caseId);
            void message.success(
              t('sheet.done', {
                action: say(sheet.action.says, sheet.action.event),
                state: say(applied.case.state_says, applied.case.state),
              }),
            );
            close();
            renew();
            show(next);
          }}
        />
      )}
      {open && sheet?.is === 'call' && (
        <CallSheet
          call={sheet.call}
          action={sheet.action}
          onClose={close}
          onDone={() => {
            close();
            renew();
          }}
        />
      )}
      {open && sheet?.is === 'evidence' && (
        <EvidenceAdd
          open={open}
          preset={sheet.preset}
          onClose={() => {
            close();
            renew();
          }}
        />
      )}
      {open && sheet?.is === 'templates' && <TemplateModal open={open} onClose={close} />}
      {open && sheet?.is === 'note' && <NoteSheet open={open} onClose={close} />}
      {sheet?.is === 'commands' && <CommandBar rows={open ? rows : []} onClose={close} />}
    </div>
  );
}
