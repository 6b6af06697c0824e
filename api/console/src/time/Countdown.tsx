import { ClockCircleOutlined, ExclamationCircleFilled, FieldTimeOutlined, WarningFilled } from '@ant-design/icons';
import type { Tone } from '../app/tokens.ts';
import { useLang, useTexts } from '../i18n/texts.ts';
import { useNow, useNowAs } from './clock.ts';
import { formatFull } from './format.ts';
import { leftOf, type Urgency, urgencyOf } from './remaining.ts';

const toneOf: Record<Urgency, Tone> = { ample: 'neutral', soon: 'soon', urgent: 'urgent', overdue: 'bad' };

export const urgencyTone = (urgency: Urgency): Tone => toneOf[urgency];

const iconOf = {
  ample: ClockCircleOutlined,
  soon: FieldTimeOutlined,
  urgent: WarningFilled,
  overdue: ExclamationCircleFilled,
};

/** How long until `at` on the server's clock: in words, with an icon and a colour. Screen readers hear only the steps. */
export function Countdown({ at, size = 'row', words = true }: { at: string; size?: 'row' | 'head'; words?: boolean }) {
  const t = useTexts();
  const lang = useLang();
  const until = Date.parse(at);
  const left_ms = until - useNow();
  const urgency = urgencyOf(left_ms);
  const left = leftOf(left_ms);
  const Icon = iconOf[urgency];
  return (
    <time
      dateTime={at}
      title={formatFull(at, lang)}
      className={`countdown countdown-${size} ${size === 'head' ? `tone-${toneOf[urgency]}` : `ink-${toneOf[urgency]}`}`}
    >
      <Icon aria-hidden />
      {words && <b>{t(`time.${urgency}`)}</b>}
      <span aria-hidden className="digits">
        {left.past && t('time.past_by')}
        {left.days > 0 && t('time.days', { days: left.days })}
        {left.clock}
      </span>
    </time>
  );
}

/** For screen readers: speaks when the urgency of the open case changes, not every second. */
export function UrgencyVoice({ at }: { at: string }) {
  const t = useTexts();
  const until = Date.parse(at);
  const urgency = useNowAs((now) => urgencyOf(until - now));
  return (
    <span className="off-screen" role="status">
      {t(`time.${urgency}`)}
    </span>
  );
}
