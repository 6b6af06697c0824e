import { Button, Spin } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useSay, useTexts } from '../i18n/texts.ts';
import { isFault, NoAnswer, Told } from '../rpc/errors.ts';

/** What a screen shows when it has nothing, waits, or was told no. */

/** Waiting longer than this says so, in ms. */
const patience_ms = 4000;

export function Waiting({ text }: { text?: string | undefined }) {
  const t = useTexts();
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), patience_ms);
    return () => clearTimeout(timer);
  }, []);
  const told = text ?? (long ? t('state.slow') : undefined);
  return (
    <div className="state" role="status" aria-label={told ?? t('state.waiting')}>
      <Spin />
      {told !== undefined && <p>{told}</p>}
    </div>
  );
}

export function EmptyState({ title, text, action }: { title: string; text?: string; action?: ReactNode }) {
  return (
    <div className="state">
      <svg width="64" height="48" viewBox="0 0 64 48" aria-hidden className="state-picture">
        <rect x="8" y="10" width="48" height="32" rx="5" />
        <path d="M8 26h14l4 6h12l4-6h14" />
      </svg>
      <h3>{title}</h3>
      {text !== undefined && <p>{text}</p>}
      {action}
    </div>
  );
}

/** The server's own sentence, or ours when no answer came at all. What a browser says of a defect helps no one here. */
export function FaultText({ fault }: { fault: unknown }) {
  const say = useSay();
  const t = useTexts();
  const text = isFault(fault)
    ? say(fault.says, fault.message)
    : fault instanceof NoAnswer
      ? t('state.no_answer')
      : fault instanceof Told
        ? fault.message
        : t('state.unknown');
  return <span className="fault-text">{text}</span>;
}

export function ErrorState({ fault, onRetry }: { fault: unknown; onRetry?: () => void }) {
  const t = useTexts();
  const lost = fault instanceof NoAnswer;
  const title = lost ? 'state.lost' : isFault(fault, 'forbidden') ? 'state.forbidden' : 'state.fault';
  return (
    <div className="state state-fault" role="alert">
      <h3>{t(title)}</h3>
      <p>{lost ? t('state.lost_hint') : <FaultText fault={fault} />}</p>
      {onRetry && !isFault(fault, 'forbidden') && <Button onClick={onRetry}>{t('state.retry')}</Button>}
    </div>
  );
}

/** A screen that could not be read at all still says which one it is. */
export function PageFault({ title, fault, onRetry }: { title: string; fault: unknown; onRetry: () => void }) {
  return (
    <div className="page">
      <div className="page-head">
        <h1>{title}</h1>
      </div>
      <section className="panel">
        <ErrorState fault={fault} onRetry={onRetry} />
      </section>
    </div>
  );
}
