import { EllipsisOutlined, PlusOutlined, TeamOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown, Input, Modal, Switch } from 'antd';
import { useState } from 'react';
import { useSession } from '../../app/session.ts';
import { type Filters, fromView, type ListState, sameFilters, toView } from '../../cases/filters.ts';
import { useTexts } from '../../i18n/texts.ts';
import { rpc } from '../../rpc/client.ts';
import { isUnknownMethod } from '../../rpc/errors.ts';
import { useRpc } from '../../rpc/hooks.ts';
import type { Counts } from '../../rpc/types.ts';
import { FaultText } from '../../ui/states.tsx';
import type { List } from './useList.ts';

export type SavedView = { id: string; name: string; query: unknown; shared: boolean; owner: string; mine: boolean };

type Usual = { id: string; filters: Filters; count?: keyof Counts };

const usualViews = (me: string): Usual[] => [
  { id: 'open', filters: { final: false }, count: 'open' },
  { id: 'mine', filters: { final: false, assignee: me }, count: 'mine' },
  {
    id: 'due_soon',
    filters: { final: false, owed_by: 'seller', due_from: 'now', due_before: 'now+24h' },
    count: 'due_soon',
  },
  { id: 'overdue', filters: { overdue: true }, count: 'overdue' },
  { id: 'waiting_evidence', filters: { waiting_evidence: true }, count: 'waiting_evidence' },
  { id: 'unassigned', filters: { final: false, unassigned: true }, count: 'unassigned' },
  { id: 'all', filters: {} },
];

/** The lists people come back to: the usual ones with how many they hold, and those someone saved. */
export function Views({ list }: { list: List }) {
  const t = useTexts('cases');
  const session = useSession();
  const counts = useRpc<Counts>('case.counts', {}, { live: 'any' });
  const views = useRpc<{ views: SavedView[] }>('view.list', {}, { staleTime: 60_000 });
  const [saving, setSaving] = useState<{ view?: SavedView }>();
  const { state } = list;
  const saved = views.data?.views ?? [];
  const active = saved.find((view) => view.id === state.view);
  const kept = active && fromView(active.id, active.query, session.actor);
  const changed = kept !== undefined && !sameList(kept, state);

  return (
    <nav className="cases-views" aria-label={t('views')}>
      <ul>
        {usualViews(session.actor).map((usual) => {
          const on = state.view === undefined && sameFilters(usual.filters, state.filters);
          const count = usual.count === undefined ? undefined : counts.data?.[usual.count];
          return (
            <li key={usual.id}>
              <button
                type="button"
                aria-pressed={on}
                onClick={() => list.show({ ...state, filters: usual.filters, view: undefined })}
              >
                {t(`view.${usual.id}`)}
                {typeof count === 'number' && (
                  <b className={usual.id === 'overdue' && count > 0 ? 'digits ink-bad' : 'digits'}>{count}</b>
                )}
              </button>
            </li>
          );
        })}
        {saved.length > 0 && <li className="rule" aria-hidden />}
        {saved.map((view) => (
          <li key={view.id}>
            <button
              type="button"
              aria-pressed={view.id === state.view}
              onClick={() => list.show(fromView(view.id, view.query, session.actor))}
            >
              {view.shared && <TeamOutlined aria-label={t('view.shared')} />}
              {view.name}
              {view.id === state.view && changed && <i>{t('view.changed')}</i>}
            </button>
          </li>
        ))}
      </ul>
      <span className="cases-view-tools">
        {active && <ViewMenu view={active} list={list} changed={changed} onEdit={() => setSaving({ view: active })} />}
        <Button
          size="small"
          type="text"
          icon={<PlusOutlined aria-hidden />}
          disabled={isUnknownMethod(views.error)}
          onClick={() => setSaving({})}
        >
          {t('view.save')}
        </Button>
      </span>
      {saving && <SaveView list={list} {...saving} onClose={() => setSaving(undefined)} />}
    </nav>
  );
}

function sameList(a: ListState, b: ListState): boolean {
  return sameFilters(a.filters, b.filters) && a.sort === b.sort && a.cols?.join() === b.cols?.join();
}

function useSetView() {
  const queries = useQueryClient();
  return async (params: Record<string, unknown>): Promise<SavedView> => {
    const view = await rpc.command<SavedView>('view.set', params);
    await queries.invalidateQueries({ queryKey: ['view.list'] });
    return view;
  };
}

function ViewMenu(props: { view: SavedView; list: List; changed: boolean; onEdit: () => void }) {
  const { view, list, changed } = props;
  const t = useTexts('cases');
  const session = useSession();
  const { modal, message } = App.useApp();
  const set = useSetView();
  const failed = (fault: unknown): void => void message.error(<FaultText fault={fault} />);
  const rewrite = (): void => {
    const query = toView(list.state, session.actor);
    set({ id: view.id, name: view.name, shared: view.shared, query })
      .then(() => message.success(t('view.saved')))
      .catch(failed);
  };
  const remove = (): void => {
    modal.confirm({
      title: t('view.remove_ask', { name: view.name }),
      content: view.shared ? t('view.remove_shared') : undefined,
      okText: t('view.remove'),
      onOk: () =>
        set({ id: view.id, removed: true })
          .then(() => list.show({ ...list.state, view: undefined }))
          .catch(failed),
    });
  };
  const may = view.mine || (view.shared && session.role === 'manager');
  return (
    <>
      {changed && (
        <Button size="small" type="text" onClick={() => list.show(fromView(view.id, view.query, session.actor))}>
          {t('view.reset')}
        </Button>
      )}
      {may && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              ...(view.mine
                ? [
                    { key: 'write', label: t('view.rewrite'), disabled: !changed, onClick: rewrite },
                    { key: 'edit', label: t('view.edit'), onClick: props.onEdit },
                  ]
                : []),
              { key: 'remove', label: t('view.remove'), danger: true, onClick: remove },
            ],
          }}
        >
          <Button
            size="small"
            type="text"
            icon={<EllipsisOutlined />}
            aria-label={t('view.menu', { name: view.name })}
          />
        </Dropdown>
      )}
    </>
  );
}

function SaveView({ list, view, onClose }: { list: List; view?: SavedView; onClose: () => void }) {
  const t = useTexts('cases');
  const session = useSession();
  const set = useSetView();
  const [name, setName] = useState(view?.name ?? '');
  const [shared, setShared] = useState(view?.shared ?? false);
  const [fault, setFault] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    try {
      const query = view ? view.query : toView(list.state, session.actor);
      const kept = await set({ ...(view ? { id: view.id } : {}), name: name.trim(), shared, query });
      if (!view) list.show(fromView(kept.id, kept.query, session.actor));
      onClose();
    } catch (error) {
      setFault(error);
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      width={420}
      title={t(view ? 'view.edit' : 'view.save')}
      onCancel={onClose}
      okText={t('common:action.save')}
      okButtonProps={{ disabled: name.trim() === '', loading: busy }}
      onOk={() => void save()}
    >
      <div className="cases-save">
        <label htmlFor="view-name">{t('view.name')}</label>
        <Input
          id="view-name"
          autoFocus
          maxLength={64}
          value={name}
          onChange={(event) => setName(event.target.value)}
          onPressEnter={() => name.trim() !== '' && void save()}
        />
        <div>
          <Switch id="view-shared" size="small" checked={shared} onChange={setShared} />
          <label htmlFor="view-shared">{t('view.share')}</label>
        </div>
        {!view && <p className="quiet">{t('view.save_hint')}</p>}
        {fault !== undefined && <FaultText fault={fault} />}
      </div>
    </Modal>
  );
}
