import { Modal } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import type { Backtest, Change } from './types.ts';
import { WordChanges } from './WordChanges.tsx';

type Props = {
  names: string[];
  changes: Change[];
  tested: Backtest | undefined;
  onClose: () => void;
  onConfirm: () => Promise<void>;
};

/** Asks once before a text comes in force: what changes, for which books, and what the past says of it. */
export function ActivateModal({ names, changes, tested, onClose, onConfirm }: Props) {
  const t = useTexts('rules');
  const [busy, setBusy] = useState(false);
  const books = [...new Set(changes.flatMap((c) => c.books))];
  return (
    <Modal
      open
      title={t('activate_title')}
      okText={t('activate')}
      cancelText={t('common:action.cancel')}
      confirmLoading={busy}
      onCancel={onClose}
      onOk={() => {
        setBusy(true);
        void onConfirm().finally(() => setBusy(false));
      }}
      width={640}
    >
      <div className="ru-ask">
        <p className="ru-large">
          {t('activate_what', {
            count: changes.length,
            files: names.map((n) => `${n}.yaml`).join(t('comma')),
            books: books.join(t('comma')),
          })}
        </p>
        <p>{t('activate_when')}</p>
        <p className={tested ? undefined : 'ink-soon'}>
          {tested
            ? t('activate_tested', {
                count: tested.cases_total,
                cases: tested.cases_total,
                decisions: tested.decisions,
              })
            : t('activate_untested')}
        </p>
        <div className="ru-ask-words">
          <WordChanges changes={changes} />
        </div>
      </div>
    </Modal>
  );
}
