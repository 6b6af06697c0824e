import { Checkbox, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useLang, useTexts } from '../i18n/texts.ts';
import { useWord } from '../i18n/words.ts';
import { isMoney, parseMoney, plainMoney } from '../money/money.ts';
import type { Schema } from '../rpc/types.ts';
import { fromInput, toInput } from '../time/format.ts';
import { isLongText, isMoneySchema, labelIn } from './params.ts';
import './field.css';

export type FieldProps = {
  name: string;
  /** The id of its input, where two forms may stand on one page. */
  id?: string;
  schema: Schema;
  required: boolean;
  value: unknown;
  example?: unknown;
  currency: string;
  autoFocus?: boolean;
  disabled?: boolean;
  set: (value: unknown) => void;
  /** What leaving it empty means; else only that it may be. */
  empty?: string;
  /** Stands between the label and the input. */
  before?: ReactNode;
  /** Leaves the input away, where what stands before it says enough. */
  without?: boolean;
};

/** One field as the API's schema describes it. */
export function Field(props: FieldProps) {
  const { name, schema, required, value, set, disabled } = props;
  const lang = useLang();
  const t = useTexts();
  const word = useWord();
  const label = labelIn(lang, schema, name);
  const id = props.id ?? `field-${name}`;
  if (schema.type === 'boolean')
    return (
      <Checkbox
        checked={value === true}
        disabled={disabled}
        onChange={(e) => set(e.target.checked || (required ? false : undefined))}
      >
        {label}
      </Checkbox>
    );
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {required ? <em aria-hidden>*</em> : <small className="quiet">{props.empty ?? t('form.optional')}</small>}
      </label>
      {props.before}
      {props.without ? undefined : isMoneySchema(schema) ? (
        <MoneyInput {...props} id={id} />
      ) : schema.enum ? (
        <select
          id={id}
          className="native"
          disabled={disabled}
          value={typeof value === 'string' ? value : ''}
          onChange={(e) => set(e.target.value || undefined)}
        >
          <option value="">{t('form.choose')}</option>
          {schema.enum.map((one) => (
            <option key={one} value={one}>
              {word('fields', one)}
            </option>
          ))}
        </select>
      ) : schema.format === 'date-time' ? (
        <input
          id={id}
          type="datetime-local"
          className="native"
          disabled={disabled}
          value={typeof value === 'string' && value !== '' ? toInput(Date.parse(value)) : ''}
          onChange={(e) => set(fromInput(e.target.value))}
        />
      ) : schema.type === 'integer' ? (
        <Input
          id={id}
          inputMode="numeric"
          disabled={disabled}
          value={value === undefined ? '' : String(value)}
          onChange={(e) => set(/^\d{1,15}$/.test(e.target.value) ? Number(e.target.value) : undefined)}
        />
      ) : isLongText(schema) ? (
        <Input.TextArea
          id={id}
          autoSize={{ minRows: 3, maxRows: 10 }}
          maxLength={schema.maxLength}
          showCount
          autoFocus={props.autoFocus}
          disabled={disabled}
          placeholder={typeof props.example === 'string' ? props.example : undefined}
          value={typeof value === 'string' ? value : ''}
          onChange={(e) => set(e.target.value)}
        />
      ) : (
        <Input
          id={id}
          maxLength={schema.maxLength}
          disabled={disabled}
          autoFocus={props.autoFocus}
          value={typeof value === 'string' ? value : ''}
          onChange={(e) => set(e.target.value)}
        />
      )}
    </div>
  );
}

/** What stands in the field for a value: an amount, or the text of what was typed and is none. */
const textOf = (value: unknown): string =>
  isMoney(value) ? plainMoney(value) : typeof value === 'string' ? value : '';

/** Text that is no amount stays the value, so that the form knows of it: left out, an amount may mean all there is. */
const amountOf = (typed: string, currency: string): unknown =>
  typed.trim() === '' ? undefined : (parseMoney(typed, currency) ?? typed);

function MoneyInput({ id, value, example, set, currency, disabled, autoFocus }: FieldProps & { id: string }) {
  const t = useTexts();
  const [typed, setTyped] = useState('');
  const in_ = isMoney(value) ? value.currency : currency;
  // As it was typed while it still says the value; else the value came from elsewhere, or went.
  const shown = textOf(amountOf(typed, in_)) === textOf(value) ? typed : textOf(value);
  const unread = shown.trim() !== '' && !isMoney(value);
  return (
    <>
      <Input
        id={id}
        inputMode="decimal"
        prefix={in_}
        placeholder={isMoney(example) ? plainMoney(example) : undefined}
        disabled={disabled}
        autoFocus={autoFocus}
        status={unread ? 'error' : ''}
        aria-invalid={unread}
        aria-describedby={unread ? `${id}-unread` : undefined}
        value={shown}
        onChange={(e) => {
          setTyped(e.target.value);
          set(amountOf(e.target.value, in_));
        }}
      />
      {unread && (
        <p id={`${id}-unread`} className="fault-text">
          {t('form.no_amount')}
        </p>
      )}
    </>
  );
}
