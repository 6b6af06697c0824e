import { EyeOutlined, WarningOutlined } from '@ant-design/icons';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { arrivingOver } from '../../app/arriving.tsx';
import { useSay, useTexts } from '../../i18n/texts.ts';
import { Badge } from '../../ui/Badge.tsx';
import { HashMark } from '../../ui/HashMark.tsx';
import { type Item, sizeWords } from '../evidence/items.ts';
import { type Exhibit, groupedLimits } from './contents.ts';

const EvidenceViewer = arrivingOver(() => import('../evidence/EvidenceViewer.tsx'));

/** The exhibits in the order of the pack, each with a tick: without it the original stays out, and the pack says so. */
export function ExhibitList(props: {
  case_id: string;
  exhibits: Exhibit[];
  items: readonly Item[];
  withhold: string[];
  /** The call whose limits are held to, if any. */
  call: string | undefined;
  onWithhold: (ids: string[]) => void;
}) {
  const { case_id, exhibits, items, withhold, call, onWithhold } = props;
  const t = useTexts('pack');
  const say = useSay();
  const [shown, setShown] = useState<string>();
  const redactedOf = (id: string): Item | undefined =>
    items.find((item) => item.derived_from?.id === id && item.derived_from.how.includes('redacted'));
  const loose = exhibits.filter(({ id }) => redactedOf(id) && !withhold.includes(id)).map(({ id }) => id);

  if (exhibits.length === 0) return <p className="quiet">{t('no_exhibits')}</p>;
  return (
    <>
      {loose.length > 0 && (
        <div className="pack-hint">
          <span>{t('has_redacted', { count: loose.length })}</span>
          <Button size="small" onClick={() => onWithhold([...withhold, ...loose])}>
            {t('copies_only')}
          </Button>
        </div>
      )}
      <ol className="exhibits">
        {exhibits.map((exhibit) => {
          const item = items.find((each) => each.id === exhibit.id);
          const out = withhold.includes(exhibit.id);
          return (
            <li key={exhibit.id} className={exhibit.path === undefined ? 'exhibit exhibit-out' : 'exhibit'}>
              <Checkbox
                checked={!out}
                aria-label={t('include', { kind: say(exhibit.kind_says, exhibit.kind) })}
                onChange={() =>
                  onWithhold(out ? withhold.filter((id) => id !== exhibit.id) : [...withhold, exhibit.id])
                }
              />
              <span className="exhibit-number digits">{String(exhibit.number).padStart(2, '0')}</span>
              <div className="exhibit-words">
                <div className="exhibit-head">
                  <b>{say(exhibit.kind_says, exhibit.kind)}</b>
                  {item?.derived_from && <Badge tone="info">{t('copy')}</Badge>}
                  {exhibit.required_by.length > 0 && <Badge tone="good">{t('required')}</Badge>}
                  <span className="quiet">{sizeWords(exhibit.size)}</span>
                  {exhibit.sha256 && <HashMark hash={exhibit.sha256} />}
                </div>
                {exhibit.withheld && <p className="ink-soon">{say(exhibit.withheld)}</p>}
                {exhibit.required_by.map((need) => (
                  <p key={need.id} className="quiet">
                    {need.cites ?? need.id}
                  </p>
                ))}
                {groupedLimits(exhibit.limits).map(({ uses, says }) => {
                  const refused = uses.some((use) => use.call === call && use.confidence === 'high');
                  return (
                    <p key={says.zh} className={refused ? 'ink-bad' : 'exhibit-limit'}>
                      <WarningOutlined aria-hidden /> {say(says)}
                      <small> ({uses.map((use) => say(use.use, use.call)).join(t('comma'))})</small>
                    </p>
                  );
                })}
              </div>
              <Button
                type="text"
                size="small"
                icon={<EyeOutlined />}
                aria-label={t('look', { kind: say(exhibit.kind_says, exhibit.kind) })}
                onClick={() => setShown(exhibit.id)}
              />
            </li>
          );
        })}
      </ol>
      {shown !== undefined && (
        <EvidenceViewer case_id={case_id} evidence={[]} start={shown} onClose={() => setShown(undefined)} />
      )}
    </>
  );
}
