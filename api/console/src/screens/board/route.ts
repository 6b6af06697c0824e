import type { Screen } from '../../app/screens.ts';

export const screen: Screen = {
  id: 'board',
  paths: ['/board'],
  says: { zh: '看板', en: 'Board' },
  roles: ['manager', 'admin'],
  home: ['manager'],
  order: 15,
  load: () => import('./Board.tsx'),
};
