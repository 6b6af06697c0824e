/** Codes as people type them: an input method leaves wide digits, apps and papers show groups. */

/** Without blanks, in narrow letters and digits: what is sent. */
export const plainCode = (typed: string): string => typed.normalize('NFKC').replace(/\s/g, '');

/** Six digits of the app, or sixteen letters and digits of a recovery code: worth sending. */
export const looksWhole = (typed: string): boolean => {
  const plain = plainCode(typed).replaceAll('-', '');
  return /^\d{6}$/.test(plain) || /^[A-Za-z2-7]{16}$/.test(plain);
};

/** In groups of four, as one types from a screen. */
export const grouped = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ');

/** What a sign-in is still missing, as the server's no says it. */
export type FactorHint = 'required' | 'wrong' | 'enrol';

export function factorHint(data: { [more: string]: unknown } | undefined): FactorHint | undefined {
  const hint = data?.second_factor;
  return hint === 'required' || hint === 'wrong' || hint === 'enrol' ? hint : undefined;
}
