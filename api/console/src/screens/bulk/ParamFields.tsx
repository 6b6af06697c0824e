import { Checkbox, Collapse, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { useLang, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { isMoney, parseMoney, plainMoney } from '../../money/money.ts';
import type { Schema } from '../../rpc/types.ts';

/** What all chosen cases are given. An amount may be each case's own, as the API tells it with the event. */
export type FormValues = { values: Record<string, unknown>; own: ReadonlySet<string> };

export const emptyForm: FormValues = { values: {}, own: new Set() };

type FieldSpec = { name: string; schema: Schema; required: boolean };

export function fieldsIn(schema: Schema): FieldSpec[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, s]) => ({
    name,
    schema: s,
    required: required.has(name),
  }));
}

const isAmount = (schema: Schema): boolean => schema.type === 'object' && schema.properties?.minor !== undefined;

export function stillMissing(schema: Schema, form: FormValues): string[] {
  const empty = (value: unknown): boolean => value === undefined || (typeof value === 'string' && value.trim() === '');
  return fieldsIn(schema)
    .filter((f) => f.required && !form.own.has(f.name) && empty(form.values[f.name]))
    .map((f) => f.name);
}

type Props = { schema: Schema; form: FormValues; currency: string; onChange: (form: FormValues) => void };

export function ParamFields({ schema, form, currency, onChange }: Props) {
  const t = useTexts('bulk');
  const fields = fieldsIn(schema);
  const first = fields.filter((f) => f.required || f.name === 'message');
  const rest = fields.filter((f) => !first.includes(f));
  const set = (name: string, value: unknown): void => {
    const values = { ...form.values };
    if (value === undefined || value === '') delete values[name];
    else values[name] = value;
    onChange({ ...form, values });
  };
  const setOwn = (name: string, on: boolean): void => {
    const own = new Set(form.own);
    if (on) own.add(name);
    else own.delete(name);
    onChange({ ...form, own });
  };
  const draw = (f: FieldSpec) => (
    <ParamField key={f.name} field={f} form={form} currency={currency} set={set} setOwn={setOwn} />
  );
  return (
    <>
      {first.map(draw)}
      {rest.length > 0 && (
        <Collapse
          ghost
          size="small"
          items={[{ key: 'more', label: t('more_params', { count: rest.length }), children: rest.map(draw) }]}
        />
      )}
    </>
  );
}

type FieldProps = {
  field: FieldSpec;
  form: FormValues;
  currency: string;
  set: (name: string, value: unknown) => void;
  setOwn: (name: string, on: boolean) => void;
};

function ParamField({ field, form, currency, set, setOwn }: FieldProps) {
  const { name, schema, required } = field;
  const lang = useLang();
  const t = useTexts('bulk');
  const word = useWord();
  const id = `bulk-${name}`;
  const value = form.values[name];
  const label = (lang === 'zh' ? schema.title : schema.description) ?? schema.title ?? name;
  if (schema.type === 'boolean')
    return (
      <Checkbox checked={value === true} onChange={(event) => set(name, event.target.checked ? true : undefined)}>
        {label}
      </Checkbox>
    );
  const text = typeof value === 'string' ? value : '';
  const long = (schema.maxLength ?? 0) > 256;
  return (
    <div className="bulk-field">
      <label htmlFor={id}>
        {label}
        {required ? <em aria-hidden>*</em> : <small className="quiet">{t('optional')}</small>}
      </label>
      {isAmount(schema) ? (
        <>
          {required && (
            <Radio.Group
              value={form.own.has(name) ? 'own' : 'same'}
              onChange={(event) => setOwn(name, event.target.value === 'own')}
              options={[
                { value: 'own', label: t('own_amount') },
                { value: 'same', label: t('same_amount') },
              ]}
            />
          )}
          {!form.own.has(name) && (
            <AmountInput id={id} value={value} currency={currency} onChange={(money) => set(name, money)} />
          )}
        </>
      ) : schema.enum ? (
        <Select
          id={id}
          allowClear={!required}
          value={text || null}
          options={schema.enum.map((one) => ({ value: one, label: word('fields', one) }))}
          onChange={(one) => set(name, one ?? undefined)}
        />
      ) : schema.format === 'date-time' ? (
        <input
          id={id}
          type="datetime-local"
          className="cases-native"
          onChange={(event) => set(name, event.target.value ? new Date(event.target.value).toISOString() : undefined)}
        />
      ) : schema.type === 'integer' ? (
        <Input
          id={id}
          inputMode="numeric"
          value={value === undefined ? '' : String(value)}
          onChange={(event) =>
            set(name, /^\d{1,15}$/.test(event.target.value) ? Number(event.target.value) : undefined)
          }
        />
      ) : long ? (
        <Input.TextArea
          id={id}
          maxLength={schema.maxLength}
          autoSize={{ minRows: 3, maxRows: 8 }}
          value={text}
          onChange={(event) => set(name, event.target.value)}
        />
      ) : (
        <Input id={id} maxLength={schema.maxLength} value={text} onChange={(event) => set(name, event.target.value)} />
      )}
    </div>
  );
}

function AmountInput(props: { id: string; value: unknown; currency: string; onChange: (money: unknown) => void }) {
  const { id, value, currency, onChange } = props;
  const [typed, setTyped] = useState(isMoney(value) ? plainMoney(value) : '');
  const wrong = typed !== '' && parseMoney(typed, currency) === undefined;
  return (
    <Input
      id={id}
      inputMode="decimal"
      prefix={currency}
      status={wrong ? 'error' : ''}
      aria-invalid={wrong}
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(parseMoney(event.target.value, currency));
      }}
    />
  );
}
