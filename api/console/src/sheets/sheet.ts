import { plainMoney } from '../money/money.ts';
import type { Money } from '../rpc/types.ts';

/** Tables as files that a spreadsheet opens without changing what they say. */

/** A number is written with the digits it was given in: 199.00 stays 199.00. */
export type Decimal = { digits: string };
export type Cell = string | Decimal;
export type Sheet = { name: string; head: string[]; rows: Cell[][] };

export const decimal = (value: number): Decimal => ({ digits: String(value) });
export const moneyCell = (money: Money | undefined): Cell => (money ? { digits: plainMoney(money) } : '');

const two = (n: number): string => String(n).padStart(2, '0');

/** A moment on this computer's clock as spreadsheets read one. */
export function timeCell(at: string | undefined): string {
  if (at === undefined) return '';
  const d = new Date(at);
  if (Number.isNaN(d.getTime())) return '';
  const day = `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
  return `${day} ${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}

/** Where the times of a sheet are: `UTC+8`. */
export function zoneName(now = new Date()): string {
  const minutes = -now.getTimezoneOffset();
  const sign = minutes < 0 ? '-' : '+';
  const rest = Math.abs(minutes) % 60;
  return `UTC${sign}${Math.floor(Math.abs(minutes) / 60)}${rest === 0 ? '' : `:${two(rest)}`}`;
}

/**
 * A text that begins like a formula would be run by the spreadsheet: `=HYPERLINK(…)` as a buyer's name. An apostrophe before it
 * makes it text. Only CSV needs this: in XLSX a cell says what it is.
 */
export function harmless(text: string): string {
  return /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
}

function field(cell: Cell): string {
  const text = typeof cell === 'string' ? harmless(cell) : cell.digits;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** RFC 4180, with the mark by which Excel knows UTF-8. */
export function toCsv(sheet: Sheet): string {
  return `\uFEFF${[sheet.head, ...sheet.rows].map((row) => row.map(field).join(',')).join('\r\n')}\r\n`;
}

export function download(name: string, bytes: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** `name-20261122-1030`, in this computer's time. */
export function fileName(name: string, now = new Date()): string {
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `${name}-${day}-${two(now.getHours())}${two(now.getMinutes())}`;
}
