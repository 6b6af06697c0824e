import { CheckSquareFilled, FileTextOutlined, PlusOutlined, WarningFilled } from '@ant-design/icons';
import { Button } from 'antd';
import { useSay, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { Waiting as WaitingUploads } from '../../outbox/Waiting.tsx';
import type { Evidence } from '../../rpc/types.ts';
import { HashMark } from '../../ui/HashMark.tsx';
import { Section } from './Section.tsx';
import type { OpenCase } from './useCase.ts';

/** Without `onEvidence` there is nothing to add for who looks. */
type Handlers = { onEvidence?: ((kind?: string) => void) | undefined; onLook: (item: string) => void };

/** What proof the case asks for, what is there, and each item to look at. */
export function Proof({ open, onEvidence, onLook }: { open: OpenCase } & Handlers) {
  const t = useTexts('workbench');
  const say = useSay();
  const word = useWord();
  const { evidence, case: c } = open.answer;
  const needs = open.checklist?.required ?? [];
  const groups = needs.flatMap((need) => need.required);
  const done = groups.filter((g) => g.present).length;
  const seen = new Set<string>();
  return (
    <Section
      title={t('context.proof')}
      extra={
        <span className="wb-score">
          {groups.length > 0 && !c.final && (
            <>
              <meter min={0} max={100} value={open.checklist?.score ?? 0} aria-label={t('context.score')} />
              <b className="digits">
                {done}/{groups.length}
              </b>
            </>
          )}
          {onEvidence && (
            <Button
              size="small"
              type="text"
              icon={<PlusOutlined />}
              onClick={() => onEvidence()}
              aria-label={t('evidence.add')}
            >
              <kbd>E</kbd>
            </Button>
          )}
        </span>
      }
    >
      {!c.final && (
        <ul className="wb-needs">
          {needs.map((need) =>
            need.required.map((group) => {
              const key = group.any_of.join('|');
              if (seen.has(key)) return null;
              seen.add(key);
              return (
                <li key={need.id + key} className={group.present ? 'has' : 'lacks'} title={say(need.says)}>
                  {group.present ? (
                    <CheckSquareFilled className="mark-good" aria-label={t('context.present')} />
                  ) : (
                    <i className="wb-box" role="img" aria-label={t('context.missing')} />
                  )}
                  <span>{group.any_of.map((kind) => word('evidence_kinds', kind)).join(t('context.or'))}</span>
                  {!group.present && onEvidence && (
                    <button type="button" className="wb-link" onClick={() => onEvidence(group.any_of[0])}>
                      {t('context.add')}
                    </button>
                  )}
                </li>
              );
            }),
          )}
        </ul>
      )}
      {!c.final && needs.length === 0 && open.checklist && <p className="quiet">{t('context.no_needs')}</p>}
      {c.final && evidence.length === 0 && <p className="quiet">{t('context.no_items')}</p>}
      <WaitingUploads case_id={c.id} />
      {evidence.length > 0 && (
        <ul className="wb-items">
          {evidence.map((item) => (
            <Item key={item.id} item={item} onLook={onLook} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function Item({ item, onLook }: { item: Evidence; onLook: (item: string) => void }) {
  const say = useSay();
  const word = useWord();
  const t = useTexts('workbench');
  const kind = say(item.kind_says, word('evidence_kinds', item.kind));
  const picture = /^image\/(png|jpeg|webp|gif)$/.test(item.mime);
  const weight = item.weight ?? (item.admissible ? 'admissible' : 'inadmissible');
  const why = item.why?.[0];
  return (
    <li>
      <button
        type="button"
        className="wb-item"
        onClick={() => onLook(item.id)}
        aria-label={t('context.look', { kind })}
      >
        {picture ? (
          <img src={`/v1/blobs/${item.sha256}`} alt="" loading="lazy" />
        ) : (
          <span className="wb-file-mark">
            <FileTextOutlined aria-hidden />
          </span>
        )}
      </button>
      <div>
        <div className="wb-item-line">
          <button type="button" className="wb-link wb-item-name clip" onClick={() => onLook(item.id)}>
            {kind}
          </button>
          {weight !== 'admissible' && (
            <span
              className={weight === 'weak' ? 'ink-soon wb-weight' : 'ink-bad wb-weight'}
              title={typeof why === 'string' ? why : say(why?.says, t('context.weight_hint'))}
            >
              <WarningFilled aria-hidden /> {t(`context.${weight}`)}
            </span>
          )}
        </div>
        {(item.text ?? item.name) && (
          <div className="clip quiet" title={item.name}>
            {item.text ?? item.name}
          </div>
        )}
        <HashMark hash={item.sha256} />
      </div>
    </li>
  );
}
