import { CopyOutlined } from '@ant-design/icons';
import { Alert, App, Button, type ModalProps } from 'antd';
import { useTexts } from '../i18n/texts.ts';
import { copyText } from './copy.ts';

/** A window that makes a secret stays open while that is on its way or shown: nobody could see it a second time. */
export const stayOpen = (busy: boolean, made: boolean, onCancel: () => void): ModalProps => ({
  closable: !busy && !made,
  keyboard: !busy && !made,
  mask: { closable: false },
  cancelButtonProps: made ? { style: { display: 'none' } } : { disabled: busy },
  confirmLoading: busy,
  onCancel: () => {
    if (!busy && !made) onCancel();
  },
});

type Props = {
  /** None where the answer that had it was lost: asked again, the server says that it is done, and no longer what it was. */
  secret: string | undefined;
  hint: string;
  lost: string;
};

/** A secret that is shown once and kept nowhere on this page. */
export function SecretOnce({ secret, hint, lost }: Props) {
  const t = useTexts();
  const { message } = App.useApp();
  if (secret === undefined) return <Alert type="error" showIcon title={lost} />;
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
