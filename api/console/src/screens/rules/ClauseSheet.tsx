import { EditOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useNavigate } from 'react-router';
import type { Tone } from '../../app/tokens.ts';
import { useSay, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { formatMoney } from '../../money/money.ts';
import { Badge } from '../../ui/Badge.tsx';
import { ClauseText } from '../../ui/ClauseText.tsx';
import { toneOfEffect } from '../../ui/effects.ts';
import { Scroll } from '../../ui/Scroll.tsx';
import type { Row } from './ClauseList.tsx';
import { Examples, examplesOf } from './Examples.tsx';
import { excerpt, findClause, verdictsIn } from './texts.ts';
import { type Titled, useBookText, useEventName } from './useBooks.ts';

const verdictTone: Record<string, Tone> = { holds: 'good', fails: 'bad', unproven: 'soon', out_of_scope: 'neutral' };

const cny = (minor: number): string => formatMoney({ minor, currency: 'CNY' });

/** One clause: what it says, where that is written, since when, how sure, its conditions, and the text with its examples. */
export function ClauseSheet({ book, row }: { book: Titled; row: Row }) {
  const t = useTexts('rules');
  const say = useSay();
  const word = useWord();
  const eventName = useEventName();
  const go = useNavigate();
  const text = useBookText(book.book);
  const c = row.clause;
  const at = text.data && findClause(text.data.files, c.id, row.nth);
  const source = at ? excerpt(at.file.text, at.line) : undefined;
  const examples = examplesOf(text.data?.examples?.[c.id], c.from, c.to);
  const facts: [string, string | undefined][] = [
    [t('cites'), c.cites && [c.cites.text, c.cites.source && `（${c.cites.source}）`].filter(Boolean).join('')],
    [t('confidence'), c.confidence && say(c.confidence_says, word('confidences', c.confidence))],
    [t('holds'), c.from || c.to ? `${c.from ?? '…'} – ${c.to ?? t('open_end')}` : t('always')],
    [t('on'), c.on?.map(eventName).join(t('comma'))],
    [t('slot'), c.slot],
    [t('hours'), c.hours === undefined ? undefined : t('hours_of', { count: c.hours })],
    [
      t('rate'),
      c.per_mille === undefined
        ? undefined
        : [
            `${c.per_mille / 10} %`,
            c.min_minor !== undefined && `≥ ${cny(c.min_minor)}`,
            c.max_minor !== undefined && `≤ ${cny(c.max_minor)}`,
          ]
            .filter(Boolean)
            .join(t('comma')),
    ],
    [t('weight'), c.weight === undefined ? undefined : String(c.weight)],
    [t('any_of'), c.any_of?.map((kinds) => kinds.map((k) => word('evidence_kinds', k)).join(t('or'))).join(t('and'))],
    [t('file'), at && `${at.file.name}.yaml : ${at.line}`],
  ];
  return (
    <aside className="panel ru-sheet" aria-label={c.id}>
      <div className="panel-head">
        <h2 className="mono">{c.id}</h2>
        <Button
          size="small"
          type="primary"
          icon={<EditOutlined aria-hidden />}
          disabled={!at}
          onClick={() =>
            at && go(`/rules/${book.book}?tab=edit&file=${encodeURIComponent(at.file.name)}&line=${at.line}`)
          }
        >
          {t('change')}
        </Button>
      </div>
      <Scroll className="ru-scroll clause" label={c.id}>
        <p>
          <Badge tone={toneOfEffect(c.effect)}>
            {c.effect ? say(c.effect_says, word('effects', c.effect)) : t(`list_${row.list}`)}
          </Badge>
        </p>
        <p className="clause-says">
          <ClauseText says={c.says} />
        </p>
        <dl className="facts">
          {facts.map(
            ([name, value]) =>
              value && (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ),
          )}
        </dl>
        {[
          [t('when'), c.when],
          [t('require'), c.require],
          [t('due'), c.due],
        ].map(
          ([name, code]) =>
            code && (
              <div key={name}>
                <h4>{name}</h4>
                <pre className="code">{code}</pre>
              </div>
            ),
        )}
        {examples.length > 0 && (
          <div>
            <h4>{t('examples')}</h4>
            <p className="quiet ru-examples-hint">{t('examples_ran')}</p>
            <Examples examples={examples} />
          </div>
        )}
        {source !== undefined && (
          <div>
            <h4>{t('source_text')}</h4>
            <pre className="code">
              {verdictsIn(source).map((piece, at) =>
                piece.is === 'text' ? (
                  piece.text
                ) : (
                  <b key={at} className={`ink-${verdictTone[piece.text] ?? 'neutral'}`}>
                    {piece.text}
                  </b>
                ),
              )}
            </pre>
          </div>
        )}
      </Scroll>
    </aside>
  );
}
