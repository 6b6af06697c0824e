import type { Screen } from '../../app/screens.ts';

export const screen: Screen = {
  id: 'why',
  paths: ['/why/:entryId'],
  says: { zh: '为什么', en: 'Why' },
  roles: ['agent', 'manager', 'auditor'],
  readers: ['admin'],
  load: () => import('./WhyPage.tsx'),
};
