import { DownOutlined, UpOutlined } from '@ant-design/icons';
import { Button, Input, Segmented, Select } from 'antd';
import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { parseMoney, plainMoney } from '../../money/money.ts';
import { serverNow } from '../../time/clock.ts';
import { fromInput, toInput } from '../../time/format.ts';
import type { Names } from '../why/names.ts';
import { countOf, only, type TrailFilter } from './filters.ts';

const day_ms = 24 * 3600_000;
const roles = ['agent', 'manager', 'auditor', 'service', 'admin', 'runner'];
const parties = ['buyer', 'seller', 'platform', 'carrier', 'payments', 'timer'];
const rare: (keyof TrailFilter)[] = [
  'case_id',
  'role',
  'rule_part',
  'code',
  'amount_min',
  'amount_max',
  'party',
  ...only,
  'shop',
];

export function FilterBar(props: { filter: TrailFilter; names: Names; onFilter: (next: TrailFilter) => void }) {
  const { filter, names, onFilter } = props;
  const t = useTexts('audit');
  const word = useWord();
  const [more, setMore] = useState(rare.some((name) => filter[name] !== undefined));
  const set = (part: Partial<Record<keyof TrailFilter, unknown>>): void => {
    const next = { ...filter, ...part } as Record<string, unknown>;
    for (const [name, value] of Object.entries(next)) if (value === undefined || value === '') delete next[name];
    if (next.rule === undefined) delete next.rule_part;
    onFilter(next as TrailFilter);
  };
  const since = (days: number): void =>
    set({ from: new Date(serverNow() - days * day_ms).toISOString(), to: undefined });
  const events = names.events.filter((event) => filter.kind === undefined || event.kind === filter.kind);
  const eventOptions = [...new Map(events.map((event) => [event.name, event.says]))].map(([value, label]) => ({
    value,
    label,
  }));

  return (
    <div className="filters" role="search" aria-label={t('filters')}>
      <Segmented
        aria-label={t('outcome')}
        value={filter.outcome ?? ''}
        onChange={(outcome) => set({ outcome })}
        options={[
          { value: '', label: t('any_outcome') },
          { value: 'refused', label: t('refused') },
          { value: 'accepted', label: t('accepted') },
        ]}
      />
      <Select
        allowClear
        className="filter-kind"
        aria-label={t('kind')}
        placeholder={t('kind')}
        value={filter.kind}
        onChange={(kind?: string) => set({ kind, event: undefined })}
        options={[...names.kinds, 'office'].map((kind) => ({
          value: kind,
          label: kind === 'office' ? t('office') : names.kind(kind),
        }))}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        className="filter-event"
        aria-label={t('event')}
        placeholder={t('event')}
        value={filter.event}
        onChange={(event?: string) => set({ event })}
        options={eventOptions}
      />
      <Typed label={t('rule')} value={filter.rule} onValue={(rule) => set({ rule })} />
      <Typed label={t('person')} value={filter.person} onValue={(person) => set({ person })} />
      <div className="filter-since">
        <Button size="small" onClick={() => since(1)}>
          {t('last_day')}
        </Button>
        <Button size="small" onClick={() => since(7)}>
          {t('last_week')}
        </Button>
        <Button size="small" onClick={() => since(30)}>
          {t('last_month')}
        </Button>
      </div>
      <Button
        type="text"
        size="small"
        aria-expanded={more}
        icon={more ? <UpOutlined /> : <DownOutlined />}
        onClick={() => setMore(!more)}
      >
        {t('more_filters')}
      </Button>
      {countOf(filter) > 0 && (
        <Button type="link" size="small" onClick={() => onFilter({})}>
          {t('clear')}
        </Button>
      )}
      {more && (
        <div className="filters-more">
          <Field label={t('from')}>
            <Moment value={filter.from} onValue={(from) => set({ from })} label={t('from')} />
          </Field>
          <Field label={t('until')}>
            <Moment value={filter.to} onValue={(to) => set({ to })} label={t('until')} />
          </Field>
          <Field label={t('amount_min')}>
            <Money value={filter.amount_min} label={t('amount_min')} onValue={(amount_min) => set({ amount_min })} />
          </Field>
          <Field label={t('amount_max')}>
            <Money value={filter.amount_max} label={t('amount_max')} onValue={(amount_max) => set({ amount_max })} />
          </Field>
          <Field label={t('role')}>
            <Select
              allowClear
              aria-label={t('role')}
              value={filter.role}
              onChange={(role?: string) => set({ role })}
              options={roles.map((role) => ({ value: role, label: word('roles', role) }))}
            />
          </Field>
          <Field label={t('rule_part')}>
            <Select
              allowClear
              disabled={filter.rule === undefined}
              aria-label={t('rule_part')}
              value={filter.rule_part}
              onChange={(rule_part?: string) => set({ rule_part })}
              options={['refused', 'passed', 'consulted'].map((part) => ({ value: part, label: t(`part_${part}`) }))}
            />
          </Field>
          <Field label={t('code')}>
            <Typed label={t('code')} value={filter.code} onValue={(code) => set({ code })} />
          </Field>
          <Field label={t('case')}>
            <Typed label={t('case')} value={filter.case_id} onValue={(case_id) => set({ case_id })} />
          </Field>
          <Field label={t('party')}>
            <Select
              allowClear
              aria-label={t('party')}
              value={filter.party}
              onChange={(party?: string) => set({ party })}
              options={parties.map((party) => ({ value: party, label: word('parties', party) }))}
            />
          </Field>
          <Field label={t('only')}>
            <Select
              allowClear
              aria-label={t('only')}
              value={only.find((name) => filter[name])}
              onChange={(name?: (typeof only)[number]) =>
                set({ ...Object.fromEntries(only.map((each) => [each, undefined])), ...(name && { [name]: true }) })
              }
              options={only.map((name) => ({ value: name, label: t(name) }))}
            />
          </Field>
        </div>
      )}
    </div>
  );
}

function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="filter-field">
      <span aria-hidden>{label}</span>
      {children}
    </div>
  );
}

/** Asked for when someone presses Enter or goes elsewhere, not at every letter. */
function Typed(props: { label: string; value: string | undefined; onValue: (value: string | undefined) => void }) {
  const { label, value = '', onValue } = props;
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const tell = (): void => {
    if (text.trim() !== value) onValue(text.trim() || undefined);
  };
  return (
    <Input
      allowClear
      className="filter-typed"
      aria-label={label}
      placeholder={label}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        if (event.target.value === '' && value !== '') onValue(undefined);
      }}
      onBlur={tell}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) tell();
      }}
    />
  );
}

function Moment(props: { label: string; value: string | undefined; onValue: (value: string | undefined) => void }) {
  const at = props.value === undefined ? Number.NaN : Date.parse(props.value);
  return (
    <Input
      type="datetime-local"
      aria-label={props.label}
      value={Number.isNaN(at) ? '' : toInput(at)}
      onChange={(event) => props.onValue(fromInput(event.target.value))}
    />
  );
}

function Money(props: { label: string; value: number | undefined; onValue: (value: number | undefined) => void }) {
  const { label, value, onValue } = props;
  const shown = value === undefined ? '' : plainMoney({ minor: value, currency: 'CNY' });
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const tell = (): void => {
    const money = parseMoney(text, 'CNY');
    if (text.trim() === '') onValue(undefined);
    else if (money) onValue(money.minor);
    else setText(shown);
  };
  return (
    <Input
      prefix="¥"
      inputMode="decimal"
      aria-label={label}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={tell}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) tell();
      }}
    />
  );
}
