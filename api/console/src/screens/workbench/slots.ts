import { formatMoney } from '../../money/money.ts';
import type { CaseAnswer } from '../../rpc/types.ts';
import { formatMoment } from '../../time/format.ts';

export type Template = { id: string; name: string; text: string; kind?: string; events?: string[] };
export type Filled = { text: string; missing: string[] };

/** What a reply template may ask of a case: {{buyer}}, {{order}}, {{amount}}, {{refunded}}, {{goods}}, {{due}}, or any fact by its path. */
export function slotsOf(
  answer: CaseAnswer,
  goods: string | undefined,
  lang: 'zh' | 'en',
): Record<string, string | undefined> {
  const { case: c, personal, facts } = answer;
  const of = (field: string): string | undefined => {
    const found = personal?.find((p) => p.field === field) as { value?: string; masked?: string } | undefined;
    return found?.value ?? found?.masked;
  };
  const amount = c.amount ?? c.claim.amount;
  const simple = Object.fromEntries(
    Object.entries(facts).map(([path, value]) => [
      path,
      typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? formatMoment(value, lang) : String(value),
    ]),
  );
  return {
    ...simple,
    buyer: of('buyer.nick'),
    order: c.order_id,
    amount: amount && formatMoney(amount),
    refunded: c.refunded && formatMoney(c.refunded),
    goods,
    due: c.due && formatMoment(c.due.at, lang),
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
