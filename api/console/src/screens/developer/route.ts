import type { Screen } from '../../app/screens.ts';

export const screen: Screen = {
  id: 'developer',
  paths: ['/developer/:group?/:act?'],
  says: { zh: '开发者', en: 'Developer' },
  roles: ['manager', 'auditor', 'admin'],
  order: 95,
  load: () => import('./Developer.tsx'),
};
