import { DownloadOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useEffect, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useSay, useTexts } from '../../i18n/texts.ts';
import { type CaseCheck, checkCase } from '../../integrity/integrity.ts';
import { useRpc } from '../../rpc/hooks.ts';
import { Badge } from '../../ui/Badge.tsx';
import { HashMark } from '../../ui/HashMark.tsx';
import { ErrorState, FaultText, Waiting } from '../../ui/states.tsx';
import { saveText } from './saveText.ts';
import { Verify } from './Verify.tsx';

type Head = { size: number; root: string; signed_note: string; vkey: string };

/** The ledger's signed head, a verification of everything, and one of a single case, entry by entry. */
export default function Ledger() {
  return (
    <div className="ledger">
      <Verify />
      <LedgerHead />
      <OneCase />
    </div>
  );
}

function LedgerHead() {
  const t = useTexts('audit');
  const head = useRpc<Head>('audit.checkpoint', {}, { live: 'any' });
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{t('head')}</h2>
        {head.data && (
          <Button
            size="small"
            icon={<DownloadOutlined />}
            onClick={() => saveText(`checkpoint-${head.data.size}.txt`, head.data.signed_note, 'text/plain')}
          >
            {t('save_note')}
          </Button>
        )}
      </div>
      <div className="panel-body ledger-rows">
        {head.isPending && <Waiting />}
        {head.error && <ErrorState fault={head.error} onRetry={() => void head.refetch()} />}
        {head.data && (
          <>
            <dl className="facts">
              <div>
                <dt>{t('size')}</dt>
                <dd className="digits">{t('entries_count', { count: head.data.size })}</dd>
              </div>
              <div>
                <dt>{t('root')}</dt>
                <dd>
                  <HashMark hash={head.data.root} />
                </dd>
              </div>
              <div>
                <dt>{t('key')}</dt>
                <dd>
                  <code className="ledger-key">{head.data.vkey}</code>
                </dd>
              </div>
            </dl>
            <pre className="code" tabIndex={0}>
              {head.data.signed_note}
            </pre>
            <p className="quiet">{t('head_hint')}</p>
          </>
        )}
      </div>
    </section>
  );
}

function OneCase() {
  const t = useTexts('audit');
  const say = useSay();
  const [query, setQuery] = useSearchParams();
  const case_id = query.get('case_id') ?? '';
  const [check, setCheck] = useState<CaseCheck>();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const [pressed, setPressed] = useState(0);
  useEffect(() => {
    setFault(undefined);
    setCheck(undefined);
    setBusy(case_id !== '');
    if (case_id === '') return;
    let asked = true;
    const then = (take: () => void): void => {
      if (asked) take();
    };
    checkCase(case_id)
      .then((found) => then(() => setCheck(found)))
      .catch((error) => then(() => setFault(error)))
      .finally(() => then(() => setBusy(false)));
    return () => {
      asked = false;
    };
  }, [case_id, pressed]);
  return (
    <section className="panel ledger-case">
      <div className="panel-head">
        <h2>{t('one_case')}</h2>
      </div>
      <div className="panel-body ledger-rows">
        <Input.Search
          defaultValue={case_id}
          loading={busy}
          enterButton={t('check')}
          aria-label={t('case')}
          placeholder={t('case')}
          onSearch={(next) => {
            setQuery(next.trim() === '' ? {} : { case_id: next.trim() });
            setPressed(pressed + 1);
          }}
        />
        {fault !== undefined && (
          <p role="alert">
            <FaultText fault={fault} />
          </p>
        )}
        {check && (
          <>
            <Badge tone={check.ok ? 'good' : 'bad'}>
              {check.ok ? t('case_sound', { count: check.entries.length }) : t('case_broken')}
            </Badge>
            {check.first_bad && <p className="ink-bad">{say(check.first_bad.says)}</p>}
            <ol className="marks">
              {check.entries.map((mark) => (
                <li key={mark.entry_id}>
                  <span
                    className={mark.ok ? 'ink-good' : 'ink-bad'}
                    role="img"
                    aria-label={t(mark.ok ? 'mark_ok' : 'mark_bad')}
                  >
                    {mark.ok ? '✓' : '✗'}
                  </span>
                  <span className="digits">#{mark.seq}</span>
                  <Link to={`/audit/trail?case_id=${check.case_id}&entry=${mark.entry_id}&of=${check.case_id}`}>
                    <span className="mono">{mark.entry_id}</span>
                  </Link>
                  <span className="quiet">
                    {mark.why ? say(mark.why) : t(mark.signed ? 'mark_signed' : 'mark_unsigned')}
                  </span>
                </li>
              ))}
            </ol>
          </>
        )}
      </div>
    </section>
  );
}
