import type { Screen } from '../../app/screens.ts';

export const screen: Screen = {
  id: 'rules',
  paths: ['/rules/:book?'],
  says: { zh: '规则', en: 'Rules' },
  roles: ['manager', 'auditor', 'admin'],
  order: 60,
  load: () => import('./Rules.tsx'),
};
