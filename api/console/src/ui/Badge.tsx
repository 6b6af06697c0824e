import type { ReactNode } from 'react';
import type { Tone } from '../app/tokens.ts';

/** A short standing in one of our own tones. The words carry the meaning, the colour only helps. */
export function Badge({ tone = 'neutral', children, title }: { tone?: Tone; children: ReactNode; title?: string }) {
  return (
    <span className={`badge tone-${tone}`} title={title}>
      {children}
    </span>
  );
}
