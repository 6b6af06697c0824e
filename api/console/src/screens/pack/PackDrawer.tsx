import { DownloadOutlined, FilePdfOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Drawer, Progress, Select } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useSay, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { findingOf, useIntegrity } from '../../integrity/integrity.ts';
import { KeyLayer, useKey } from '../../keys/keys.ts';
import { useRpc } from '../../rpc/hooks.ts';
import type { Case } from '../../rpc/types.ts';
import { ErrorState, FaultText, Waiting } from '../../ui/states.tsx';
import { type Item, sizeWords } from '../evidence/items.ts';
import { Pdf } from '../evidence/Pdf.tsx';
import { blockedBy, callsPassed, fetchWhole, packUrl, readContents, save } from './contents.ts';
import { ExhibitList } from './ExhibitList.tsx';
import './pack.css';
import './texts.ts';

/** From asking for a pack to having it: what goes in, what stays out, what the platform's limits say, its cover, the download. */
export function PackDrawer({ case_id, onClose }: { case_id: string; onClose: () => void }) {
  const t = useTexts('pack');
  return (
    <Drawer
      open
      onClose={onClose}
      size="min(1180px, 100vw)"
      title={t('title')}
      destroyOnHidden
      keyboard={false}
      styles={{ body: { padding: 0, display: 'flex' } }}
    >
      <KeyLayer>
        <PackBuilder case_id={case_id} onClose={onClose} />
      </KeyLayer>
    </Drawer>
  );
}

export default PackDrawer;

export function PackBuilder({ case_id, onClose }: { case_id: string; onClose: () => void }) {
  const t = useTexts('pack');
  const say = useSay();
  const word = useWord();
  const { message } = App.useApp();
  const broken = findingOf(useIntegrity());
  const [withhold, setWithhold] = useState<string[]>([]);
  const [call, setCall] = useState<string>();
  const [progress, setProgress] = useState<{ bytes: number; of: number | undefined }>();
  const [fault, setFault] = useState<unknown>();
  const go = useRef<HTMLButtonElement>(null);
  const fetching = useRef<AbortController>(undefined);

  const evidence = useRpc<{ evidence: Item[] }>('evidence.list', { case_id });
  const about = useRpc<{ case: Case }>('case.get', { case_id });
  const contents = useQuery({
    queryKey: ['pack.create', { case_id, withhold }],
    queryFn: ({ signal }) => readContents(case_id, withhold, signal),
    placeholderData: (before) => before,
    enabled: broken === undefined,
    meta: { live: 'case' },
    gcTime: 60_000,
  });
  const made = contents.data;
  const calls = useMemo(() => (made ? callsPassed(made) : []), [made]);
  const blocked = made ? blockedBy(made, call) : [];
  const busy = progress !== undefined;
  const ready = made !== undefined && !contents.isPlaceholderData && !broken && blocked.length === 0 && !busy;

  useEffect(() => {
    if (ready) go.current?.focus();
  }, [made !== undefined]);
  useEffect(() => () => fetching.current?.abort(), []);

  const download = async (): Promise<void> => {
    if (!ready || !made) return;
    const ending = new AbortController();
    fetching.current = ending;
    setFault(undefined);
    setProgress({ bytes: 0, of: undefined });
    try {
      const url = packUrl(case_id, 'zip', withhold, call);
      const blob = await fetchWhole(url, (bytes, of) => setProgress({ bytes, of }), ending.signal);
      save(blob, `${made.name}.zip`);
      void message.success(t('saved', { name: `${made.name}.zip`, size: sizeWords(blob.size) }));
    } catch (error) {
      if (!ending.signal.aborted) setFault(error);
    } finally {
      setProgress(undefined);
    }
  };
  useKey('mod+enter', () => void download(), { inFields: true, text: t('download'), group: t('keys') });
  useKey('escape', onClose, { inFields: true, text: t('close'), group: t('keys') });

  const blockedWord = broken && (
    <Alert
      type="error"
      showIcon
      title={broken.seq === undefined ? t('blocked') : t('blocked_at', { seq: broken.seq })}
      description={say(broken.says)}
    />
  );
  if (broken && !made) return <div className="pack-contents">{blockedWord}</div>;
  if (contents.isPending) return <Waiting text={t('reading')} />;
  if (contents.error && !made) return <ErrorState fault={contents.error} onRetry={() => void contents.refetch()} />;
  if (!made) return null;

  const inside = made.exhibits.filter((exhibit) => exhibit.path !== undefined).length;
  const sum = made.exhibits.reduce((bytes, exhibit) => bytes + (exhibit.path === undefined ? 0 : exhibit.size), 0);
  return (
    <div className="pack">
      <section className="pack-contents" aria-label={t('contents')}>
        {blockedWord}
        <p>
          {t('summary', {
            entries: made.entries,
            count: inside,
            exhibits: inside,
            size: sizeWords(sum),
          })}
          {withhold.length > 0 && <b> {t('withheld_count', { count: withhold.length })}</b>}
        </p>
        <ExhibitList
          case_id={case_id}
          exhibits={made.exhibits}
          items={evidence.data?.evidence ?? []}
          withhold={withhold}
          call={call}
          onWithhold={setWithhold}
        />
        {made.missing.length > 0 && (
          <div className="pack-missing">
            <h3>{t('missing')}</h3>
            <ul>
              {made.missing.map((need) => (
                <li key={need.id + need.any_of.join()}>
                  <b>{need.any_of.map((kind) => word('evidence_kinds', kind)).join(t('or'))}</b>{' '}
                  <span className="quiet">{say(need.says, need.id)}</span>
                </li>
              ))}
            </ul>
          </div>
        )}
        <div className="pack-limits">
          <h3>{t('limits')}</h3>
          {calls.length === 0 ? (
            <p className="quiet">{t('no_limits')}</p>
          ) : (
            <label>
              {t('for_call')}
              <Select
                allowClear
                placeholder={t('for_none')}
                value={call}
                onChange={(next?: string) => setCall(next)}
                options={calls.map((each) => ({ value: each.call, label: say(each.use, each.call) }))}
              />
            </label>
          )}
          {made.counts.map((count) => (
            <p key={count.call} className="ink-soon">
              {say(count.use)}: {say(count.says)}
            </p>
          ))}
        </div>
      </section>
      <section className="pack-cover" aria-label={t('cover')}>
        <Pdf key={withhold.join()} url={packUrl(case_id, 'pdf', withhold)} title={t('cover')} />
      </section>
      <footer className="pack-end">
        <div className="pack-word">
          {blocked.length > 0 && (
            <p className="ink-bad" role="alert">
              {t('over_limit', {
                files: blocked.map(({ exhibit }) => exhibit.path?.split('/').pop() ?? exhibit.id).join(', '),
              })}
            </p>
          )}
          {fault !== undefined && (
            <p role="alert">
              <FaultText fault={fault} />
            </p>
          )}
          {progress && (
            <Progress
              aria-label={t('progress')}
              size="small"
              percent={progress.of ? Math.floor((progress.bytes / progress.of) * 100) : 0}
              status="active"
              format={() => sizeWords(progress.bytes)}
            />
          )}
          {blocked.length === 0 && fault === undefined && !progress && (
            <p className="quiet clip">
              {made.name}.zip{about.data ? ` · ${say(about.data.case.state_says, about.data.case.state)}` : ''}
            </p>
          )}
        </div>
        <Button
          icon={<FilePdfOutlined />}
          href={packUrl(case_id, 'pdf', withhold)}
          download={`${made.name}.pdf`}
          disabled={!!broken}
        >
          {t('download_cover')}
        </Button>
        <Button
          ref={go}
          type="primary"
          icon={<DownloadOutlined />}
          loading={busy}
          disabled={!ready && !busy}
          onClick={() => void download()}
        >
          {t('download')} <kbd>Ctrl+Enter</kbd>
        </Button>
      </footer>
    </div>
  );
}
