import type { Screen } from '../../app/screens.ts';

export const screen: Screen = {
  id: 'evidence',
  paths: ['/evidence/:caseId/:evidenceId?'],
  says: { zh: '凭证', en: 'Evidence' },
  roles: ['agent', 'manager', 'auditor'],
  readers: ['admin'],
  load: () => import('./EvidencePage.tsx'),
};
