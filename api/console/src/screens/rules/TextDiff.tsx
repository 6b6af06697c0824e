import { Fragment, useMemo } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { Scroll } from '../../ui/Scroll.tsx';
import { compareTexts } from './compare.ts';

const sign = { same: ' ', gone: '−', new: '+' };

/** The difference of two texts of one file, in colour and in signs. */
export function TextDiff({ name, before, after }: { name: string; before: string; after: string }) {
  const t = useTexts('rules');
  const hunks = useMemo(() => compareTexts(before, after), [before, after]);
  return (
    <div className="ru-diff">
      <h4>{name}.yaml</h4>
      {hunks.length === 0 && <p className="quiet">{t('same_text')}</p>}
      {hunks.map((hunk, i) => (
        <Fragment key={i}>
          {i > 0 && (
            <div className="ru-skip" aria-hidden>
              ⋯
            </div>
          )}
          <Scroll className="ru-hunk" label={`${name}.yaml`}>
            {hunk.lines.map((line, n) => (
              <div key={n} className={`ru-line ${line.is}`}>
                <span className="digits">{line.old ?? ''}</span>
                <span className="digits">{line.now ?? ''}</span>
                <b>
                  {sign[line.is]}
                  {line.is !== 'same' && <span className="off-screen">{t(`line_${line.is}`)}</span>}
                </b>
                <code>{line.parts.map((part, p) => (part.marked ? <mark key={p}>{part.text}</mark> : part.text))}</code>
              </div>
            ))}
          </Scroll>
        </Fragment>
      ))}
    </div>
  );
}
