import { NavLink, useParams } from 'react-router';
import { NothingHere } from '../../app/Nowhere.tsx';
import { useSession } from '../../app/session.ts';
import { addTexts, useTexts } from '../../i18n/texts.ts';
import type { Role } from '../../rpc/types.ts';
import { Automations } from './Automations.tsx';
import en from './en.json';
import { Office } from './Office.tsx';
import { Password } from './Password.tsx';
import { Sessions } from './Sessions.tsx';
import { Templates } from './Templates.tsx';
import { Tokens } from './Tokens.tsx';
import { TwoSteps } from './TwoSteps.tsx';
import { Users } from './Users.tsx';
import zh from './zh.json';
import './settings.css';

addTexts('settings', zh, en);

type Part = { id: string; roles: Role[]; View: () => React.ReactNode };

const everyone: Role[] = ['agent', 'manager', 'auditor', 'admin'];
const parts: Part[] = [
  { id: 'templates', roles: ['agent', 'manager', 'admin'], View: Templates },
  { id: 'automations', roles: ['agent', 'manager', 'auditor', 'admin'], View: Automations },
  { id: 'users', roles: ['admin'], View: Users },
  { id: 'tokens', roles: ['admin'], View: Tokens },
  { id: 'sessions', roles: everyone, View: Sessions },
  { id: 'password', roles: everyone, View: Password },
  { id: 'two_steps', roles: everyone, View: TwoSteps },
  { id: 'office', roles: ['manager', 'auditor', 'admin'], View: Office },
];

/** What is set rather than decided. Each change is an entry of the ledger, listed under the last heading. */
export default function Settings() {
  const t = useTexts('settings');
  const { role } = useSession();
  const { part } = useParams();
  const mine = parts.filter((p) => p.roles.includes(role));
  const here = part === undefined ? mine[0] : mine.find((p) => p.id === part);
  return (
    <div className="page st">
      <div className="page-head">
        <h1>{t('title')}</h1>
      </div>
      <div className="st-body">
        <nav className="panel st-nav" aria-label={t('title')}>
          {mine.map((p) => (
            <NavLink key={p.id} to={`/settings/${p.id}`} className={p === here ? 'here' : ''}>
              {t(`part_${p.id}`)}
            </NavLink>
          ))}
        </nav>
        <section className="panel st-part" aria-label={here ? t(`part_${here.id}`) : t('title')}>
          {here ? <here.View /> : <NothingHere />}
        </section>
      </div>
    </div>
  );
}
