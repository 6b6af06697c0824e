import { ClockCircleOutlined, FlagFilled, PlayCircleFilled, RetweetOutlined } from '@ant-design/icons';
import { useLang, useTexts } from '../../i18n/texts.ts';
import type { Workflow } from '../../rpc/types.ts';
import { formatSpan } from '../../time/span.ts';
import type { Chosen } from './Diagram.tsx';
import type { Stats } from './graph.ts';

type Props = {
  workflow: Workflow;
  stats: Stats | undefined;
  days: number;
  onChoose: (chosen: Chosen) => void;
  nameOf: (state: string) => string;
};

/** Nothing chosen: where cases stand, slowest states first, and how to read the picture. */
export function Summary({ workflow, stats, days, onChoose, nameOf }: Props) {
  const t = useTexts('workflow');
  const lang = useLang();
  const rows = (stats?.states ?? [])
    .filter((s) => s.open > 0 || s.entered > 0)
    .sort((a, b) => b.open - a.open || b.entered - a.entered);
  return (
    <div className="wf-card">
      <p className="quiet">
        {t('size', { states: workflow.states.length, events: workflow.events.length, version: workflow.version })}
      </p>
      {rows.length > 0 && (
        <table className="wf-table">
          <thead>
            <tr>
              <th>{t('state')}</th>
              <th>{t('open_now')}</th>
              <th>{t('entered', { count: days })}</th>
              <th>{t('median_short')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.state}>
                <td>
                  <button type="button" className="link" onClick={() => onChoose({ state: row.state })}>
                    {nameOf(row.state)}
                  </button>
                </td>
                <td className="digits">{row.open}</td>
                <td className="digits">{row.entered}</td>
                <td className="digits">
                  {typeof row.median_s === 'number' ? formatSpan(row.median_s, lang, 'narrow') : '—'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <h4>{t('legend')}</h4>
      <ul className="wf-legend">
        <li>
          <PlayCircleFilled aria-hidden /> {t('initial')}
        </li>
        <li>
          <FlagFilled aria-hidden /> {t('final')}
        </li>
        <li>
          <ClockCircleOutlined aria-hidden /> {t('has_deadline')}
        </li>
        <li>
          <RetweetOutlined aria-hidden /> {t('stays')}
        </li>
        <li>
          <svg width="34" height="10" aria-hidden>
            <path d="M0 5h34" className="wf-line self" strokeWidth="1.6" />
          </svg>
          {t('by_itself')}
        </li>
        <li>
          <svg width="34" height="10" aria-hidden>
            <path d="M0 5h34" className="wf-line" strokeWidth="3" />
          </svg>
          {t('thick')}
        </li>
        <li>
          <span className="wf-count digits">
            <i className="ink-good">3</i>
            <i className="ink-bad">✕1</i>
          </span>
          {t('counts')}
        </li>
        <li>
          <span className="wf-pill-mark" aria-hidden />
          {t('many')}
        </li>
      </ul>
    </div>
  );
}
