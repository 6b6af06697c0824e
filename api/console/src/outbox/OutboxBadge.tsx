import { CloudUploadOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { useEffect } from 'react';
import { useSession } from '../app/session.ts';
import { useTexts } from '../i18n/texts.ts';
import { outbox } from './outbox.ts';
import './texts.ts';
import { useNotice } from './useNotice.tsx';
import { useParcels, useSending } from './useOutbox.ts';
import { Waiting } from './Waiting.tsx';

/** In the top bar while evidence waits to be sent; says so when it arrived. */
export function OutboxBadge() {
  const t = useTexts('outbox');
  const session = useSession();
  const notice = useNotice();
  const parcels = useParcels();
  useSending(session.actor);
  useEffect(() => {
    outbox.onArrived = (parcel, evidence) => notice(parcel.about.kind, { is: 'added', evidence });
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
