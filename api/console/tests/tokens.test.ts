import { describe, expect, it } from 'vitest';
import { contrast, type Mode, surfaces, tones } from '../src/app/tokens.ts';

const modes: Mode[] = ['light', 'dark'];

describe('contrast', () => {
  it('is computed as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });

  it.each(modes)('of every text on every ground is enough (%s)', (mode) => {
    const s = surfaces[mode];
    for (const ground of [s.page, s.panel, s.raised, s.accentGround]) {
      for (const text of [s.text, s.quiet, s.accent])
        expect(contrast(text, ground), `${text} on ${ground}`).toBeGreaterThan(4.5);
      for (const [tone, pair] of Object.entries(tones[mode]))
        expect(contrast(pair.text, ground), `${tone} on ${ground}`).toBeGreaterThan(4.5);
    }
    for (const [tone, pair] of Object.entries(tones[mode]))
      expect(contrast(pair.text, pair.ground), tone).toBeGreaterThan(4.5);
  });
});
