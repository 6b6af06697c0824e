import { LoadingOutlined, SafetyCertificateOutlined, WarningFilled } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { useSession } from '../app/session.ts';
import type { Tone } from '../app/tokens.ts';
import { addTexts, useLang, useSay, useTexts } from '../i18n/texts.ts';
import { rpc } from '../rpc/client.ts';
import { formatClock, formatFull } from '../time/format.ts';
import { formatTook } from '../time/span.ts';
import en from './en.json';
import { findingOf, forgetIntegrity, type Integrity, useIntegrity, verifyLedger } from './integrity.ts';
import './integrity.css';
import { percentOf } from './watch.ts';
import zh from './zh.json';

addTexts('integrity', zh, en);

/** Stores up to this size are verified by themselves when someone signs in who may; larger ones when asked. */
const byItself_entries = 50_000;
const firstLook_ms = 2000;

const toneOf = (state: Integrity): Tone =>
  findingOf(state) ? 'bad' : state.is === 'sound' ? 'good' : state.is === 'checking' ? 'info' : 'neutral';

/** In the frame's head: whether the ledger holds. Red, with the entry's number, as soon as anything says that it does not. */
export function VerifyBadge() {
  const t = useTexts('integrity');
  const say = useSay();
  const lang = useLang();
  const session = useSession();
  const state = useIntegrity();
  const [open, setOpen] = useState(false);
  const may = session.role === 'manager' || session.role === 'auditor' || session.role === 'admin';

  useEffect(() => {
    if (!may) return forgetIntegrity;
    // After the screen's own reads: nobody waits for this.
    const timer = setTimeout(() => {
      rpc
        .call<{ size: number }>('audit.checkpoint')
        .then(({ size }) => (size <= byItself_entries ? verifyLedger() : undefined))
        .catch(() => {});
    }, firstLook_ms);
    return () => {
      clearTimeout(timer);
      forgetIntegrity();
    };
  }, [session.actor, may]);

  const finding = findingOf(state);
  const percent = state.is === 'checking' ? percentOf(state.last) : undefined;
  // Someone's call found the ledger broken, but not where: a whole verification finds the entry.
  const nameless = may && state.is === 'broken' && finding?.seq === undefined;
  const searched = useRef(false);
  useEffect(() => {
    if (!nameless || searched.current) return;
    searched.current = true;
    void verifyLedger().catch(() => {});
  }, [nameless]);
  if (!may && !finding) return null;
  const words = finding
    ? finding.seq === undefined
      ? t('broken')
      : t('broken_at', { seq: finding.seq })
    : state.is === 'sound'
      ? t('sound')
      : state.is === 'checking'
        ? t('checking')
        : t('unknown');
  const Icon = finding ? WarningFilled : state.is === 'checking' ? LoadingOutlined : SafetyCertificateOutlined;

  const content = (
    <div className="integrity-card">
      {finding && <p className="ink-bad">{say(finding.says)}</p>}
      {finding && <p>{t('packs_blocked')}</p>}
      {state.is === 'sound' && (
        <p>
          {t('sound_more', {
            count: state.entries,
            at: formatClock(state.at, lang),
            span: formatTook(state.took_ms, lang),
          })}
        </p>
      )}
      {state.is === 'broken' && <p className="quiet">{t('seen_at', { at: formatFull(state.at, lang) })}</p>}
      {state.is === 'unknown' && <p>{t('unknown_more')}</p>}
      {may && (
        <div className="integrity-acts">
          <Button size="small" loading={state.is === 'checking'} onClick={() => void verifyLedger().catch(() => {})}>
            {t('verify')}
          </Button>
          <Link to="/audit/ledger" onClick={() => setOpen(false)}>
            {t('to_ledger')}
          </Link>
        </div>
      )}
    </div>
  );
  return (
    <Popover open={open} onOpenChange={setOpen} trigger="click" placement="bottomRight" content={content}>
      <button type="button" className={`badge integrity tone-${toneOf(state)}`} aria-live="polite">
        <Icon aria-hidden />
        {words}
        {percent !== undefined && (
          <span className="digits" aria-hidden>
            {percent}%
          </span>
        )}
      </button>
    </Popover>
  );
}
