import type { Screen } from '../../app/screens.ts';

export const screen: Screen = {
  id: 'pack',
  paths: ['/pack/:caseId'],
  says: { zh: '举证包', en: 'Evidence pack' },
  roles: ['agent', 'manager', 'auditor'],
  readers: ['admin'],
  load: () => import('./PackPage.tsx'),
};
