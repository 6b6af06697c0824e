import { useQuery } from '@tanstack/react-query';
import { Modal } from 'antd';
import { Command } from 'cmdk';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { homeOf, screensOf } from '../../app/screens.ts';
import { useSession } from '../../app/session.ts';
import { initials } from '../../i18n/initials.ts';
import { useSay, useTexts } from '../../i18n/texts.ts';
import { formatMoney } from '../../money/money.ts';
import { rpc } from '../../rpc/client.ts';
import type { Case } from '../../rpc/types.ts';

export type CommandRow = { id: string; text: string; hint?: string; run: () => void };

/** One field for everything: actions of the case, screens, cases by order, text or id. */
export function CommandBar({ rows, onClose }: { rows: CommandRow[]; onClose: () => void }) {
  const t = useTexts('workbench');
  const say = useSay();
  const go = useNavigate();
  const session = useSession();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const later = setTimeout(() => setAsked(typed.trim()), 250);
    return () => clearTimeout(later);
  }, [typed]);
  const found = useQuery({
    queryKey: ['case.list', { text: asked, limit: 8 }, 'find'],
    queryFn: ({ signal }) => findCases(asked, signal),
    enabled: asked.length >= 2,
    staleTime: 10_000,
  });
  const all: CommandRow[] = [
    ...rows,
    ...screensOf(session.role).map((s) => ({
      id: `go-${s.id}`,
      text: say(s.says),
      hint: t('commands.go'),
      run: () => void go(homeOf(s)),
    })),
  ];
  const take = (row: CommandRow): void => {
    onClose();
    row.run();
  };
  return (
    <Modal
      open
      onCancel={onClose}
      footer={null}
      closable={false}
      width={560}
      className="wb-bar"
      aria-label={t('commands.title')}
    >
      <Command loop label={t('commands.title')}>
        <Command.Input autoFocus value={typed} onValueChange={setTyped} placeholder={t('commands.placeholder')} />
        <Command.List>
          <Command.Empty>{t('commands.none')}</Command.Empty>
          {all.map((row) => (
            <Command.Item
              key={row.id}
              value={row.id}
              keywords={[row.text, initials(row.text)]}
              onSelect={() => take(row)}
            >
              <span>{row.text}</span>
              {row.hint && <small className="quiet">{row.hint}</small>}
            </Command.Item>
          ))}
          {(found.data ?? []).map((c) => (
            <Command.Item
              key={c.id}
              value={c.id}
              keywords={[typed, c.order_id, c.title ?? '']}
              onSelect={() => take({ id: c.id, text: '', run: () => void go(`/workbench/${c.id}`) })}
            >
              <span className="clip">
                {c.title ?? c.order_id} · {say(c.state_says, c.state)}
              </span>
              <small className="quiet digits">{c.claim.amount && formatMoney(c.claim.amount)}</small>
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </Modal>
  );
}

async function findCases(text: string, signal: AbortSignal): Promise<Case[]> {
  if (text.startsWith('case_')) {
    const one = await rpc.call<{ case: Case }>('case.get', { case_id: text }, signal).catch(() => undefined);
    return one ? [one.case] : [];
  }
  const params = /^\d{4,}$/.test(text) ? { order_id: text } : { text };
  return (await rpc.call<{ cases: Case[] }>('case.list', { ...params, limit: 8 }, signal)).cases;
}
