/**
 * Our own colours for what a case's standing means. Each pair of text and ground has a contrast of at least 4.5 (WCAG 2.1 AA),
 * which a test computes; the component library's preset tag colours do not.
 */

export type Tone = 'neutral' | 'info' | 'good' | 'soon' | 'urgent' | 'bad';
export type Mode = 'light' | 'dark';

type Pair = { text: string; ground: string; edge: string };

export type Surface = {
  page: string;
  panel: string;
  raised: string;
  text: string;
  quiet: string;
  edge: string;
  accent: string;
  accentGround: string;
};

export const surfaces: Record<Mode, Surface> = {
  light: {
    page: '#f3f5f8',
    panel: '#ffffff',
    raised: '#f8fafc',
    text: '#17202e',
    quiet: '#566275',
    edge: '#dfe4ea',
    accent: '#1456b8',
    accentGround: '#e9f1fd',
  },
  dark: {
    page: '#0f1319',
    panel: '#171c24',
    raised: '#1e242e',
    text: '#e6eaf0',
    quiet: '#9eabbd',
    edge: '#2c3440',
    accent: '#7db1ff',
    accentGround: '#1a2b45',
  },
};

export const tones: Record<Mode, Record<Tone, Pair>> = {
  light: {
    neutral: { text: '#475467', ground: '#eef1f5', edge: '#d5dbe3' },
    info: { text: '#0f4da8', ground: '#e8f1fe', edge: '#b9d3f8' },
    good: { text: '#17653a', ground: '#e6f5ec', edge: '#b4dcc4' },
    soon: { text: '#7a4b00', ground: '#fdf3dd', edge: '#ecd29a' },
    urgent: { text: '#9c3600', ground: '#feeee4', edge: '#f4c4a6' },
    bad: { text: '#a8141f', ground: '#fdebec', edge: '#f2bcc0' },
  },
  dark: {
    neutral: { text: '#b4bfce', ground: '#252d38', edge: '#394452' },
    info: { text: '#93c0ff', ground: '#172a45', edge: '#2a4a78' },
    good: { text: '#83d6a3', ground: '#14301f', edge: '#265a3a' },
    soon: { text: '#f0c674', ground: '#35290f', edge: '#5f4a1c' },
    urgent: { text: '#ffae80', ground: '#3a2113', edge: '#6b3b20' },
    bad: { text: '#ff9ea3', ground: '#3d181b', edge: '#722b30' },
  },
};

/** The contrast of two #rrggbb colours as WCAG 2.1 defines it. */
export function contrast(a: string, b: string): number {
  const light = (hex: string): number => {
    const [r = 0, g = 0, bl = 0] = [1, 3, 5].map((at) => {
      const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * bl;
  };
  const [hi, lo] = [light(a), light(b)].sort((x, y) => y - x) as [number, number];
  return (hi + 0.05) / (lo + 0.05);
}
