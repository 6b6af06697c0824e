import { SafetyCertificateOutlined } from '@ant-design/icons';
import { Button, Progress, Space } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { cancelVerify, findingOf, type Integrity, useIntegrity, verifyLedger } from '../../integrity/integrity.ts';
import { CalledOff, paceOf, percentOf, type VerifyReport } from '../../integrity/watch.ts';
import { serverNow, useNow } from '../../time/clock.ts';
import { formatFull } from '../../time/format.ts';
import { formatSpan, formatTook } from '../../time/span.ts';
import { FaultText } from '../../ui/states.tsx';

/** A verification of everything: how far it is and how long it will take, then its verdict; what is wrong is named by its place. */
export function Verify() {
  const t = useTexts('audit');
  const say = useSay();
  const lang = useLang();
  const state = useIntegrity();
  const [report, setReport] = useState<VerifyReport>();
  const [fault, setFault] = useState<unknown>();
  const [calledOff, setCalledOff] = useState(false);
  const finding = findingOf(state);
  const run = (): void => {
    setFault(undefined);
    setCalledOff(false);
    verifyLedger()
      .then(setReport)
      .catch((error) => (error instanceof CalledOff ? setCalledOff(true) : setFault(error)));
  };
  const cancel = (): void => {
    cancelVerify().catch(setFault);
  };
  return (
    <section className="panel ledger-verify">
      <div className="panel-head">
        <h2>{t('verify')}</h2>
        <Space>
          {state.is === 'checking' && state.last && <Button onClick={cancel}>{t('verify_cancel')}</Button>}
          <Button type="primary" icon={<SafetyCertificateOutlined />} loading={state.is === 'checking'} onClick={run}>
            {t(state.is === 'unknown' ? 'verify_all' : 'verify_again')}
          </Button>
        </Space>
      </div>
      <div className="panel-body ledger-rows">
        {state.is === 'checking' && <Under state={state} />}
        <div className="ledger-rows" aria-live="polite">
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
                {formatFull(state.at, lang)} · {t('took', { span: formatTook(state.took_ms, lang) })}
              </p>
            </div>
          )}
          {calledOff && state.is !== 'checking' && <p>{t('verify_cancelled')}</p>}
          {state.is === 'unknown' && <p className="quiet">{t('not_verified')}</p>}
          {report?.cases !== undefined && state.is === 'sound' && (
            <p className="quiet">{t('report_cases', { count: report.cases })}</p>
          )}
        </div>
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

/** How far it is: which entry, how many a second, and how long that leaves. */
function Under({ state }: { state: Extract<Integrity, { is: 'checking' }> }) {
  const t = useTexts('audit');
  const lang = useLang();
  const now = useNow();
  const { first, last } = state;
  const percent = percentOf(last);
  const pace = paceOf(first, last);
  const ran_s = Math.max(0, Math.round(((now || serverNow()) - state.since) / 1000));
  const number = new Intl.NumberFormat(lang === 'zh' ? 'zh-CN' : 'en-GB');
  return (
    <div className="ledger-under">
      <Progress
        aria-label={t('verifying')}
        percent={percent ?? 0}
        status="active"
        {...(percent === undefined ? { showInfo: false } : {})}
      />
      <p className="digits">
        {last && last.total > 0
          ? t(last.what === 'files' ? 'verifying_files' : 'verifying_seq', {
              done: number.format(last.done),
              total: number.format(last.total),
            })
          : t('verifying')}
      </p>
      <p className="quiet digits">
        {[
          t('ran', { span: formatSpan(ran_s, lang) }),
          ...(pace
            ? [
                t(last?.what === 'files' ? 'pace_files' : 'pace', { count: number.format(Math.round(pace.a_second)) }),
                t('left', { span: formatSpan(Math.ceil(pace.left_s), lang) }),
              ]
            : []),
        ].join(' · ')}
      </p>
    </div>
  );
}
