import { useInfiniteQuery } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { rpc } from '../../rpc/client.ts';
import type { Says } from '../../rpc/types.ts';
import { formatMoment } from '../../time/format.ts';
import { EmptyState, ErrorState, Waiting } from '../../ui/states.tsx';
import { useNames } from '../why/names.ts';
import { piecesOf } from './pieces.ts';

type Found = {
  case_id: string;
  shop: string;
  kind: string;
  kind_says?: Says;
  state: string;
  state_says?: Says;
  found: { field: string; id: string; at: string; text: string }[];
};
type Answer = { cases: Found[]; scanned: number; next_cursor?: string };

/** Notes, messages and chats. It reads personal data, and says so before anyone presses. */
export default function Search() {
  const t = useTexts('audit');
  const say = useSay();
  const lang = useLang();
  const word = useWord();
  const names = useNames();
  const [query, setQuery] = useSearchParams();
  const text = query.get('text')?.trim() ?? '';
  const search = useInfiniteQuery({
    queryKey: ['audit.search', { text }, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      rpc.call<Answer>('audit.search', { text, limit: 50, ...(pageParam === '' ? {} : { cursor: pageParam }) }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
    enabled: text !== '',
    // What was erased meanwhile is not kept in the page either.
    gcTime: 0,
    staleTime: 0,
  });
  const cases = search.data?.pages.flatMap((page) => page.cases) ?? [];
  const scanned = search.data?.pages.reduce((sum, page) => sum + page.scanned, 0) ?? 0;
  return (
    <div className="panel search">
      <Alert type="warning" showIcon title={t('search_personal')} description={t('search_personal_more')} />
      <Input.Search
        size="large"
        defaultValue={text}
        maxLength={200}
        enterButton={t('search')}
        aria-label={t('search_words')}
        placeholder={t('search_words')}
        loading={search.isFetching}
        onSearch={(next) => setQuery(next.trim() === '' ? {} : { text: next.trim() })}
      />
      {text !== '' && search.isPending && <Waiting />}
      {search.error && <ErrorState fault={search.error} onRetry={() => void search.refetch()} />}
      {search.data && (
        <p className="quiet" role="status">
          {t('search_found', { count: cases.length, scanned })}
        </p>
      )}
      {search.data && cases.length === 0 && !search.hasNextPage && <EmptyState title={t('search_none')} />}
      <ul className="search-cases">
        {cases.map((each) => (
          <li key={each.case_id}>
            <div className="search-case">
              <Link to={`/workbench/${each.case_id}`}>
                <span className="mono">{each.case_id}</span>
              </Link>
              <span>{say(each.kind_says, names.kind(each.kind))}</span>
              <span className="quiet">{say(each.state_says, names.state(each.state, each.kind))}</span>
              <Link to={`/audit/trail?case_id=${each.case_id}`}>{t('its_entries')}</Link>
            </div>
            <ul>
              {each.found.map((found) => (
                <li key={found.id + found.field} className="search-found">
                  <span className="quiet">
                    {word('fields', found.field)} · {formatMoment(found.at, lang)}
                  </span>
                  <p>
                    {piecesOf(found.text, text).map((piece, at) =>
                      piece.hit ? <mark key={at}>{piece.text}</mark> : piece.text,
                    )}
                  </p>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      {search.hasNextPage && (
        <Button loading={search.isFetchingNextPage} onClick={() => void search.fetchNextPage()}>
          {t('search_on')}
        </Button>
      )}
    </div>
  );
}
