import type { Money } from '../rpc/types.ts';

/** Money is whole minor units. Nothing here multiplies or divides by way of binary fractions. */

const exponents = new Map<string, number>();

/** Digits after the point. Asked for once a currency: a list shows thousands of amounts. */
export function exponentOf(currency: string): number {
  let exponent = exponents.get(currency);
  if (exponent === undefined) {
    exponent = askedExponent(currency);
    exponents.set(currency, exponent);
  }
  return exponent;
}

function askedExponent(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** `20007` of CNY as `200.07`. */
export function plainMoney(money: Money): string {
  const exponent = exponentOf(money.currency);
  const sign = money.minor < 0 ? '-' : '';
  const digits = String(Math.abs(money.minor)).padStart(exponent + 1, '0');
  return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

const symbols: Record<string, string> = { CNY: '¥', USD: '$', EUR: '€', GBP: '£', JPY: 'JP¥', HKD: 'HK$' };

/** `¥20,000.07`: the same in both languages, so that nobody reads two amounts into one. */
export function formatMoney(money: Money): string {
  const plain = plainMoney(money);
  const sign = plain.startsWith('-') ? '-' : '';
  const [whole = '0', rest] = plain.replace('-', '').split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const symbol = symbols[money.currency] ?? `${money.currency} `;
  return `${sign}${symbol}${grouped}${rest === undefined ? '' : `.${rest}`}`;
}

/** Commas only where they part thousands: `50,5` is half of one amount and ten times another. */
const amount = /^¥?\s*(\d{1,13}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d*))?\s*元?$/;

/** What a person typed; full-width digits and points of an IME count too. Undefined where it is no amount, or too fine. */
export function parseMoney(typed: string, currency: string): Money | undefined {
  const exponent = exponentOf(currency);
  const match = amount.exec(typed.normalize('NFKC').replace(/。/g, '.').trim());
  if (!match) return undefined;
  const whole = match[1]?.replaceAll(',', '');
  const fraction = match[2] ?? '';
  if (fraction.length > exponent) return undefined;
  const minor = Number(`${whole}${fraction.padEnd(exponent, '0')}`);
  return Number.isSafeInteger(minor) ? { minor, currency } : undefined;
}

export const isMoney = (value: unknown): value is Money =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Money).minor === 'number' &&
  typeof (value as Money).currency === 'string';
