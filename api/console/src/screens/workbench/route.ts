import type { Screen } from '../../app/screens.ts';

export const screen: Screen = {
  id: 'workbench',
  paths: ['/workbench/:caseId?'],
  says: { zh: '工作台', en: 'Workbench' },
  roles: ['agent', 'manager'],
  readers: ['auditor', 'admin'],
  order: 10,
  load: () => import('./Workbench.tsx'),
};
