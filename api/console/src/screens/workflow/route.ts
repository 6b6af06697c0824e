import type { Screen } from '../../app/screens.ts';

export const screen: Screen = {
  id: 'workflow',
  paths: ['/workflows/:kind?'],
  says: { zh: '流程', en: 'Workflows' },
  roles: ['manager', 'auditor', 'admin'],
  order: 70,
  load: () => import('./Workflows.tsx'),
};
