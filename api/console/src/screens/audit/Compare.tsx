import { SwapOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Tone } from '../../app/tokens.ts';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { useWord, withoutUnit } from '../../i18n/words.ts';
import { formatMoney } from '../../money/money.ts';
import { rpc } from '../../rpc/client.ts';
import { useRpc } from '../../rpc/hooks.ts';
import type { Case, Evidence } from '../../rpc/types.ts';
import { formatFull } from '../../time/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { EmptyState, ErrorState, Waiting } from '../../ui/states.tsx';
import { useFactValue } from '../why/factValue.ts';
import { useNames } from '../why/names.ts';
import type { WholeEntry } from '../why/useEntry.ts';
import { type Difference, differencesOf } from './differences.ts';

type AsOf = { case: Case; facts: Record<string, unknown>; evidence: Evidence[] };
const tone: Record<Difference['change'], Tone> = { added: 'good', removed: 'bad', changed: 'soon' };

/** One case at two moments, and what is different, in words. Moments are those after an entry, or now. */
export default function Compare() {
  const t = useTexts('audit');
  const lang = useLang();
  const names = useNames();
  const [query, setQuery] = useSearchParams();
  const case_id = query.get('case_id') ?? '';
  const trail = useTrail(case_id);
  const moments = useMemo(() => {
    const seen = new Map<string, WholeEntry>();
    for (const entry of trail.data ?? []) seen.set(entry.at, entry);
    return [...seen.values()];
  }, [trail.data]);
  const a = query.get('a') ?? moments[0]?.at;
  const b = query.get('b') ?? undefined;
  const set = (part: Record<string, string | undefined>): void => {
    const next: Record<string, string> = {};
    for (const [name, value] of Object.entries({ case_id, a, b, ...part })) if (value) next[name] = value;
    setQuery(next);
  };
  const options = moments.map((entry) => ({
    value: entry.at,
    label: `${formatFull(entry.at, lang)} · ${names.event(entry.event, entry.kind)}${entry.outcome === 'refused' ? ` (${t('refused')})` : ''}`,
  }));
  return (
    <div className="panel compare-moments">
      <div className="compare-form">
        <Input.Search
          className="compare-case"
          defaultValue={case_id}
          enterButton={t('open')}
          aria-label={t('case')}
          placeholder={t('case')}
          onSearch={(next) => setQuery(next.trim() === '' ? {} : { case_id: next.trim() })}
        />
        {moments.length > 0 && (
          <>
            <Select
              className="compare-moment"
              aria-label={t('moment_a')}
              value={a}
              options={options}
              onChange={(next: string) => set({ a: next })}
            />
            <Button icon={<SwapOutlined />} aria-label={t('swap')} disabled={!b} onClick={() => set({ a: b, b: a })} />
            <Select
              className="compare-moment"
              aria-label={t('moment_b')}
              value={b ?? ''}
              options={[...options, { value: '', label: t('now') }]}
              onChange={(next: string) => set({ b: next || undefined })}
            />
          </>
        )}
      </div>
      {case_id === '' && <EmptyState title={t('compare_which')} text={t('compare_hint')} />}
      {case_id !== '' && trail.isPending && <Waiting />}
      {trail.error && <ErrorState fault={trail.error} onRetry={() => void trail.refetch()} />}
      {case_id !== '' && a !== undefined && (
        <Differences case_id={case_id} a={a} b={b} last={moments.at(-1)?.at ?? a} />
      )}
    </div>
  );
}

function useTrail(case_id: string) {
  return useQuery({
    queryKey: ['case.trail', { case_id }, 'whole'],
    enabled: case_id !== '',
    meta: { live: 'case' },
    queryFn: async ({ signal }) => {
      const entries: WholeEntry[] = [];
      let cursor: string | undefined;
      do {
        const params = { case_id, limit: 200, ...(cursor === undefined ? {} : { cursor }) };
        const page = await rpc.call<{ entries: WholeEntry[]; next_cursor?: string }>('case.trail', params, signal);
        entries.push(...page.entries);
        cursor = page.next_cursor;
      } while (cursor !== undefined);
      return entries;
    },
  });
}

/** Now is the moment of the last entry: only entries change a case, and two past moments are told alike. */
function Differences(props: { case_id: string; a: string; b: string | undefined; last: string }) {
  const { case_id, a, b, last } = props;
  const t = useTexts('audit');
  const say = useSay();
  const lang = useLang();
  const word = useWord();
  const names = useNames();
  const factValue = useFactValue();
  const before = useRpc<AsOf>('case.get', { case_id, as_of: a }, { live: 'none' });
  const after = useRpc<AsOf>('case.get', { case_id, as_of: b ?? last }, { live: 'none' });
  const fault = before.error ?? after.error;
  if (fault) return <ErrorState fault={fault} onRetry={() => void Promise.all([before.refetch(), after.refetch()])} />;
  if (!before.data || !after.data) return <Waiting />;
  const found = differencesOf(before.data, after.data);
  const { kind, refunded } = after.data.case;
  const kinds = new Map(
    [...before.data.evidence, ...after.data.evidence].map((item) => [item.id, say(item.kind_says, item.kind)]),
  );
  const value = (difference: Difference, which: unknown): string => {
    if (which === undefined) return '—';
    if (difference.about === 'evidence') return kinds.get(difference.path) ?? String(which);
    if (difference.about === 'state') return names.state(String(which), kind);
    if (difference.about === 'flags' && Array.isArray(which))
      return which.map((flag) => word('flags', String(flag))).join(', ') || t('nothing_there');
    if (refunded && typeof which === 'number' && difference.about !== 'fact')
      return formatMoney({ minor: which, currency: refunded.currency });
    return factValue(difference.path, which, refunded?.currency);
  };
  const title = (difference: Difference): string =>
    difference.about === 'fact'
      ? withoutUnit(difference.path, word('facts', difference.path))
      : difference.about === 'evidence'
        ? t('evidence')
        : t(`about_${difference.about}`);
  return (
    <>
      <div className="compare-states">
        {[before.data.case, after.data.case].map((each, side) => (
          <div key={side} className="compare-state">
            <small className="quiet">
              {side === 0 ? formatFull(a, lang) : b === undefined ? t('now') : formatFull(b, lang)}
            </small>
            <b>{say(each.state_says, each.state)}</b>
          </div>
        ))}
        <Link to={`/workbench/${case_id}`}>{t('open_case')}</Link>
      </div>
      {found.length === 0 ? (
        <EmptyState title={t('no_difference')} />
      ) : (
        <table className="differences">
          <thead>
            <tr>
              <th>{t('what')}</th>
              <th>{t('change')}</th>
              <th>{t('before')}</th>
              <th>{t('after')}</th>
            </tr>
          </thead>
          <tbody>
            {found.map((difference) => (
              <tr key={difference.about + difference.path}>
                <td title={difference.path}>{title(difference)}</td>
                <td>
                  <Badge tone={tone[difference.change]}>{t(`change_${difference.change}`)}</Badge>
                </td>
                <td className="quiet">{value(difference, difference.before)}</td>
                <td>{value(difference, difference.after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
