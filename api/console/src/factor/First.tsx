import { Button } from 'antd';
import { setLang, usePreferences } from '../app/preferences.ts';
import { SignOut } from '../app/SignOut.tsx';
import { askSession, useSession } from '../app/session.ts';
import { useTexts } from '../i18n/texts.ts';
import '../ui/alone.css';
import { Enrolment } from './Enrolment.tsx';

/** All there is for someone whose role needs a second step and who has none yet: set it up, or sign out. */
export default function First() {
  const t = useTexts('factor');
  const { lang } = usePreferences();
  const session = useSession();
  return (
    <main className="alone">
      <div className="alone-card tf-card">
        <div className="tf-top">
          <h1>{t('first_title')}</h1>
          <div className="tf-acts">
            <Button type="text" size="small" onClick={() => setLang(lang === 'zh' ? 'en' : 'zh')}>
              {t('common:shell.other_language')}
            </Button>
            <SignOut size="small" />
          </div>
        </div>
        <p>{t('first_hint', { role: t(`common:role.${session.role}`) })}</p>
        <p className="quiet">{t('how')}</p>
        <Enrolment onDone={() => void askSession().catch(() => {})} />
      </div>
    </main>
  );
}
