import { type ComponentType, lazy, Suspense } from 'react';
import { Link, Navigate, useParams } from 'react-router';
import { useSession } from '../../app/session.ts';
import { useTexts } from '../../i18n/texts.ts';
import type { Role } from '../../rpc/types.ts';
import { Waiting } from '../../ui/states.tsx';
import './audit.css';
import './texts.ts';
import { Trail } from './Trail.tsx';

type Tab = { id: string; View: ComponentType; roles?: Role[] };

const tabs: Tab[] = [
  { id: 'trail', View: Trail },
  { id: 'summary', View: lazy(() => import('./Summary.tsx')) },
  { id: 'ledger', View: lazy(() => import('./Ledger.tsx')) },
  { id: 'compare', View: lazy(() => import('./Compare.tsx')) },
  { id: 'overrides', View: lazy(() => import('./Overrides.tsx')) },
  { id: 'sample', View: lazy(() => import('./Sample.tsx')), roles: ['manager', 'auditor'] },
  { id: 'search', View: lazy(() => import('./Search.tsx')), roles: ['manager', 'auditor'] },
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
      <Suspense fallback={<Waiting />}>
        <open.View key={open.id} />
      </Suspense>
    </div>
  );
}
