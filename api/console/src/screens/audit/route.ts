import type { Screen } from '../../app/screens.ts';

export const screen: Screen = {
  id: 'audit',
  paths: ['/audit/:tab?'],
  says: { zh: '审计', en: 'Audit' },
  roles: ['manager', 'auditor', 'admin'],
  order: 60,
  load: () => import('./Audit.tsx'),
};
