import type { Tone } from '../../app/tokens.ts';
import { useSay, useTexts } from '../../i18n/texts.ts';
import { Badge } from '../../ui/Badge.tsx';
import type { Change, Finding } from './types.ts';

const tones: Record<Change['what'], Tone> = { added: 'good', removed: 'bad', changed: 'soon' };

/** The same changes in words, as the server tells them; a part that several books share is told once. */
export function WordChanges({ changes }: { changes: Change[] }) {
  const t = useTexts('rules');
  const say = useSay();
  if (changes.length === 0) return <p className="quiet">{t('no_changes')}</p>;
  return (
    <ul className="ru-words">
      {changes.map((change, i) => (
        <li key={i}>
          <Badge tone={tones[change.what]}>{t(`what_${change.what}`)}</Badge>
          <p>{say(change.says)}</p>
          <small className="quiet">{change.books.join(t('comma'))}</small>
        </li>
      ))}
    </ul>
  );
}

export function Findings({ findings, onOpen }: { findings: Finding[]; onOpen: (finding: Finding) => void }) {
  const t = useTexts('rules');
  const say = useSay();
  return (
    <ul className="ru-findings">
      {findings.map((finding, i) => (
        <li key={i}>
          <button type="button" onClick={() => onOpen(finding)}>
            <code>
              {finding.file}.yaml:{finding.line}:{finding.column}
            </code>
            {finding.check && <Badge tone="soon">{finding.check}</Badge>}
            <p>{say(finding.says)}</p>
            {finding.example && (
              <small className="quiet">
                {t('example')} {finding.example}
              </small>
            )}
          </button>
        </li>
      ))}
    </ul>
  );
}
