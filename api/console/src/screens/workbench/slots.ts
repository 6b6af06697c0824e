import { formatMoney } from '../../money/money.ts';
import type { Action, CaseAnswer } from '../../rpc/types.ts';
import { serverNow } from '../../time/clock.ts';
import { formatDay, formatMoment } from '../../time/format.ts';

export type Template = { id: string; name: string; text: string; kind?: string; events?: string[] };
export type Filled = { text: string; missing: string[] };

export type Named = { goods: string | undefined; state: string; reason: string; clause: string | undefined };

/**
 * The article of a rule that speaks for an action. What only tells which field of the platform's API or which news report a
 * rule comes from is nothing to quote to a buyer: the slot then stays open.
 */
export function clauseOf(action: Pick<Action, 'because' | 'warnings'> | undefined): string | undefined {
  return [...(action?.because ?? []), ...(action?.warnings ?? [])]
    .map(({ cites }) => (typeof cites === 'string' ? cites : cites?.text))
    .find((text) => text && /第.+条/.test(text));
}

/**
 * The values of the slots that `template.list` names, as far as this case has them. A reply goes to a buyer of a Chinese platform:
 * its times are written as there, whatever language the page is read in.
 */
export function slotsOf(answer: CaseAnswer, named: Named): Record<string, string | undefined> {
  const { case: c, personal, facts } = answer;
  const of = (field: string): string | undefined => {
    const found = personal?.find((p) => p.field === field) as { value?: string; masked?: string } | undefined;
    return found?.value ?? found?.masked;
  };
  const fact = (path: string): string | undefined => {
    const value = facts[path];
    if (value === undefined || value === null) return undefined;
    return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? formatMoment(value, 'zh') : String(value);
  };
  const amount = c.amount ?? c.claim.amount;
  const paid = facts['order.paid_minor'];
  const money = (minor: unknown): string | undefined =>
    typeof minor === 'number'
      ? formatMoney({ minor, currency: amount?.currency ?? c.refunded?.currency ?? 'CNY' })
      : undefined;
  return {
    case_id: c.id,
    order_id: c.order_id,
    title: named.goods,
    buyer: of('buyer.nick'),
    shop: c.shop,
    state: named.state,
    reason: named.reason,
    amount: amount && formatMoney(amount),
    paid: money(paid),
    carrier: fact('shipment.carrier'),
    waybill: of('shipments[0].waybill'),
    due_at: c.due && formatMoment(c.due.at, 'zh'),
    clause: named.clause,
    today: formatDay(serverNow(), 'zh'),
  };
}

/** Fills the slots of a template. One without a value stays as it is, so that nobody sends a gap unseen. */
export function fillTemplate(text: string, slots: Record<string, string | undefined>): Filled {
  const missing: string[] = [];
  const filled = text.replace(/{{\s*([\w.]+)\s*}}/g, (whole, name: string) => {
    const value = slots[name];
    if (value === undefined || value === '') {
      missing.push(name);
      return whole;
    }
    return value;
  });
  return { text: filled, missing };
}

export const hasOpenSlots = (text: string): boolean => /{{\s*[\w.]+\s*}}/.test(text);
