import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { useSay, useTexts } from '../i18n/texts.ts';
import { EmptyState } from '../ui/states.tsx';
import { firstOf, homeOf, isFor, type Screen } from './screens.ts';
import { useSession } from './session.ts';

/** The way out of a place that shows nothing: the screen one begins at. */
function HomeButton() {
  const t = useTexts();
  const say = useSay();
  const go = useNavigate();
  const first = firstOf(useSession().role);
  if (!first) return null;
  return (
    <Button type="primary" onClick={() => void go(homeOf(first))}>
      {t('state.to_screen', { screen: say(first.says) })}
    </Button>
  );
}

export function NothingHere() {
  const t = useTexts();
  return <EmptyState title={t('state.nothing_here')} text={t('state.nothing_here_hint')} action={<HomeButton />} />;
}

/** A screen, or who it is for. The API decides what each may do; this spares people a form that can only be refused. */
export function ForRole({ screen, children }: { screen: Screen; children: ReactNode }) {
  const t = useTexts();
  const say = useSay();
  const { role } = useSession();
  if (isFor(screen, role)) return children;
  const whose = screen.roles.map((one) => t(`role.${one}`)).join(t('state.comma'));
  return (
    <EmptyState
      title={t('state.not_yours', { screen: say(screen.says) })}
      text={t('state.not_yours_hint', { roles: whose, role: t(`role.${role}`) })}
      action={<HomeButton />}
    />
  );
}
