import type { Screen } from '../../app/screens.ts';

export const screen: Screen = {
  id: 'bulk',
  paths: ['/bulk/:jobId?'],
  says: { zh: '批量操作', en: 'Bulk actions' },
  roles: ['agent', 'manager'],
  load: () => import('./Bulk.tsx'),
};
