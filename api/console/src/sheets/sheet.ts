import { plainMoney } from '../money/money.ts';
import type { Money } from '../rpc/types.ts';
import { beijingWall } from '../time/format.ts';

/** Tables as files that a spreadsheet opens without changing what they say. */

/** A number is written with the digits it was given in: 199.00 stays 199.00. */
export type Decimal = { digits: string };
export type Cell = string | Decimal;
export type Sheet = { name: string; head: string[]; rows: Cell[][] };

export const decimal = (value: number): Decimal => ({ digits: String(value) });
export const moneyCell = (money: Money | undefined): Cell => (money ? { digits: plainMoney(money) } : '');

/** A moment by Beijing's clock as spreadsheets read one. */
export function timeCell(at: string | undefined): string {
  if (at === undefined) return '';
  const moment = Date.parse(at);
  return Number.isNaN(moment) ? '' : beijingWall(moment).slice(0, 19).replace('T', ' ');
}

/** Where the times of a sheet are. */
export const zoneName = 'UTC+8';

/**
 * A text that begins like a formula would be run by the spreadsheet: `=HYPERLINK(…)` as a buyer's name. An apostrophe before it
 * makes it text. Only CSV needs this: in XLSX a cell says what it is.
 */
export function harmless(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
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

/** `name-20261122-1030`, by the same clock. */
export const fileName = (name: string, now = Date.now()): string =>
  `${name}-${beijingWall(now).slice(0, 16).replaceAll('-', '').replace('T', '-').replace(':', '')}`;
