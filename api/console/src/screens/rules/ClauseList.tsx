import { SearchOutlined } from '@ant-design/icons';
import { Input, Select, Switch } from 'antd';
import { useDeferredValue, useEffect, useMemo, useRef } from 'react';
import { useSearchParams } from 'react-router';
import { useSay, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { serverNow } from '../../time/clock.ts';
import { Badge } from '../../ui/Badge.tsx';
import { ClauseText } from '../../ui/ClauseText.tsx';
import { toneOfEffect } from '../../ui/effects.ts';
import { EmptyState, ErrorState, Waiting } from '../../ui/states.tsx';
import { ClauseSheet } from './ClauseSheet.tsx';
import { type Listed, type ListName, lists } from './types.ts';
import { type Titled, useWholeBook } from './useBooks.ts';

export type Row = { list: ListName; clause: Listed; key: string; nth: number };

const today = (): string => new Date(serverNow() + 8 * 3600_000).toISOString().slice(0, 10);

/** Everything a book says, searched as it is typed; what is chosen opens beside it. */
export function ClauseList({ book }: { book: Titled }) {
  const t = useTexts('rules');
  const say = useSay();
  const word = useWord();
  const [search, setSearch] = useSearchParams();
  const whole = useWholeBook(book.book);
  const q = search.get('q') ?? '';
  const list = search.get('list') ?? '';
  const effect = search.get('effect') ?? '';
  const past = search.get('past') === '1';
  const chosen = search.get('rule');
  const put = (name: string, value: string): void =>
    setSearch(
      (old) => {
        const next = new URLSearchParams(old);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );

  const rows = useMemo(() => {
    const all: Row[] = [];
    const met = new Map<string, number>();
    for (const name of lists) {
      for (const clause of whole.data?.books[0]?.[name] ?? []) {
        const nth = met.get(clause.id) ?? 0;
        met.set(clause.id, nth + 1);
        all.push({ list: name, clause, nth, key: nth === 0 ? clause.id : `${clause.id}~${nth}` });
      }
    }
    return all;
  }, [whole.data]);
  const words = useDeferredValue(q).toLowerCase().split(/\s+/).filter(Boolean);
  const day = today();
  const shown = rows.filter(({ list: of, clause }) => {
    if (list !== '' && of !== list) return false;
    if (effect !== '' && clause.effect !== effect) return false;
    if (!past && ((clause.to ?? '9') < day || (clause.from ?? '0') > day)) return false;
    const text = [
      clause.id,
      clause.says.zh,
      clause.says.en,
      clause.cites?.text,
      clause.slot,
      clause.on?.join(' '),
      clause.when,
      clause.require,
    ]
      .join(' ')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const effects = new Map(rows.flatMap(({ clause: c }) => (c.effect ? [[c.effect, c.effect_says] as const] : [])));
  const open = rows.find((r) => r.key === chosen) ?? shown[0];
  // Who comes by a link to one clause finds it in the list too.
  const listed = useRef<HTMLUListElement>(null);
  useEffect(() => {
    listed.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [whole.data]);

  return (
    <>
      <section className="panel ru-list" aria-label={t('clauses')}>
        <div className="ru-filters">
          <Input
            allowClear
            prefix={<SearchOutlined aria-hidden />}
            placeholder={t('search')}
            aria-label={t('search')}
            value={q}
            onChange={(e) => put('q', e.target.value)}
          />
          <Select
            value={list}
            aria-label={t('list')}
            popupMatchSelectWidth={false}
            onChange={(v) => put('list', v)}
            options={[
              { value: '', label: t('all_lists') },
              ...lists.map((name) => ({
                value: name,
                label: `${t(`list_${name}`)} ${rows.filter((r) => r.list === name).length}`,
              })),
            ]}
          />
          <Select
            value={effect}
            aria-label={t('effect')}
            popupMatchSelectWidth={false}
            onChange={(v) => put('effect', v)}
            options={[
              { value: '', label: t('all_effects') },
              ...[...effects].map(([value, says]) => ({ value, label: say(says, word('effects', value)) })),
            ]}
          />
          <label className="ru-switch">
            <Switch size="small" checked={past} onChange={(on) => put('past', on ? '1' : '')} aria-label={t('past')} />
            {t('past')}
          </label>
        </div>
        {whole.isPending && <Waiting />}
        {whole.error && <ErrorState fault={whole.error} onRetry={() => void whole.refetch()} />}
        {whole.data && shown.length === 0 && <EmptyState title={t('none')} text={t('none_hint')} />}
        <ul className="ru-rows" ref={listed}>
          {shown.map((row) => (
            <li key={row.key}>
              <button
                type="button"
                aria-current={open?.key === row.key ? 'true' : undefined}
                onClick={() => put('rule', row.key)}
              >
                <code>{row.clause.id}</code>
                <Badge tone={toneOfEffect(row.clause.effect)}>
                  {row.clause.effect
                    ? say(row.clause.effect_says, word('effects', row.clause.effect))
                    : t(`list_${row.list}`)}
                </Badge>
                {row.clause.to && row.clause.to < day && <Badge>{t('ended')}</Badge>}
                {row.clause.from && row.clause.from > day && <Badge tone="info">{t('to_come')}</Badge>}
                <p>
                  <ClauseText says={row.clause.says} />
                </p>
              </button>
            </li>
          ))}
        </ul>
        <div className="ru-foot" role="status">
          {t('shown', { shown: shown.length, all: rows.length })}
        </div>
      </section>
      {open && <ClauseSheet key={open.key} book={book} row={open} />}
    </>
  );
}
