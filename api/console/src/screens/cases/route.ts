import type { Screen } from '../../app/screens.ts';

export const screen: Screen = {
  id: 'cases',
  paths: ['/cases'],
  says: { zh: '案件', en: 'Cases' },
  roles: ['agent', 'manager', 'auditor', 'admin'],
  order: 20,
  load: () => import('./Cases.tsx'),
};
