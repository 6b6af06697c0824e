import type { ComponentType } from 'react';
import { Link, Navigate, useParams } from 'react-router';
import { arriving } from '../../app/arriving.tsx';
import { useSession } from '../../app/session.ts';
import { useTexts } from '../../i18n/texts.ts';
import type { Role } from '../../rpc/types.ts';
import './audit.css';
import './texts.ts';
import { Trail } from './Trail.tsx';

type Tab = { id: string; View: ComponentType; roles?: Role[] };

const tabs: Tab[] = [
  { id: 'trail', View: Trail },
  { id: 'summary', View: arriving(() => import('./Summary.tsx')) },
  { id: 'ledger', View: arriving(() => import('./Ledger.tsx')) },
  { id: 'compare', View: arriving(() => import('./Compare.tsx')) },
  { id: 'overrides', View: arriving(() => import('./Overrides.tsx')) },
  { id: 'sample', View: arriving(() => import('./Sample.tsx')), roles: ['manager', 'auditor'] },
  { id: 'search', View: arriving(() => import('./Search.tsx')), roles: ['manager', 'auditor'] },
];

/** Who did what, when, under which rule; whether it is still what it was. */
export default function Audit() {
  const t = useTexts('audit');
  const { tab } = useParams();
  const { role } = useSession();
  const mine = tabs.filter((each) => !each.roles || each.roles.includes(role));
  const open = mine.find((each) => each.id === tab);
  if (!open) return <Navigate to="/audit/trail" replace />;
  return (
    <div className="page audit">
      <header className="page-head audit-head">
        <h1>{t('title')}</h1>
        <nav className="audit-tabs" aria-label={t('sections')}>
          {mine.map((each) => (
            <Link key={each.id} to={`/audit/${each.id}`} aria-current={each.id === open.id ? 'page' : undefined}>
              {t(`tab_${each.id}`)}
            </Link>
          ))}
        </nav>
      </header>
      <open.View key={open.id} />
    </div>
  );
}
