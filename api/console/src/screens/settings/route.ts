import type { Screen } from '../../app/screens.ts';

export const screen: Screen = {
  id: 'settings',
  paths: ['/settings/:part?'],
  says: { zh: '设置', en: 'Settings' },
  roles: ['agent', 'manager', 'auditor', 'admin'],
  order: 90,
  load: () => import('./Settings.tsx'),
};
