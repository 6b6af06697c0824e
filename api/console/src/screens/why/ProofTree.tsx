import { useTexts } from '../../i18n/texts.ts';
import { withoutUnit } from '../../i18n/words.ts';
import { useExplainedWord } from './explained.ts';
import { useFactValue } from './factValue.ts';
import { linesOf, type Part, type ProofLine, type Truth } from './proof.ts';

const signs: Record<Truth, string> = { true: '✓', false: '✗', unknown: '?', error: '!', idle: '·', none: '·' };
const inks: Record<Truth, string> = {
  true: 'ink-good',
  false: 'ink-bad',
  unknown: 'ink-soon',
  error: 'ink-bad',
  idle: 'quiet',
  none: 'quiet',
};

/** A condition taken apart: each piece with what it came to and what it read. */
export function ProofTree({
  title,
  part,
  currency,
  counts,
}: {
  title: string;
  part: Part;
  currency: string | undefined;
  counts: Record<string, number>;
}) {
  return (
    <div className="proof">
      <h5>{title}</h5>
      <ul>
        {linesOf(part).map((line, at) => (
          <Line key={at} line={line} currency={currency} counts={counts} />
        ))}
      </ul>
    </div>
  );
}

function Line({
  line,
  currency,
  counts,
}: {
  line: ProofLine;
  currency: string | undefined;
  counts: Record<string, number>;
}) {
  const t = useTexts('why');
  const word = useExplainedWord();
  const factValue = useFactValue();
  return (
    <li style={{ paddingLeft: line.depth * 18 }}>
      <span className={`proof-sign ${inks[line.truth]}`} aria-label={t(`truth_${line.truth}`)} role="img">
        {signs[line.truth]}
      </span>
      <span className="proof-words">
        {line.hidden ? (
          <i className="quiet">{t('hidden')}</i>
        ) : line.join ? (
          <b>{t(`join_${line.join}`)}</b>
        ) : (
          <code className={line.truth === 'idle' ? 'quiet' : undefined}>{line.source}</code>
        )}
        {line.reads.map((read) => (
          <span key={read.path} className="proof-read">
            {withoutUnit(read.path, word('fact', read.path))} = <b>{factValue(read.path, read.value, currency)}</b>
          </span>
        ))}
        {line.names.map((path) => {
          const name = word('fact', path);
          return (
            name !== path && (
              <span key={path} className="proof-read">
                {withoutUnit(path, name)}
              </span>
            )
          );
        })}
        {line.counts.map((kind) => (
          <span key={kind} className="proof-read">
            {word('evidence', kind)}: <b>{t('pieces', { count: counts[kind] ?? 0 })}</b>
          </span>
        ))}
      </span>
    </li>
  );
}
