import type { Screen } from '../../app/screens.ts';

export const screen: Screen = {
  id: 'developer',
  // A path with a dot would be a file to the server, so that a reload found nothing: case.open is /developer/case/open.
  paths: ['/developer/:group?/:name?'],
  says: { zh: '开发者', en: 'Developer' },
  roles: ['manager', 'auditor', 'admin'],
  order: 95,
  load: () => import('./Developer.tsx'),
};
