import { Input, Modal, Switch } from 'antd';
import { useState } from 'react';
import { useSession } from '../../app/session.ts';
import { nameIn } from '../../i18n/people.ts';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { rpc } from '../../rpc/client.ts';
import { useRpc } from '../../rpc/hooks.ts';
import type { Says } from '../../rpc/types.ts';
import { useAct } from '../../rpc/useAct.ts';
import { formatFull } from '../../time/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { ReasonTag } from '../../ui/ReasonTag.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { FormFault, Head, SettingTable, useShop } from './parts.tsx';

type Automation = { name: string; actor: string; actor_name?: string; on: boolean; rules: string[]; says?: Says };
type Switched = {
  at: string;
  actor: string;
  actor_name?: string;
  role: string;
  name?: string;
  on: boolean;
  reason: string;
  entry_id: string;
};
type Answer = { shop: string; automations: Automation[]; journal: Switched[] };
type Asked = { name: string | undefined; on: boolean };

/** What acts by itself in a shop; each switch has a reason, and the next decision heeds it. */
export function Automations() {
  const t = useTexts('settings');
  const word = useWord();
  const say = useSay();
  const lang = useLang();
  const { role } = useSession();
  const { shop, choice } = useShop();
  const answer = useRpc<Answer>('automation.list', { shop }, { enabled: shop !== undefined, live: 'any' });
  const [asked, setAsked] = useState<Asked>();
  const may = role === 'manager' || role === 'admin';
  const nameOf = (name?: string): string =>
    name === undefined
      ? t('all_automations')
      : say(answer.data?.automations.find((one) => one.name === name)?.says, name);
  const anyOn = answer.data?.automations.some((a) => a.on) ?? false;
  return (
    <>
      <Head title={t('part_automations')} hint={t('automations_hint')}>
        {choice}
        {may && answer.data && answer.data.automations.length > 1 && (
          <label className="st-row">
            <Switch
              checked={anyOn}
              onChange={(on) => setAsked({ name: undefined, on })}
              aria-label={t('all_automations')}
            />
            {t('all_automations')}
          </label>
        )}
      </Head>
      {shop === undefined ? (
        <EmptyState title={t('which_shop')} />
      ) : (
        <>
          <SettingTable
            read={answer}
            rows={(a) => a.automations}
            rowKey={(a) => a.name}
            empty={t('no_automations')}
            columns={[
              {
                title: t('automation'),
                dataIndex: 'name',
                render: (name: string) => <b>{nameOf(name)}</b>,
              },
              {
                title: t('rules'),
                dataIndex: 'rules',
                render: (rules: string[]) => (
                  <span className="st-row">
                    {rules.map((rule) => (
                      <ReasonTag key={rule} because={{ rule }} />
                    ))}
                  </span>
                ),
              },
              {
                title: t('standing'),
                dataIndex: 'on',
                render: (on: boolean, one: Automation) => (
                  <span className="st-row">
                    <Switch
                      size="small"
                      checked={on}
                      disabled={!may}
                      aria-label={`${nameOf(one.name)} ${t(on ? 'on' : 'off')}`}
                      onChange={(next) => setAsked({ name: one.name, on: next })}
                    />
                    {t(on ? 'on' : 'off')}
                  </span>
                ),
              },
            ]}
          />
          {answer.data && answer.data.journal.length > 0 && (
            <>
              <h3 className="st-sub">{t('switches')}</h3>
              <SettingTable
                read={answer}
                rows={(a) => [...a.journal].reverse()}
                rowKey={(one) => one.entry_id}
                empty=""
                columns={[
                  {
                    title: t('at'),
                    dataIndex: 'at',
                    render: (at: string) => <span className="digits">{formatFull(at, lang)}</span>,
                  },
                  {
                    title: t('automation'),
                    dataIndex: 'name',
                    render: nameOf,
                  },
                  {
                    title: t('standing'),
                    dataIndex: 'on',
                    render: (on: boolean) => <Badge tone={on ? 'good' : 'soon'}>{t(on ? 'on' : 'off')}</Badge>,
                  },
                  { title: t('reason'), dataIndex: 'reason' },
                  {
                    title: t('who'),
                    dataIndex: 'actor',
                    render: (actor: string, one: Switched) => (
                      <>
                        <span title={actor}>{nameIn(one, 'actor')}</span>{' '}
                        <span className="quiet">{word('roles', one.role)}</span>
                      </>
                    ),
                  },
                ]}
              />
            </>
          )}
        </>
      )}
      {asked && shop !== undefined && (
        <AskSwitch shop={shop} asked={asked} what={nameOf(asked.name)} onClose={() => setAsked(undefined)} />
      )}
    </>
  );
}

function AskSwitch({ shop, asked, what, onClose }: { shop: string; asked: Asked; what: string; onClose: () => void }) {
  const t = useTexts('settings');
  const { act, busy, fault } = useAct(['automation.list']);
  const [reason, setReason] = useState('');
  const save = async (): Promise<void> => {
    const params = { shop, on: asked.on, reason: reason.trim(), ...(asked.name ? { name: asked.name } : {}) };
    if ((await act(() => rpc.command('automation.set', params))) !== undefined) onClose();
  };
  return (
    <Modal
      open
      title={t(asked.on ? 'switch_on' : 'switch_off', { name: what })}
      okText={t('common:action.confirm')}
      cancelText={t('common:action.cancel')}
      onCancel={onClose}
      onOk={() => void save()}
      confirmLoading={busy}
      okButtonProps={{ disabled: reason.trim() === '' }}
    >
      <div className="st-form">
        <label>
          {t('reason')}
          <Input.TextArea
            autoFocus
            autoSize={{ minRows: 2 }}
            maxLength={1000}
            value={reason}
            onChange={(e) => setReason(e.target.value)}
          />
        </label>
        <FormFault fault={fault} />
      </div>
    </Modal>
  );
}
