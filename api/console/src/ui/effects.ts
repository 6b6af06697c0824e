import type { Tone } from '../app/tokens.ts';

const tones: Record<string, Tone> = {
  block: 'bad',
  require_evidence: 'urgent',
  route: 'soon',
  warn: 'soon',
  advance: 'good',
  calculate: 'info',
};

/** The tone of what a rule does where it applies. */
export const toneOfEffect = (effect: string | undefined): Tone => tones[effect ?? ''] ?? 'neutral';
