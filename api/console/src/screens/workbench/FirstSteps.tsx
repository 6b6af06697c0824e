import { Button } from 'antd';
import { useTexts } from '../../i18n/texts.ts';

const steps = ['choose', 'do', 'open', 'next'] as const;

/** How a case is worked, for whoever is here for the first time; it goes away by itself once they know. */
export function FirstSteps({ onAway }: { onAway: () => void }) {
  const t = useTexts('workbench');
  return (
    <aside className="wb-steps" aria-label={t('steps.title')}>
      <div className="wb-steps-head">
        <b>{t('steps.title')}</b>
        <Button size="small" onClick={onAway}>
          {t('steps.away')}
        </Button>
      </div>
      <ol>
        {steps.map((step, at) => (
          <li key={step}>
            <i aria-hidden>{at + 1}</i>
            <span>{t(`steps.${step}`)}</span>
          </li>
        ))}
      </ol>
    </aside>
  );
}
