import { CloseOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Dropdown, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useSession } from '../../app/session.ts';
import { isRelative, isTime, type TimeFilter, timeFilters } from '../../cases/filters.ts';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { useWord, useWords } from '../../i18n/words.ts';
import { useRpc } from '../../rpc/hooks.ts';
import type { Workflow } from '../../rpc/types.ts';
import { formatMoment } from '../../time/format.ts';
import { TimeRange } from './TimeRange.tsx';
import type { List } from './useList.ts';

const marks = ['overdue', 'waiting_evidence', 'awaiting_approval', 'asked_platform', 'flagged', 'unassigned'];

/** What narrows the list. Kinds, states and parties are the API's. */
export function FilterBar({ list }: { list: List }) {
  const t = useTexts('cases');
  const say = useSay();
  const word = useWord();
  const words = useWords();
  const session = useSession();
  const { filters } = list.state;
  const kinds = useRpc<{ workflows: { kind: string }[] }>('workflow.list');
  const kind = typeof filters.kind === 'string' ? filters.kind : undefined;
  const flow = useRpc<Workflow>('workflow.get', { kind }, { enabled: kind !== undefined });
  const [text, setText] = useState(String(filters.text ?? ''));
  useEffect(() => setText(String(filters.text ?? '')), [filters.text]);
  const [range, setRange] = useState<TimeFilter>();

  const holder = filters.unassigned === true ? 'nobody' : filters.assignee === session.actor ? 'me' : filters.assignee;
  return (
    <div className="cases-filters" role="search" aria-label={t('filters')}>
      <Input
        id="cases-text"
        className="cases-text"
        allowClear
        prefix={<SearchOutlined aria-hidden />}
        placeholder={t('text_hint')}
        aria-label={t('find')}
        maxLength={200}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          if (event.target.value === '') list.filter('text', undefined);
        }}
        onPressEnter={() => list.filter('text', text.trim())}
        onBlur={() => list.filter('text', text.trim())}
      />
      <Select
        aria-label={t('col.kind')}
        placeholder={t('col.kind')}
        allowClear
        popupMatchSelectWidth={false}
        value={kind ?? null}
        options={(kinds.data?.workflows ?? []).map((w) => ({ value: w.kind, label: word('kinds', w.kind) }))}
        onChange={(value) => list.filterAll({ kind: value ?? undefined, state: undefined })}
      />
      <Select
        aria-label={t('col.state')}
        placeholder={t(kind === undefined ? 'state_needs_kind' : 'col.state')}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        disabled={kind === undefined}
        title={kind === undefined ? t('state_needs_kind') : ''}
        value={(filters.state as string | undefined) ?? null}
        options={(flow.data?.states ?? []).map((s) => ({ value: s.name, label: say(s.says, s.name) }))}
        onChange={(value) => list.filter('state', value ?? undefined)}
      />
      <Select
        aria-label={t('col.owed_by')}
        placeholder={t('col.owed_by')}
        allowClear
        popupMatchSelectWidth={false}
        value={(filters.owed_by as string | undefined) ?? null}
        options={Object.keys(words.parties ?? {}).map((id) => ({ value: id, label: word('parties', id) }))}
        onChange={(value) => list.filter('owed_by', value ?? undefined)}
      />
      <Select
        aria-label={t('col.assignee')}
        placeholder={t('col.assignee')}
        allowClear
        popupMatchSelectWidth={false}
        value={(holder as string | undefined) ?? null}
        options={[
          { value: 'me', label: t('me') },
          { value: 'nobody', label: t('nobody') },
          ...(typeof holder === 'string' && holder !== 'me' && holder !== 'nobody'
            ? [{ value: holder, label: holder }]
            : []),
        ]}
        onChange={(value) =>
          list.filterAll({
            unassigned: value === 'nobody' ? true : undefined,
            assignee: value === 'me' ? session.actor : undefined,
          })
        }
      />
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            ...timeFilters.map((time) => ({ key: time, label: t(`range.${time}`) })),
            { type: 'divider' as const },
            ...marks
              .filter((mark) => filters[mark] === undefined)
              .map((mark) => ({ key: mark, label: t(`filter.${mark}`) })),
            ...(filters.final === undefined
              ? [
                  { key: 'open', label: t('filter.open') },
                  { key: 'final', label: t('filter.final') },
                ]
              : []),
          ],
          onClick: ({ key }) => {
            if ((timeFilters as readonly string[]).includes(key)) setRange(key as TimeFilter);
            else if (key === 'open') list.filter('final', false);
            else list.filter(key, true);
          },
        }}
      >
        <Button>{t('more_filters')}</Button>
      </Dropdown>
      {range && <TimeRange time={range} list={list} onClose={() => setRange(undefined)} />}
    </div>
  );
}

/** The filters at work, each with a way to take it off. */
export function Chips({ list }: { list: List }) {
  const t = useTexts('cases');
  const lang = useLang();
  const say = useSay();
  const word = useWord();
  const session = useSession();
  const { filters } = list.state;
  const kind = typeof filters.kind === 'string' ? filters.kind : undefined;
  const flow = useRpc<Workflow>('workflow.get', { kind }, { enabled: kind !== undefined });
  const names = Object.keys(filters).sort();
  if (names.length === 0) return null;

  const shown = (name: string): string => {
    const value = filters[name] as string | boolean;
    if (typeof value === 'boolean') {
      if (name === 'final') return t(value ? 'filter.final' : 'filter.open');
      const label = t(`filter.${name}`, { defaultValue: name });
      return value ? label : t('filter_not', { label });
    }
    const label = t(`filter.${name}`, { defaultValue: t(`col.${name}`, { defaultValue: name }) });
    const said: Record<string, () => string> = {
      kind: () => word('kinds', value),
      state: () => say(flow.data?.states.find((s) => s.name === value)?.says, value),
      owed_by: () => word('parties', value),
      assignee: () => (value === session.actor ? t('me') : value),
      responded_by: () => (value === session.actor ? t('me') : value),
    };
    const text = isTime(name) ? (isRelative(value) ? relative(value) : formatMoment(value, lang)) : said[name]?.();
    return t('filter_is', { label, value: text ?? value });
  };
  const relative = (value: string): string => {
    const match = /^now(?:([+-])(\d+)([hd]))?$/.exec(value);
    if (!match?.[1]) return t('time.now');
    return t(`time.${match[1] === '+' ? 'in' : 'ago'}_${match[3] as string}`, { count: Number(match[2]) });
  };
  return (
    <ul className="cases-chips" aria-label={t('filters_on')}>
      {names.map((name) => (
        <li key={name}>
          <span>{shown(name)}</span>
          <button
            type="button"
            aria-label={t('filter_off', { label: shown(name) })}
            onClick={() => list.filter(name, undefined)}
          >
            <CloseOutlined aria-hidden />
          </button>
        </li>
      ))}
      {names.length > 1 && (
        <li className="plain">
          <Button type="link" size="small" onClick={() => list.show({ ...list.state, filters: {}, view: undefined })}>
            {t('clear')}
          </Button>
        </li>
      )}
    </ul>
  );
}
