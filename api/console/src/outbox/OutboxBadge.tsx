import { CloudUploadOutlined } from '@ant-design/icons';
import { App, Button, Popover } from 'antd';
import { useEffect } from 'react';
import { useSession } from '../app/session.ts';
import { useTexts } from '../i18n/texts.ts';
import { useWord } from '../i18n/words.ts';
import { HashMark } from '../ui/HashMark.tsx';
import { outbox } from './outbox.ts';
import './texts.ts';
import { useParcels, useSending } from './useOutbox.ts';
import { Waiting } from './Waiting.tsx';

/** In the top bar while evidence waits to be sent; says so when it arrived. */
export function OutboxBadge() {
  const t = useTexts('outbox');
  const word = useWord();
  const session = useSession();
  const { notification } = App.useApp();
  const parcels = useParcels();
  useSending(session.actor);
  useEffect(() => {
    outbox.onArrived = (parcel, evidence) =>
      notification.success({
        title: t('arrived', { kind: word('evidence_kinds', parcel.about.kind) }),
        description: <HashMark hash={evidence.sha256} label="SHA-256" />,
        placement: 'bottomRight',
        duration: 6,
      });
  });
  if (parcels.length === 0) return null;
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title={t('title')}
      content={
        <div className="outbox-list">
          <p className={outbox.lasting ? 'quiet' : 'ink-urgent'}>{t(outbox.lasting ? 'lasting' : 'not_lasting')}</p>
          <Waiting />
        </div>
      }
    >
      <Button size="small" className="outbox-badge tone-urgent" icon={<CloudUploadOutlined />} title={t('badge_hint')}>
        {t('badge', { count: parcels.length })}
      </Button>
    </Popover>
  );
}
