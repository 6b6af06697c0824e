import { isMoney } from '../money/money.ts';
import type { Money, Schema } from '../rpc/types.ts';

/**
 * Values of a form drawn from an event's `params_schema`, before they are sent. Undefined: left empty. Text where an amount
 * belongs: typed, and no amount.
 */
export type Values = Record<string, unknown>;

export const isMoneySchema = (schema: Schema): boolean =>
  schema.type === 'object' && schema.properties?.minor !== undefined && schema.properties.currency !== undefined;

export const isLongText = (schema: Schema): boolean =>
  schema.type === 'string' && (schema.maxLength ?? 0) > 256 && !schema.enum;

export type FieldSpec = { name: string; schema: Schema; required: boolean };

/** Fields people fill in: what is needed first, then texts, then the rest in the schema's order. */
export function fieldsOf(schema: Schema): FieldSpec[] {
  const required = new Set(schema.required ?? []);
  const weight = (f: { schema: Schema; required: boolean }): number =>
    (f.required ? 0 : 2) + (isLongText(f.schema) ? 0 : 1);
  return Object.entries(schema.properties ?? {})
    .map(([name, s]) => ({ name, schema: s, required: required.has(name) }))
    .map((f, at) => ({ f, at }))
    .sort((a, b) => weight(a.f) - weight(b.f) || a.at - b.at)
    .map(({ f }) => f);
}

/**
 * What stands in a form at first: amounts and choices that must be given come filled in, words of people never. Nor does an
 * amount that is all that was claimed: where it must be given, it is there to be another.
 */
export function initialValues(schema: Schema, example: Record<string, unknown>, claimed?: Money): Values {
  const values: Values = {};
  for (const { name, schema: s, required } of fieldsOf(schema)) {
    const value = example[name];
    if (!required || value === undefined) continue;
    if (isMoney(value) && value.minor === claimed?.minor) continue;
    if (isMoney(value) || s.enum || s.type === 'boolean' || s.type === 'integer') values[name] = value;
  }
  return values;
}

/** What a field is called: its title is Chinese, its description English. */
export const labelIn = (lang: 'zh' | 'en', schema: Schema | undefined, name: string): string =>
  (lang === 'zh' ? schema?.title : schema?.description) ?? schema?.title ?? name;

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** What keeps a form from being sent: required fields that are still empty, and amounts nobody can read. */
export function missingIn(schema: Schema, values: Values): string[] {
  const empty = (schema.required ?? []).filter((name) => isEmpty(values[name]));
  const unread = fieldsOf(schema).filter(
    (f) => isMoneySchema(f.schema) && !isEmpty(values[f.name]) && !isMoney(values[f.name]),
  );
  return [...empty, ...unread.map((f) => f.name)];
}

/** What is sent: without the fields nobody filled in. */
export function filledIn(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined && v !== null && v !== ''));
}
