import { Modal } from 'antd';
import { useSay, useTexts } from '../i18n/texts.ts';
import { KeyLayer } from '../keys/keys.ts';
import { useRpc } from '../rpc/hooks.ts';
import type { Says } from '../rpc/types.ts';
import { ClauseText } from './ClauseText.tsx';
import { ErrorState, Waiting } from './states.tsx';

export type Clause = {
  id: string;
  version: string;
  book: string;
  cites?: { text: string; source?: string };
  confidence: string;
  confidence_says?: Says;
  effect: string;
  effect_says?: Says;
  on: string[];
  when?: string;
  require?: string;
  from?: string;
  to?: string;
  says: Says;
};

/** The text of one rule: what it says, where it stands written, since when, how sure we are, and its condition. */
export function ClauseModal({ id, book, onClose }: { id: string; book?: string | undefined; onClose: () => void }) {
  const t = useTexts();
  const say = useSay();
  const rule = useRpc<Clause>('rules.get', book ? { id, book } : { id });
  const c = rule.data;
  return (
    <KeyLayer>
      <Modal open onCancel={onClose} footer={null} width={640} title={<span className="mono">{id}</span>}>
        {rule.isPending && <Waiting />}
        {rule.error && <ErrorState fault={rule.error} onRetry={() => void rule.refetch()} />}
        {c && (
          <div className="clause">
            <p className="clause-says">
              <ClauseText says={c.says} />
            </p>
            <dl className="facts">
              {c.cites?.text && (
                <div>
                  <dt>{t('rule.cites')}</dt>
                  <dd>{c.cites.text}</dd>
                </div>
              )}
              <div>
                <dt>{t('rule.book')}</dt>
                <dd>
                  {c.book} · {c.version}
                  {c.from && ` · ${t('rule.since', { day: c.from })}`}
                </dd>
              </div>
              <div>
                <dt>{t('rule.confidence')}</dt>
                <dd>{say(c.confidence_says, c.confidence)}</dd>
              </div>
            </dl>
            {c.when && (
              <>
                <h4>{t('rule.when')}</h4>
                <pre className="code">{c.when}</pre>
              </>
            )}
            {c.require && (
              <>
                <h4>{t('rule.require')}</h4>
                <pre className="code">{c.require}</pre>
              </>
            )}
          </div>
        )}
      </Modal>
    </KeyLayer>
  );
}
