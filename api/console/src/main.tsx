import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { sweepDrafts } from './drafts/drafts.ts';
import './i18n/texts.ts';
import './app/base.css';
import './ui/ui.css';

sweepDrafts();
createRoot(document.getElementById('root') as HTMLElement).render(<App />);
