import type { Screen } from '../../app/screens.ts';

export const screen: Screen = {
  id: 'imports',
  paths: ['/imports'],
  says: { zh: '导入', en: 'Imports' },
  roles: ['manager'],
  order: 80,
  load: () => import('./Imports.tsx'),
};
