import {
  BulbOutlined,
  GlobalOutlined,
  QuestionCircleOutlined,
  SearchOutlined,
  UnlockOutlined,
} from '@ant-design/icons';
import { Button, Popover, Tooltip } from 'antd';
import { NavLink, Outlet, useLocation, useRouteError } from 'react-router';
import { openCommands, takeEarly, useCommandsOpen } from '../commands/commands.ts';
import { useSay, useTexts } from '../i18n/texts.ts';
import { VerifyBadge } from '../integrity/VerifyBadge.tsx';
import { useKey } from '../keys/keys.ts';
import { useLiveStatus } from '../live/live.ts';
import { OutboxBadge } from '../outbox/OutboxBadge.tsx';
import { isElsewhere } from '../time/format.ts';
import { Actor } from '../ui/Actor.tsx';
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx';
import { ErrorState } from '../ui/states.tsx';
import { arrivingOver } from './arriving.tsx';
import { Connection } from './Connection.tsx';
import { KeySheet, showKeySheet } from './KeySheet.tsx';
import { setLang, setMode, usePreferences } from './preferences.ts';
import { SignOut } from './SignOut.tsx';
import { homeOf, screensOf } from './screens.ts';
import { useSession } from './session.ts';
import { isPlainLan } from './tls.ts';

const CommandBar = arrivingOver(() =>
  import('../commands/CommandBar.tsx').catch((fault: unknown) => {
    // No field will come to take what is typed: the keys go back to the page.
    takeEarly();
    throw fault;
  }),
);

/** In place of the frame itself, where that has a defect. */
export function NoShell() {
  const fault = useRouteError();
  return <ErrorState fault={fault} onRetry={() => location.reload()} />;
}

/** The frame around every screen: where to go, who is here, whether the line to the server stands. */
export function Shell() {
  const t = useTexts();
  const say = useSay();
  const session = useSession();
  const { lang, mode } = usePreferences();
  const status = useLiveStatus();
  const place = useLocation();
  const commands = useCommandsOpen();
  useKey('shift+slash', () => showKeySheet(true), {
    text: t('keys.sheet'),
    group: t('keys.everywhere'),
    shown: '?',
    onEveryLayer: true,
  });
  useKey('mod+k', () => openCommands(), {
    inFields: true,
    text: t('keys.commands'),
    group: t('keys.everywhere'),
  });

  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('shell.skip')}
      </a>
      <header className="top">
        <div className="brand">
          <img src="/assets/mark.svg" alt="" width={22} height={22} />
          <b>Redress</b>
        </div>
        <nav aria-label={t('shell.navigation')} className="nav">
          {screensOf(session.role).map((screen) => (
            <NavLink key={screen.id} to={homeOf(screen)}>
              {say(screen.says)}
            </NavLink>
          ))}
        </nav>
        <div className="tools">
          <OutboxBadge />
          <VerifyBadge />
          {isElsewhere() && (
            <Tooltip title={t('shell.zone_hint')}>
              <span className="quiet">{t('shell.zone')}</span>
            </Tooltip>
          )}
          {isPlainLan() && (
            <Tooltip title={t('shell.no_tls')}>
              <span className="no-tls">
                <UnlockOutlined aria-label={t('shell.no_tls')} />
              </span>
            </Tooltip>
          )}
          <Tooltip title={`${t('keys.commands')} Ctrl+K`}>
            <Button
              type="text"
              size="small"
              aria-label={t('keys.commands')}
              icon={<SearchOutlined />}
              onClick={() => openCommands()}
            />
          </Tooltip>
          <Button
            type="text"
            size="small"
            icon={<GlobalOutlined aria-hidden />}
            onClick={() => setLang(lang === 'zh' ? 'en' : 'zh')}
            lang={lang === 'zh' ? 'en' : 'zh-CN'}
          >
            {t('shell.other_language')}
          </Button>
          <Tooltip title={t(mode === 'dark' ? 'shell.to_light' : 'shell.to_dark')}>
            <Button
              type="text"
              size="small"
              aria-label={t(mode === 'dark' ? 'shell.to_light' : 'shell.to_dark')}
              icon={<BulbOutlined />}
              onClick={() => setMode(mode === 'dark' ? 'light' : 'dark')}
            />
          </Tooltip>
          <Tooltip title={`${t('keys.sheet')} ?`}>
            <Button
              type="text"
              size="small"
              aria-label={t('keys.sheet')}
              icon={<QuestionCircleOutlined />}
              onClick={() => showKeySheet(true)}
            />
          </Tooltip>
          <Popover trigger="click" placement="bottomRight" content={<SignOut />}>
            <Button type="text" size="small" className="who">
              <Actor id={session.actor} name={session.name} />
              <small>{t(`role.${session.role}`)}</small>
            </Button>
          </Popover>
        </div>
      </header>
      {status === 'lost' && <Connection />}
      <main id="main" className="main" tabIndex={-1}>
        <ErrorBoundary key={place.pathname.split('/')[1]}>
          <Outlet />
        </ErrorBoundary>
      </main>
      <KeySheet />
      {commands && <CommandBar onClose={() => openCommands(false)} />}
    </div>
  );
}
