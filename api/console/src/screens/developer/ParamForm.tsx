import { Input, Select } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { type Document, fieldOf, type Method, type Param, type ParamSchema, resolved } from './document.ts';

type Params = Record<string, unknown>;

type Props = { method: Method; document: Document; params: Params; onChange: (params: Params) => void };

/** The params of a method as fields; an empty one is left out of the call. */
export function ParamForm({ method, document, params, onChange }: Props) {
  const t = useTexts('developer');
  if (method.params.length === 0) return <p className="quiet">{t('no_params')}</p>;
  return (
    <div className="dv-form">
      {method.params.map((param) => (
        <ParamField
          key={param.name}
          param={param}
          schema={resolved(param.schema, document)}
          value={params[param.name]}
          onChange={(value) => {
            const { [param.name]: _old, ...rest } = params;
            onChange(value === undefined ? rest : { ...rest, [param.name]: value });
          }}
        />
      ))}
    </div>
  );
}

function ParamField(props: { param: Param; schema: ParamSchema; value: unknown; onChange: (value: unknown) => void }) {
  const { param, schema, value, onChange } = props;
  const t = useTexts('developer');
  const field = fieldOf(schema);
  const limits = [
    schema.minimum !== undefined && `≥ ${schema.minimum}`,
    schema.maximum !== undefined && `≤ ${schema.maximum}`,
    schema.maxLength !== undefined && field === 'text' && t('at_most', { count: schema.maxLength }),
    schema.pattern,
  ].filter(Boolean);
  const hint = [param.description ?? schema.description, limits.join(' ')].filter(Boolean).join(' · ');
  return (
    <label>
      <span>
        <code>{param.name}</code>
        {param.required && <span className="ink-bad"> *</span>} <small className="quiet">{schema.type ?? field}</small>
      </span>
      {field === 'choice' && (
        <Select
          allowClear
          value={(value as string | undefined) ?? null}
          aria-label={param.name}
          onChange={(next: string | null) => onChange(next ?? undefined)}
          options={(schema.enum ?? []).map((one) => ({ value: one, label: one }))}
        />
      )}
      {field === 'flag' && (
        <Select
          allowClear
          value={value === undefined ? null : String(value)}
          aria-label={param.name}
          onChange={(next: string | null) =>
            onChange(next === null || next === undefined ? undefined : next === 'true')
          }
          options={['true', 'false'].map((one) => ({ value: one, label: one }))}
        />
      )}
      {field === 'text' && (
        <Input
          value={(value as string | undefined) ?? ''}
          onChange={(e) => onChange(e.target.value === '' ? undefined : e.target.value)}
        />
      )}
      {field === 'number' && (
        <Input
          inputMode="numeric"
          value={value === undefined ? '' : String(value)}
          onChange={(e) => {
            const typed = e.target.value.trim();
            onChange(typed === '' ? undefined : Number.isNaN(Number(typed)) ? typed : Number(typed));
          }}
        />
      )}
      {field === 'json' && <JsonField name={param.name} value={value} onChange={onChange} />}
      {hint !== '' && <small className="quiet">{hint}</small>}
    </label>
  );
}

/** Kept as typed until it is JSON, so that a half-written value is not thrown away. */
function JsonField({ name, value, onChange }: { name: string; value: unknown; onChange: (value: unknown) => void }) {
  const [typed, setTyped] = useState<{ text: string; of: unknown }>();
  const text = typed && typed.of === value ? typed.text : value === undefined ? '' : JSON.stringify(value, null, 2);
  const [wrong, setWrong] = useState(false);
  return (
    <Input.TextArea
      className="mono"
      aria-label={name}
      spellCheck={false}
      autoSize={{ minRows: 1, maxRows: 14 }}
      status={wrong ? 'error' : ''}
      value={text}
      onChange={(e) => {
        const next = e.target.value;
        try {
          const parsed: unknown = next.trim() === '' ? undefined : JSON.parse(next);
          setTyped({ text: next, of: parsed });
          setWrong(false);
          onChange(parsed);
        } catch {
          setTyped({ text: next, of: value });
          setWrong(true);
        }
      }}
    />
  );
}
