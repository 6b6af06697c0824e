import { Segmented } from 'antd';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { nameIn } from '../../i18n/people.ts';
import { addTexts, useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { Told } from '../../rpc/errors.ts';
import { formatMoment } from '../../time/format.ts';
import { HashMark } from '../../ui/HashMark.tsx';
import { ErrorState, PageFault, Waiting } from '../../ui/states.tsx';
import { ClauseList } from './ClauseList.tsx';
import { Edit } from './Edit.tsx';
import en from './en.json';
import type { Titled } from './useBooks.ts';
import { useBooks } from './useBooks.ts';
import { Versions } from './Versions.tsx';
import zh from './zh.json';
import './rules.css';
import './edit.css';

addTexts('rules', zh, en);

const tabs = ['list', 'edit', 'versions'] as const;
type Tab = (typeof tabs)[number];

/** The rulebooks in force: what they say, since when and by whom, and how to change one without surprises. */
export default function Rules() {
  const t = useTexts('rules');
  const params = useParams();
  const go = useNavigate();
  const [search] = useSearchParams();
  const { books, pending, error, again } = useBooks();
  const fullest = [...books].sort((a, b) => sizeOf(b) - sizeOf(a))[0];
  const book = books.find((b) => b.book === params.book) ?? (params.book === undefined ? fullest : undefined);
  const asked = search.get('tab');
  const tab: Tab = tabs.find((one) => one === asked) ?? 'list';

  if (pending) return <Waiting />;
  if (error) return <PageFault title={t('title')} fault={error} onRetry={again} />;
  return (
    <div className="page ru">
      <div className="page-head">
        <h1>{t('title')}</h1>
        <Segmented<Tab>
          value={tab}
          options={tabs.map((one) => ({ value: one, label: t(`tab_${one}`) }))}
          onChange={(next) => go(`/rules/${book?.book ?? ''}${next === 'list' ? '' : `?tab=${next}`}`)}
        />
      </div>
      <div className="ru-body">
        <nav className="panel ru-books" aria-label={t('books')}>
          {books.map((one) => (
            <BookRow
              key={one.book}
              one={one}
              here={one.book === book?.book}
              onOpen={() => go(`/rules/${one.book}${tab === 'list' ? '' : `?tab=${tab}`}`)}
            />
          ))}
        </nav>
        {book && tab === 'list' && <ClauseList key={book.book} book={book} />}
        {book && tab === 'edit' && <Edit key={`${book.book} ${book.digest}`} book={book} />}
        {book && tab === 'versions' && <Versions key={book.book} book={book} />}
        {!book && <ErrorState fault={new Told(t('no_book', { book: params.book }))} />}
      </div>
    </div>
  );
}

/** The rules of a book, as the list below counts them too; deadlines and the rest are counted there. */
const sizeOf = (book: Titled): number => book.counts?.rules ?? 0;

function BookRow({ one, here, onOpen }: { one: Titled; here: boolean; onOpen: () => void }) {
  const t = useTexts('rules');
  const say = useSay();
  const lang = useLang();
  const latest = one.versions[0];
  return (
    <div className={here ? 'ru-book here' : 'ru-book'}>
      <button
        type="button"
        aria-current={here ? 'page' : undefined}
        title={latest && (latest.by === 'start' ? t('by_start') : t('by', { who: nameIn(latest, 'by') }))}
        onClick={onOpen}
      >
        <b>{say(one.title, one.book)}</b>
        <span className="quiet">
          {t('size', { count: sizeOf(one) })}
          {one.since && ` · ${t('since', { at: formatMoment(one.since, lang) })}`}
        </span>
      </button>
      <HashMark hash={one.digest} />
    </div>
  );
}
