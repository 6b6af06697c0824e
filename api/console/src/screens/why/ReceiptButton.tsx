import { SafetyCertificateOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { rpc } from '../../rpc/client.ts';
import { FaultText } from '../../ui/states.tsx';
import { saveText } from '../audit/saveText.ts';

/** An entry's receipt as a file: whoever has it can check the entry without this server. */
export function ReceiptButton({ entry_id }: { entry_id: string }) {
  const t = useTexts('why');
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const take = async (): Promise<void> => {
    setBusy(true);
    try {
      const receipt = await rpc.call<Record<string, unknown>>('audit.receipt', { entry_id });
      saveText(`receipt-${entry_id}.json`, `${JSON.stringify(receipt)}\n`, 'application/json');
    } catch (error) {
      void message.error(<FaultText fault={error} />);
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
