import { CheckCircleFilled, CloseCircleFilled, CopyOutlined } from '@ant-design/icons';
import { App, Button, Tooltip } from 'antd';
import { useTexts } from '../i18n/texts.ts';
import { copyText } from './copy.ts';

/** A hash people can compare at a glance and copy whole; green only once the server has verified it. */
export function HashMark({ hash, verified, label }: { hash: string; verified?: boolean | undefined; label?: string }) {
  const t = useTexts();
  const { message } = App.useApp();
  return (
    <span className="hash">
      {verified === true && <CheckCircleFilled className="mark-good" aria-label={t('hash.verified')} />}
      {verified === false && <CloseCircleFilled className="mark-bad" aria-label={t('hash.broken')} />}
      <Tooltip title={hash}>
        <code>
          {label !== undefined && `${label} `}
          {hash.slice(0, 8)}…{hash.slice(-4)}
        </code>
      </Tooltip>
      <Button
        type="text"
        size="small"
        className="hash-copy"
        icon={<CopyOutlined />}
        aria-label={t('hash.copy')}
        onClick={() => void copyText(hash).then((done) => message.info(t(done ? 'hash.copied' : 'hash.not_copied')))}
      />
    </span>
  );
}
