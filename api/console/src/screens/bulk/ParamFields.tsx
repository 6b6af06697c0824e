import { Collapse, Radio } from 'antd';
import { useTexts } from '../../i18n/texts.ts';
import type { Schema } from '../../rpc/types.ts';
import { Field } from '../../ui/Field.tsx';
import { type FieldSpec, fieldsOf, isMoneySchema, missingIn, type Values } from '../../ui/params.ts';

/** What all chosen cases are given. An amount may be each case's own, as the API tells it with the event. */
export type FormValues = { values: Values; own: ReadonlySet<string> };

export const emptyForm: FormValues = { values: {}, own: new Set() };

export const stillMissing = (schema: Schema, form: FormValues): string[] =>
  missingIn(schema, form.values).filter((name) => !form.own.has(name));

type Props = { schema: Schema; form: FormValues; currency: string; onChange: (form: FormValues) => void };

export function ParamFields({ schema, form, currency, onChange }: Props) {
  const t = useTexts('bulk');
  const fields = fieldsOf(schema);
  const first = fields.filter((f) => f.required || f.name === 'message');
  const rest = fields.filter((f) => !first.includes(f));
  const set = (name: string, value: unknown): void => {
    const { [name]: _old, ...values } = form.values;
    onChange({ ...form, values: value === undefined || value === '' ? values : { ...values, [name]: value } });
  };
  const setOwn = (name: string, on: boolean): void => {
    const own = new Set(form.own);
    if (on) own.add(name);
    else own.delete(name);
    onChange({ ...form, own });
  };
  const draw = ({ name, schema: s, required }: FieldSpec) => (
    <Field
      key={name}
      id={`bulk-${name}`}
      name={name}
      schema={s}
      required={required}
      currency={currency}
      value={form.values[name]}
      set={(value) => set(name, value)}
      without={form.own.has(name)}
      before={
        required && isMoneySchema(s) ? (
          <Radio.Group
            value={form.own.has(name) ? 'own' : 'same'}
            onChange={(event) => setOwn(name, event.target.value === 'own')}
            options={[
              { value: 'own', label: t('own_amount') },
              { value: 'same', label: t('same_amount') },
            ]}
          />
        ) : undefined
      }
    />
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
