import { FileZipOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useState } from 'react';
import { arrivingOver } from '../../app/arriving.tsx';
import { useTexts } from '../../i18n/texts.ts';
import { findingOf, useIntegrity } from '../../integrity/integrity.ts';
import { useKey } from '../../keys/keys.ts';
import './texts.ts';

const PackDrawer = arrivingOver(() => import('./PackDrawer.tsx'));

/** Opens the pack builder of a case, by a press or by the key P. Says why when the ledger does not hold. */
export function PackButton({ case_id, size = 'middle' }: { case_id: string; size?: 'small' | 'middle' }) {
  const t = useTexts('pack');
  const broken = findingOf(useIntegrity());
  const [open, setOpen] = useState(false);
  const why = broken && (broken.seq === undefined ? t('blocked') : t('blocked_at', { seq: broken.seq }));
  useKey('p', () => setOpen(true), { enabled: !broken, text: t('open'), group: t('keys') });
  return (
    <>
      <Tooltip title={why}>
        <Button
          size={size}
          icon={<FileZipOutlined />}
          disabled={broken !== undefined}
          aria-label={why ? `${t('open')}: ${why}` : undefined}
          onClick={() => setOpen(true)}
        >
          {t('open')} <kbd>P</kbd>
        </Button>
      </Tooltip>
      {open && <PackDrawer case_id={case_id} onClose={() => setOpen(false)} />}
    </>
  );
}
