import { Link } from 'react-router';
import type { Tone } from '../../app/tokens.ts';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { formatFull } from '../../time/format.ts';
import { Actor } from '../../ui/Actor.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { HashMark } from '../../ui/HashMark.tsx';
import { ReasonTag } from '../../ui/ReasonTag.tsx';
import { howWords, type Item, sizeWords } from './items.ts';

const weightTone: Record<string, Tone> = { admissible: 'good', weak: 'soon', inadmissible: 'bad' };

/** What is known of one item: its hash, where it comes from, how much it counts and why, what was made from it. */
export function Inspector({
  item,
  items,
  onOpen,
}: {
  item: Item;
  items: readonly Item[];
  onOpen: (id: string) => void;
}) {
  const t = useTexts('evidence');
  const say = useSay();
  const lang = useLang();
  const word = useWord();
  const original = items.find((each) => each.id === item.derived_from?.id);
  const copies = items.filter((each) => each.derived_from?.id === item.id);
  const weight = item.weight ?? (item.admissible ? 'admissible' : 'inadmissible');
  return (
    <div className="inspector">
      <h3>{say(item.kind_says, item.kind)}</h3>
      <div className="inspector-marks">
        <Badge tone={weightTone[weight] ?? 'neutral'}>{t(`weight_${weight}`)}</Badge>
        {item.supports && <Badge>{t('supports', { party: word('parties', item.supports) })}</Badge>}
        {item.derived_from && <Badge tone="info">{t('copy')}</Badge>}
      </div>
      <dl className="facts">
        <div>
          <dt>SHA-256</dt>
          <dd>
            <HashMark hash={item.sha256} />
          </dd>
        </div>
        {item.name && (
          <div>
            <dt>{t('name')}</dt>
            <dd>
              <bdi className="mono">{item.name}</bdi>
            </dd>
          </div>
        )}
        <div>
          <dt>{t('type')}</dt>
          <dd>
            {item.mime.split(';')[0]} · {sizeWords(item.size)}
          </dd>
        </div>
        <div>
          <dt>{t('source')}</dt>
          <dd>
            <bdi>{word('sources', item.source)}</bdi>
          </dd>
        </div>
        <div>
          <dt>{t('captured')}</dt>
          <dd>{item.captured_at ? formatFull(item.captured_at, lang) : t('not_told')}</dd>
        </div>
        {item.added_at && (
          <div>
            <dt>{t('added')}</dt>
            <dd>
              {formatFull(item.added_at, lang)}
              {item.added_by && (
                <>
                  {' · '}
                  <Actor id={item.added_by} />
                </>
              )}
            </dd>
          </div>
        )}
        {item.note && (
          <div>
            <dt>{t('note')}</dt>
            <dd>
              <bdi>{item.note}</bdi>
            </dd>
          </div>
        )}
        {item.derived_from && (
          <div>
            <dt>{t('made_from')}</dt>
            <dd>
              {original ? (
                <button type="button" className="as-link" onClick={() => onOpen(original.id)}>
                  {say(original.kind_says, original.kind)}
                </button>
              ) : (
                <span className="mono">{item.derived_from.id}</span>
              )}
              <span className="quiet"> {howWords(item.derived_from.how, t)}</span>
            </dd>
          </div>
        )}
        {copies.length > 0 && (
          <div>
            <dt>{t('copies')}</dt>
            <dd>
              {copies.map((copy) => (
                <button key={copy.id} type="button" className="as-link" onClick={() => onOpen(copy.id)}>
                  {howWords(copy.derived_from?.how ?? '', t)} · {copy.sha256.slice(0, 8)}
                </button>
              ))}
            </dd>
          </div>
        )}
        {Object.entries(item.attributes ?? {}).map(([name, value]) => (
          <div key={name}>
            <dt>{word('facts', name.startsWith('proof.') ? name : `proof.${name}`)}</dt>
            <dd>{value === true ? t('yes') : value === false ? t('no') : String(value)}</dd>
          </div>
        ))}
      </dl>
      {(item.why ?? []).length > 0 && (
        <section>
          <h4>{t('why_weight')}</h4>
          <ul className="inspector-why">
            {(item.why ?? []).map((why, at) =>
              typeof why === 'string' ? (
                <li key={at}>{why}</li>
              ) : (
                <li key={at}>
                  {why.rule && (
                    <ReasonTag
                      because={{ rule: why.rule, says: why.says, ...(why.cites ? { cites: why.cites } : {}) }}
                    />
                  )}{' '}
                  {say(why.says)}
                </li>
              ),
            )}
          </ul>
        </section>
      )}
      {(item.recycled ?? []).length > 0 && (
        <section>
          <h4>{t('recycled')}</h4>
          <ul className="inspector-why">
            {item.recycled?.map((use) => (
              <li key={use.case_id + use.evidence_id}>
                <Link to={`/evidence/${use.case_id}/${use.evidence_id}`}>
                  <span className="mono">{use.case_id}</span>
                </Link>{' '}
                {t(`recycled_${use.how}`, { bits: use.distance_bits })}
                {use.same_order && ` · ${t('same_order')}`}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
