import { SafetyCertificateOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useSay, useTexts } from '../../i18n/texts.ts';
import { rpc } from '../../rpc/client.ts';
import { isFault } from '../../rpc/errors.ts';
import { saveText } from '../audit/saveText.ts';

/** An entry's receipt as a file: whoever has it can check the entry without this server. */
export function ReceiptButton({ entry_id }: { entry_id: string }) {
  const t = useTexts('why');
  const say = useSay();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const take = async (): Promise<void> => {
    setBusy(true);
    try {
      const receipt = await rpc.call<Record<string, unknown>>('audit.receipt', { entry_id });
      saveText(`receipt-${entry_id}.json`, `${JSON.stringify(receipt)}\n`, 'application/json');
    } catch (error) {
      void message.error(isFault(error) ? say(error.says, error.message) : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button icon={<SafetyCertificateOutlined />} loading={busy} onClick={() => void take()}>
      {t('receipt')}
    </Button>
  );
}
