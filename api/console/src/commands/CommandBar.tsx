import { useQuery } from '@tanstack/react-query';
import { Modal } from 'antd';
import { Command as Bar } from 'cmdk';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { homeOf, pathOf, screensOf } from '../app/screens.ts';
import { useSession } from '../app/session.ts';
import { initials } from '../i18n/initials.ts';
import { addTexts, useSay, useTexts } from '../i18n/texts.ts';
import { KeyLayer } from '../keys/keys.ts';
import { formatMoney } from '../money/money.ts';
import { rpc } from '../rpc/client.ts';
import type { Case } from '../rpc/types.ts';
import { FaultText } from '../ui/states.tsx';
import { type Command, commandsNow, openCommands, takeEarly } from './commands.ts';
import './commands.css';
import en from './en.json';
import { type Found, findCases } from './findCases.ts';
import zh from './zh.json';

addTexts('commands', zh, en);

/** One field for everything: actions of what is on the screen, screens, cases by order number, words or id. */
export default function CommandBar({ onClose }: { onClose: () => void }) {
  const t = useTexts('commands');
  return (
    <Modal
      open
      onCancel={onClose}
      footer={null}
      closable={false}
      width={600}
      className="command-bar"
      aria-label={t('title')}
    >
      <KeyLayer>
        <Inside />
      </KeyLayer>
    </Modal>
  );
}

const settle_ms = 180;

function Inside() {
  const t = useTexts('commands');
  const say = useSay();
  const go = useNavigate();
  const session = useSession();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  // Enter pressed before the answer came takes the first case as soon as it is there.
  const awaited = useRef(false);
  useEffect(() => {
    const later = setTimeout(() => setAsked(typed.trim()), settle_ms);
    return () => clearTimeout(later);
  }, [typed]);
  const found = useQuery({
    queryKey: ['case.search', { text: asked }],
    queryFn: ({ signal }) => findCases(rpc, asked, signal),
    enabled: asked.length >= 2,
    staleTime: 0,
    gcTime: 0,
  });
  const looking = typed.trim().length >= 2 && (asked !== typed.trim() || found.isFetching);
  const cases = typed.trim().length >= 2 && !looking ? (found.data ?? []) : [];

  const take = (run: () => void): void => {
    openCommands(false);
    run();
  };
  const show = (c: Case): void => void go(pathOf('workbench', { caseId: c.id }) ?? `/cases?text=${c.order_id}`);
  const commands: Command[] = commandsNow();
  const words = typed.trim().toLowerCase();
  const fits = (text: string): boolean =>
    words.split(/\s+/).every((word) => text.toLowerCase().includes(word)) || initials(text).includes(words);
  const screens = screensOf(session.role).map((s) => ({ id: `go-${s.id}`, text: say(s.says), path: homeOf(s) }));
  const here = commands.filter((one) => fits(one.text));
  const there = screens.filter((one) => fits(one.text));

  useEffect(() => {
    if (looking || words === '' || !awaited.current) return;
    awaited.current = false;
    if (cases[0]) take(() => show(cases[0] as Case));
  }, [looking]);

  return (
    <Bar
      loop
      label={t('title')}
      shouldFilter={false}
      onKeyDown={(event) => {
        const nothing = here.length + there.length + cases.length === 0;
        if (event.key === 'Enter' && looking && nothing && !event.nativeEvent.isComposing) awaited.current = true;
      }}
    >
      <Bar.Input
        autoFocus
        value={typed}
        maxLength={200}
        onFocus={() => {
          const early = takeEarly();
          if (early.text !== '') setTyped((now) => early.text + now);
          if (early.enter) awaited.current = true;
        }}
        onValueChange={(text) => {
          awaited.current = false;
          setTyped(text);
        }}
        placeholder={t('placeholder')}
      />
      <Bar.List>
        {here.length > 0 && (
          <Bar.Group heading={t('here')}>
            {here.map((one) => (
              <Bar.Item key={one.id} value={one.id} onSelect={() => take(one.run)}>
                <span className="clip">{one.text}</span>
                {one.hint &&
                  (one.hint.length < 4 ? <kbd>{one.hint}</kbd> : <small className="quiet">{one.hint}</small>)}
              </Bar.Item>
            ))}
          </Bar.Group>
        )}
        {cases.length > 0 && (
          <Bar.Group heading={t('cases')}>
            {cases.map((c) => (
              <Bar.Item key={c.id} value={c.id} onSelect={() => take(() => show(c))}>
                <span className="command-case">
                  <span className="clip">{c.title ?? c.order_id}</span>
                  <small className="quiet">
                    <span className="digits">{c.order_id}</span> · {say(c.state_says, c.state)}
                    {c.final && ` · ${t('final')}`}
                    {markOf(c) && ` · ${t(`by_${markOf(c)}`)}`}
                  </small>
                </span>
                <span className="digits">{amountOf(c)}</span>
              </Bar.Item>
            ))}
          </Bar.Group>
        )}
        {there.length > 0 && (
          <Bar.Group heading={t('screens')}>
            {there.map((one) => (
              <Bar.Item key={one.id} value={one.id} onSelect={() => take(() => void go(one.path))}>
                <span>{one.text}</span>
                <small className="quiet">{t('go')}</small>
              </Bar.Item>
            ))}
          </Bar.Group>
        )}
      </Bar.List>
      <div className="command-foot quiet" role="status">
        {looking ? (
          t('searching')
        ) : found.error ? (
          <FaultText fault={found.error} />
        ) : here.length + there.length + cases.length === 0 ? (
          t(asked.length >= 2 ? 'none_case' : 'none')
        ) : (
          t('keys')
        )}
      </div>
    </Bar>
  );
}

/** What the row does not show by itself, and yet was typed. */
const markOf = (c: Found): string | undefined =>
  c.found_by === 'refund_id' || c.found_by === 'waybill' ? c.found_by : undefined;

const amountOf = (c: Case): string => {
  const amount = c.amount ?? c.claim.amount;
  return amount ? formatMoney(amount) : '';
};
