import { Checkbox, Select } from 'antd';
import { useState } from 'react';
import { useSay, useTexts } from '../../i18n/texts.ts';
import { HashMark } from '../../ui/HashMark.tsx';
import { type Item, showOf } from './items.ts';
import { Stage } from './Stage.tsx';
import { type View, whole } from './view.ts';

/** Two items side by side. Pictures are zoomed, moved and turned together unless told otherwise. */
export function Compare({ case_id, items, first }: { case_id: string; items: readonly Item[]; first: string }) {
  const t = useTexts('evidence');
  const say = useSay();
  const other = partnerOf(items, first);
  const [ids, setIds] = useState<[string, string]>([first, other]);
  const [views, setViews] = useState<[View, View]>([whole, whole]);
  const [together, setTogether] = useState(true);
  const shown = ids.map((id) => items.find((item) => item.id === id)) as [Item | undefined, Item | undefined];
  const bothPictures = shown.every((item) => item && showOf(item) === 'picture');

  const look = (side: 0 | 1, view: View): void => {
    if (together && bothPictures) setViews([view, view]);
    else setViews(side === 0 ? [view, views[1]] : [views[0], view]);
  };
  const choose = (side: 0 | 1, id: string): void => {
    setIds(side === 0 ? [id, ids[1]] : [ids[0], id]);
    setViews([whole, whole]);
  };
  return (
    <div className="compare">
      {bothPictures && (
        <div className="compare-bar">
          <Checkbox checked={together} onChange={(event) => setTogether(event.target.checked)}>
            {t('together')}
          </Checkbox>
        </div>
      )}
      <div className="compare-pair">
        {([0, 1] as const).map((side) => {
          const item = shown[side];
          return (
            <section key={side} className="compare-side">
              <div className="compare-head">
                <Select
                  size="small"
                  className="compare-choice"
                  aria-label={t(side === 0 ? 'left_item' : 'right_item')}
                  value={ids[side]}
                  onChange={(id: string) => choose(side, id)}
                  options={items.map((each, at) => ({
                    value: each.id,
                    label: `${at + 1}. ${say(each.kind_says, each.kind)}${each.derived_from ? ` (${t('copy')})` : ''}`,
                  }))}
                />
                {item && <HashMark hash={item.sha256} />}
              </div>
              <div className="viewer-stage">
                {item && (
                  <Stage
                    key={item.id}
                    case_id={case_id}
                    item={item}
                    view={views[side]}
                    onView={(view) => look(side, view)}
                  />
                )}
              </div>
            </section>
          );
        })}
      </div>
    </div>
  );
}

/** A copy is held against its original, an original against its copy, anything else against what comes next. */
export function partnerOf(items: readonly Item[], id: string): string {
  const at = items.findIndex((item) => item.id === id);
  const item = items[at];
  const original = items.find((each) => each.id === item?.derived_from?.id);
  const copy = items.find((each) => each.derived_from?.id === id);
  return (original ?? copy ?? items[at + 1] ?? items[at - 1] ?? item)?.id ?? id;
}
