import { CheckCircleFilled } from '@ant-design/icons';
import { Button } from 'antd';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { Amount } from '../../money/Amount.tsx';
import { formatMoment } from '../../time/format.ts';
import type { OpenCase } from './useCase.ts';

/** A finished case: how it ended, when, what was paid, and where to go on. */
export function CaseEnd({ open, onNext }: { open: OpenCase; onNext: (() => void) | undefined }) {
  const t = useTexts('workbench');
  const say = useSay();
  const lang = useLang();
  const { case: c } = open.answer;
  const last = [...open.trail].reverse().find((entry) => entry.outcome === 'accepted' && entry.to !== entry.from);
  const paid = [
    ['refunded', c.refunded],
    ['compensated', c.compensated],
  ] as const;
  return (
    <section className="wb-end" aria-label={t('end.title')}>
      <CheckCircleFilled className="mark-good" aria-hidden />
      <div>
        <h2>{t('end.says', { state: say(c.state_says, c.state) })}</h2>
        <p className="quiet">
          {last && t('end.at', { at: formatMoment(last.at, lang) })}
          {paid.map(
            ([name, money]) =>
              money &&
              money.minor > 0 && (
                <span key={name}>
                  <span className="dot" />
                  {t(`end.${name}`)} <Amount money={money} />
                </span>
              ),
          )}
          <span className="dot" />
          {t('end.nothing')}
        </p>
      </div>
      {onNext && (
        <Button type="primary" onClick={onNext}>
          {t('end.next')} <kbd>J</kbd>
        </Button>
      )}
    </section>
  );
}
