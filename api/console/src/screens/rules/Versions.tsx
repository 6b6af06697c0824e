import { HistoryOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { nameIn } from '../../i18n/people.ts';
import { useLang, useTexts } from '../../i18n/texts.ts';
import { useRpc } from '../../rpc/hooks.ts';
import { formatFull } from '../../time/format.ts';
import { HashMark } from '../../ui/HashMark.tsx';
import { Scroll } from '../../ui/Scroll.tsx';
import { ErrorState, Waiting } from '../../ui/states.tsx';
import { TextDiff } from './TextDiff.tsx';
import type { Change, Version } from './types.ts';
import { type Titled, useBookText } from './useBooks.ts';
import { WordChanges } from './WordChanges.tsx';

/** Every version a book has had: from when, from which entry on, by whom; and any two of them side by side. */
export function Versions({ book }: { book: Titled }) {
  const t = useTexts('rules');
  const lang = useLang();
  const [pair, setPair] = useState<{ old: string; now: string } | undefined>(() => {
    const before = book.versions[1];
    return before && { old: before.digest, now: book.digest };
  });
  const nameOf = (v: Version): string => `${formatFull(v.from, lang)} · ${v.digest.slice(0, 8)}`;
  const options = book.versions.map((v) => ({ value: v.digest, label: nameOf(v) }));
  return (
    <>
      <section className="panel ru-list" aria-label={t('tab_versions')}>
        <ul className="ru-versions">
          {book.versions.map((version, i) => (
            <li key={`${version.digest} ${version.from_seq}`}>
              <b>{i === 0 ? t('in_force') : t('earlier')}</b>
              <span>{formatFull(version.from, lang)}</span>
              <span className="quiet">
                {t('from_seq', { seq: version.from_seq })} ·{' '}
                {version.by === 'start' ? t('by_start') : t('by', { who: nameIn(version, 'by') })}
              </span>
              <HashMark hash={version.digest} />
              {i > 0 && (
                <Button size="small" onClick={() => setPair({ old: version.digest, now: book.digest })}>
                  {t('compare')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </section>
      <aside className="panel ru-results" aria-label={t('compare')}>
        {!pair && (
          <div className="ru-how">
            <HistoryOutlined aria-hidden />
            <p>{t('one_version')}</p>
          </div>
        )}
        {pair && (
          <Scroll className="ru-scroll" label={t('compare')}>
            <div className="ru-days">
              <Select
                value={pair.old}
                options={options}
                aria-label={t('old_version')}
                onChange={(old) => setPair({ ...pair, old })}
              />
              <span aria-hidden>→</span>
              <Select
                value={pair.now}
                options={options}
                aria-label={t('new_version')}
                onChange={(now) => setPair({ ...pair, now })}
              />
            </div>
            <Compared key={`${pair.old} ${pair.now}`} book={book.book} old={pair.old} now={pair.now} />
          </Scroll>
        )}
      </aside>
    </>
  );
}

function Compared({ book, old, now }: { book: string; old: string; now: string }) {
  const t = useTexts('rules');
  const before = useBookText(book, old);
  const after = useBookText(book, now);
  if (before.error || after.error) return <ErrorState fault={before.error ?? after.error} />;
  if (!before.data || !after.data) return <Waiting />;
  const had = new Map(before.data.files.map((f) => [f.name, f.text]));
  const has = new Map(after.data.files.map((f) => [f.name, f.text]));
  const names = [...new Set([...had.keys(), ...has.keys()])].filter((n) => had.get(n) !== has.get(n));
  return (
    <>
      {names.length === 0 && <p className="quiet">{t('same_text')}</p>}
      {names.map((name) => (
        <section key={name}>
          {had.has(name) && has.has(name) && (
            <Words name={name} old={had.get(name) as string} now={has.get(name) as string} />
          )}
          <TextDiff name={name} before={had.get(name) ?? ''} after={has.get(name) ?? ''} />
        </section>
      ))}
    </>
  );
}

function Words({ name, old, now }: { name: string; old: string; now: string }) {
  const diff = useRpc<{ changes?: Change[] }>('rules.diff', { book: name, old, new: now });
  if (diff.isPending) return <Waiting />;
  if (diff.error) return <ErrorState fault={diff.error} />;
  return <WordChanges changes={diff.data.changes ?? []} />;
}
