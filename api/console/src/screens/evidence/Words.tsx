import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { rpc } from '../../rpc/client.ts';
import { useRpc } from '../../rpc/hooks.ts';
import { ErrorState, Waiting } from '../../ui/states.tsx';
import { Chat } from './Chat.tsx';
import { blobUrl, type Item } from './items.ts';

const shown_bytes = 1024 * 1024;

/** UTF-8 as most write it; what is none is read as GB18030, as table programs here still save it. */
export function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

async function readStart(sha256: string, signal: AbortSignal): Promise<string> {
  return decode(await rpc.bytes(blobUrl(sha256), signal, { range: `bytes=0-${shown_bytes - 1}` }));
}

/** A text or a table: as a conversation where it is one, else word for word. Always plain text, whatever it looks like. */
export function Words({ case_id, item, table }: { case_id: string; item: Item; table: boolean }) {
  const t = useTexts('evidence');
  const [as, setAs] = useState<'chat' | 'plain'>();
  const probe = useRpc<{ total: number; lines: { party?: string }[] }>(
    'evidence.conversation',
    { case_id, evidence_id: item.id, first: 1, last: 50 },
    { live: 'none' },
  );
  const readable = !table || item.mime.startsWith('text/');
  const isChat = (probe.data?.lines.length ?? 0) > 0;
  // Words with a colon look like a chat of nobody's: without a known party they are shown as they are.
  const usual = !readable || probe.data?.lines.some((line) => line.party !== undefined) ? 'chat' : 'plain';
  if (item.erased) return <p className="stage-note">{t('erased')}</p>;
  if (probe.isPending) return <Waiting />;
  const way = as ?? usual;
  const plain = !isChat || way === 'plain';
  return (
    <div className="stage-words">
      {isChat && readable && (
        <div className="stage-bar">
          <Segmented
            size="small"
            aria-label={t('show_as')}
            value={way}
            onChange={setAs}
            options={[
              { value: 'chat', label: t('as_chat') },
              { value: 'plain', label: t('as_plain') },
            ]}
          />
        </div>
      )}
      {isChat && !plain && <Chat case_id={case_id} item={item} />}
      {plain && readable && <Plain item={item} />}
      {plain && !readable && <p className="stage-note">{t('not_shown')}</p>}
    </div>
  );
}

function Plain({ item }: { item: Item }) {
  const t = useTexts('evidence');
  const known = item.text;
  const read = useQuery({
    queryKey: ['blob', item.sha256],
    queryFn: ({ signal }) => readStart(item.sha256, signal),
    enabled: known === undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
  if (known === undefined && read.isPending) return <Waiting />;
  if (known === undefined && read.error) return <ErrorState fault={read.error} onRetry={() => void read.refetch()} />;
  return (
    <div className="plain" tabIndex={0} role="region" aria-label={t('as_plain')}>
      {known === undefined && item.size > shown_bytes && <p className="quiet">{t('only_start')}</p>}
      <pre>{known ?? read.data}</pre>
    </div>
  );
}
