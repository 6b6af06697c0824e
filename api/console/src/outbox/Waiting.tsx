import { CloudUploadOutlined, WarningFilled } from '@ant-design/icons';
import { Button, Popconfirm } from 'antd';
import { useSay, useTexts } from '../i18n/texts.ts';
import { useWord } from '../i18n/words.ts';
import { outbox, type Parcel } from './outbox.ts';
import './outbox.css';
import './texts.ts';
import { useParcels } from './useOutbox.ts';

/** What waits to be sent: of one case, or of all. */
export function Waiting({ case_id }: { case_id?: string }) {
  const t = useTexts('outbox');
  const parcels = useParcels().filter((one) => case_id === undefined || one.about.case_id === case_id);
  if (parcels.length === 0) return null;
  return (
    <ul className="outbox" aria-label={t('title')}>
      {parcels.map((parcel) => (
        <Row key={parcel.id} parcel={parcel} />
      ))}
    </ul>
  );
}

function Row({ parcel }: { parcel: Parcel }) {
  const t = useTexts('outbox');
  const say = useSay();
  const word = useWord();
  return (
    <li data-parcel={parcel.id}>
      {parcel.refused ? (
        <WarningFilled className="ink-bad" aria-hidden />
      ) : (
        <CloudUploadOutlined className="ink-urgent" aria-hidden />
      )}
      <div>
        <b>{word('evidence_kinds', parcel.about.kind)}</b>{' '}
        <span className={parcel.refused ? 'ink-bad' : 'ink-urgent'}>{t(parcel.refused ? 'refused' : 'waiting')}</span>
        <div className="clip quiet">{parcel.name ?? parcel.text}</div>
        {parcel.refused && <p className="fault-text">{say(parcel.refused.says, parcel.refused.message)}</p>}
      </div>
      <div className="outbox-acts">
        {parcel.refused && (
          <Button size="small" onClick={() => void outbox.again(parcel.id)}>
            {t('again')}
          </Button>
        )}
        <Popconfirm
          title={t('drop_sure')}
          okText={t('drop')}
          cancelText={t('common:action.cancel')}
          onConfirm={() => void outbox.drop(parcel.id)}
        >
          <Button size="small" type="text">
            {t('drop')}
          </Button>
        </Popconfirm>
      </div>
    </li>
  );
}
