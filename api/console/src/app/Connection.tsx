import { useTexts } from '../i18n/texts.ts';

/** Said while the line to the server is gone: what was written is kept, and nothing is sent twice. */
export function Connection() {
  const t = useTexts();
  return (
    <div className="banner banner-urgent" role="status">
      <span className="spin" aria-hidden />
      {t('shell.lost')}
    </div>
  );
}
