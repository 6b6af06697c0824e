import { act, createElement, useState } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Schema } from '../src/rpc/types.ts';
import { emptyForm, stillMissing } from '../src/screens/bulk/ParamFields.tsx';
import { Field } from '../src/ui/Field.tsx';
import { missingIn, type Values } from '../src/ui/params.ts';
import { Page, press, write } from './page.ts';

const cny = (minor: number) => ({ minor, currency: 'CNY' });
const money: Schema = { type: 'object', properties: { minor: { type: 'integer' }, currency: { type: 'string' } } };
const flag: Schema = { type: 'boolean', title: 'flag' };

let page: Page;
let values: Values;
let set: (next: Values) => void;

function Form({ first, schema, required }: { first: Values; schema: Schema; required: boolean }) {
  [values, set] = useState(first);
  return createElement(Field, {
    name: 'it',
    schema,
    required,
    currency: 'CNY',
    value: values.it,
    set: (it: unknown) => set({ it }),
  });
}
const show = (schema: Schema, required: boolean, first: Values = {}) =>
  page.show(createElement(Form, { schema, required, first }));
const shown = () => document.querySelector<HTMLInputElement>('#field-it')?.value;

beforeEach(() => {
  page = new Page();
});
afterEach(() => page.close());

describe('an amount', () => {
  it.each([
    ['50.00', cny(5000), []],
    ['1,234.5', cny(123450), []],
    ['', undefined, []],
    ['50.005', '50.005', ['it']],
    ['50x', '50x', ['it']],
    ['50,5', '50,5', ['it']],
    ['50，5', '50，5', ['it']],
  ])('that may be left out keeps the form where %j was typed and is none', async (typed, value, missing) => {
    await show(money, false);
    await write('#field-it', '1');
    await write('#field-it', typed);
    expect([values.it, shown()]).toEqual([value, typed]);
    const schema = { properties: { it: money } };
    expect(missingIn(schema, values)).toEqual(missing);
    expect(stillMissing(schema, { ...emptyForm, values })).toEqual(missing);
    expect(page.text.includes('这不是一个有效金额')).toBe(missing.length > 0);
  });

  it('that is each case’s own is asked of nobody', () => {
    const form = { values: { it: '50x' }, own: new Set(['it']) };
    expect(stillMissing({ properties: { it: money } }, form)).toEqual([]);
  });

  it.each([
    [undefined, ''],
    [cny(700), '7.00'],
  ])('stands in the field as it is when it becomes %j from elsewhere', async (it, text) => {
    await show(money, false, { it: cny(5000) });
    expect(shown()).toBe('50.00');
    await write('#field-it', '50.0');
    await act(async () => set({ it }));
    expect(shown()).toBe(text);
  });

  it('comes back as it was typed, readable or not', async () => {
    await show(money, false, { it: '50.005' });
    expect(shown()).toBe('50.005');
  });
});

describe('a box', () => {
  it.each([
    [true, false],
    [false, undefined],
  ])('that must be answered (%s), ticked and unticked, says %s', async (required, said) => {
    await show(flag, required, { it: false });
    const box = document.querySelector<HTMLElement>('input[type=checkbox]')!;
    await press(box);
    expect(values.it).toBe(true);
    await press(box);
    expect(values.it).toBe(said);
  });
});
