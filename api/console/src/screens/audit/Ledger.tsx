import { DownloadOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { Button, Input, Progress } from 'antd';
import { useEffect, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import {
  type CaseCheck,
  checkCase,
  findingOf,
  useIntegrity,
  type VerifyReport,
  verifyLedger,
} from '../../integrity/integrity.ts';
import { useRpc } from '../../rpc/hooks.ts';
import { serverNow, useNow } from '../../time/clock.ts';
import { formatFull } from '../../time/format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { HashMark } from '../../ui/HashMark.tsx';
import { ErrorState, FaultText, Waiting } from '../../ui/states.tsx';
import { saveText } from './saveText.ts';

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

function Verify() {
  const t = useTexts('audit');
  const say = useSay();
  const lang = useLang();
  const state = useIntegrity();
  const head = useRpc<Head>('audit.checkpoint', {}, { live: 'any' });
  const [report, setReport] = useState<VerifyReport>();
  const [fault, setFault] = useState<unknown>();
  const finding = findingOf(state);
  const run = (): void => {
    setFault(undefined);
    verifyLedger().then(setReport).catch(setFault);
  };
  return (
    <section className="panel ledger-verify">
      <div className="panel-head">
        <h2>{t('verify')}</h2>
        <Button type="primary" icon={<SafetyCertificateOutlined />} loading={state.is === 'checking'} onClick={run}>
          {t('verify_all')}
        </Button>
      </div>
      <div className="panel-body ledger-rows" aria-live="polite">
        {state.is === 'checking' && <Under since={state.since} size={head.data?.size} />}
        {finding && (
          <div className="verdict tone-bad">
            <b>{finding.seq === undefined ? t('broken') : t('broken_at', { seq: finding.seq })}</b>
            <p>{say(finding.says)}</p>
            <p>{t('packs_blocked')}</p>
            {finding.entry_id && (
              <Link to={`/audit/trail?entry=${finding.entry_id}${finding.case_id ? `&of=${finding.case_id}` : ''}`}>
                {t('open_entry')}
              </Link>
            )}
          </div>
        )}
        {state.is === 'sound' && (
          <div className="verdict tone-good">
            <b>{t('sound', { count: state.entries })}</b>
            <p>
              {formatFull(state.at, lang)} · {t('took', { ms: Math.round(state.took_ms) })}
            </p>
          </div>
        )}
        {state.is === 'unknown' && <p className="quiet">{t('not_verified')}</p>}
        {report?.cases !== undefined && state.is === 'sound' && (
          <p className="quiet">{t('report_cases', { count: report.cases })}</p>
        )}
        {fault !== undefined && (
          <p role="alert">
            <FaultText fault={fault} />
          </p>
        )}
        <p className="quiet">{t('verify_what')}</p>
      </div>
    </section>
  );
}

/** The server answers when it is through: until then, how long it has been at it and over how much. */
function Under({ since, size }: { since: number; size: number | undefined }) {
  const t = useTexts('audit');
  const now = useNow();
  const seconds = Math.max(0, Math.round(((now || serverNow()) - since) / 1000));
  return (
    <div>
      <Progress aria-label={t('verifying')} percent={100} status="active" showInfo={false} />
      <p>{size === undefined ? t('verifying') : t('verifying_of', { size, seconds })}</p>
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
  useEffect(() => {
    if (case_id === '') return;
    setBusy(true);
    setFault(undefined);
    setCheck(undefined);
    checkCase(case_id)
      .then(setCheck)
      .catch(setFault)
      .finally(() => setBusy(false));
  }, [case_id]);
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
          onSearch={(next) => setQuery(next.trim() === '' ? {} : { case_id: next.trim() })}
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
