import { Button, Modal } from 'antd';
import { useState } from 'react';
import { boundsOf, momentOf, type TimeFilter } from '../../cases/filters.ts';
import { useTexts } from '../../i18n/texts.ts';
import { serverNow } from '../../time/clock.ts';
import { fromInput, toInput } from '../../time/format.ts';
import type { List } from './useList.ts';
import '../../ui/field.css';

const presets: Record<TimeFilter, [name: string, from: string, to: string][]> = {
  due: [
    ['next_4h', 'now', 'now+4h'],
    ['next_24h', 'now', 'now+24h'],
    ['next_3d', 'now', 'now+3d'],
    ['past', '', 'now'],
  ],
  opened: [
    ['last_24h', 'now-24h', ''],
    ['last_7d', 'now-7d', ''],
    ['last_30d', 'now-30d', ''],
  ],
  closed: [
    ['last_24h', 'now-24h', ''],
    ['last_7d', 'now-7d', ''],
    ['last_30d', 'now-30d', ''],
  ],
};

/** From when to when: a usual span that moves along with the day, or two moments. */
export function TimeRange({ time, list, onClose }: { time: TimeFilter; list: List; onClose: () => void }) {
  const t = useTexts('cases');
  const bounds = boundsOf(time);
  const at = (name: string): string => {
    const value = list.state.filters[name];
    return typeof value === 'string' ? toInput(Date.parse(momentOf(value, serverNow()))) : '';
  };
  const [from, setFrom] = useState(at(bounds.from));
  const [to, setTo] = useState(at(bounds.to));
  const set = (first: string | undefined, last: string | undefined): void => {
    list.filterAll({ [bounds.from]: first, [bounds.to]: last });
    onClose();
  };
  const wrong = from !== '' && to !== '' && from >= to;
  return (
    <Modal
      open
      title={t(`range.${time}`)}
      width={460}
      onCancel={onClose}
      okText={t('range.show')}
      okButtonProps={{ disabled: wrong || (from === '' && to === '') }}
      onOk={() => set(fromInput(from), fromInput(to))}
    >
      <div className="cases-range">
        <div className="cases-presets">
          {presets[time].map(([name, first, last]) => (
            <Button key={name} size="small" onClick={() => set(first || undefined, last || undefined)}>
              {t(`range.${name}`)}
            </Button>
          ))}
        </div>
        <label>
          <span>{t('range.from')}</span>
          <input type="datetime-local" className="native" value={from} onChange={(e) => setFrom(e.target.value)} />
        </label>
        <label>
          <span>{t('range.to')}</span>
          <input type="datetime-local" className="native" value={to} onChange={(e) => setTo(e.target.value)} />
        </label>
        {wrong && <p className="fault-text">{t('range.wrong')}</p>}
      </div>
    </Modal>
  );
}
