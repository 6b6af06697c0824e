import { CopyOutlined } from '@ant-design/icons';
import { Alert, App, Button } from 'antd';
import { useTexts } from '../i18n/texts.ts';
import { copyText } from './copy.ts';

/** A secret that is shown once and kept nowhere on this page. */
export function SecretOnce({ secret, hint }: { secret: string; hint: string }) {
  const t = useTexts();
  const { message } = App.useApp();
  return (
    <div className="secret">
      <Alert type="warning" showIcon title={hint} />
      <div>
        <code>{secret}</code>
        <Button
          icon={<CopyOutlined aria-hidden />}
          onClick={() =>
            void copyText(secret).then((done) => message.info(t(done ? 'hash.copied' : 'hash.not_copied')))
          }
        >
          {t('action.copy')}
        </Button>
      </div>
    </div>
  );
}
