/** What is imported: a file or a pasted text, of one of the sources the server reads. */

export type Source = 'top-refunds' | 'csv';
export type Given = { name: string; text?: string; file?: File; size: number };

/** What a plan is made of; the run is of the same. */
export type Made = { given: Given; source: Source; map?: string; shop?: string };

export const sameMade = (a: Made, b: Made | undefined): boolean =>
  a.given === b?.given && a.source === b.source && a.map === b.map && a.shop === b.shop;

/** A text of up to this many bytes goes in the call itself; a larger file is uploaded first. */
export const textBytes = 200_000;

/** Which source a file probably is, by its name and first character. */
export function guessSource(name: string, start: string): Source {
  if (/\.csv$/i.test(name)) return 'csv';
  return start.replace(/^﻿/, '').trimStart().startsWith('{') ? 'top-refunds' : 'csv';
}

/** A member or a scalar of YAML for a column's name, whatever stands in it. */
const quoted = (name: string): string => (/^[A-Za-z_][\w-]*$/.test(name) ? name : JSON.stringify(name));

const guesses: [RegExp, string][] = [
  [/order.*(id|no)|订单.*号/i, 'order'],
  [/(creat|purchase|placed).*(at|time|stamp|date)|下单.*时间/i, 'placed'],
  [/(paid|pay|approved).*(at|time|date)|付款.*时间|支付.*时间/i, 'paid_at'],
  [/amount|paid|price|fee|金额|实付/i, 'amount'],
  [/title|product|goods|商品|标题/i, 'title'],
  [/buyer|customer|nick|买家|客户/i, 'buyer'],
  [/reason|原因/i, 'reason'],
];

/** A mapping to start from: the columns that look right where they look right, and the first column everywhere else. */
export function draftMapping(columns: string[], shop: string): string {
  const found = new Map<string, string>();
  for (const column of columns) {
    const guess = guesses.find(([pattern, part]) => !found.has(part) && pattern.test(column));
    if (guess) found.set(guess[1], column);
  }
  const of = (part: string): string => quoted(found.get(part) ?? columns[0] ?? 'column');
  const buyer = found.get('buyer');
  return `table: my-table
key: ${of('order')}
time:
  format: "YYYY-MM-DD hh:mm:ss"
  zone: "+08:00"
open:
  shop: ${quoted(shop)}
  platform: taobao
  kind: refund
  order:
    id: {column: ${of('order')}}
    placed_at: {column: ${of('placed')}, as: time}
    paid_at: {column: ${of(found.has('paid_at') ? 'paid_at' : 'placed')}, as: time}
    paid: {column: ${of('amount')}, as: money, currency: CNY}
    lines:
      - id: "1"
        title: {column: ${of('title')}}
        quantity: 1
        paid: {column: ${of('amount')}, as: money, currency: CNY}
  claim:
    reason: {column: ${of('reason')}}
    wants: refund_only
${buyer === undefined ? '' : `  buyer:\n    id: {column: ${quoted(buyer)}}\n`}`;
}
