import type { Screen } from '../../app/screens.ts';

export const screen: Screen = {
  id: 'approvals',
  paths: ['/approvals/:overrideId?'],
  says: { zh: '复核', en: 'Approvals' },
  roles: ['manager'],
  order: 17,
  load: () => import('./Approvals.tsx'),
};
