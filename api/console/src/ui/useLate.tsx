import { App } from 'antd';
import { useEffect, useMemo, useRef } from 'react';
import { useTexts } from '../i18n/texts.ts';
import { isFault } from '../rpc/errors.ts';
import { FaultText } from './states.tsx';

export type Late = {
  /** Whether the form was closed: its answer then neither closes nor opens anything. */
  gone: () => boolean;
  /** Tells a no, or that no answer came, where the form is no longer there to say so. */
  tell: (what: string, fault: unknown) => void;
};

/** A form may be closed while its answer is out, since that may take long and the next case waits. What comes then comes late. */
export function useLate(): Late {
  const t = useTexts();
  const { notification } = App.useApp();
  const open = useRef(true);
  useEffect(() => {
    open.current = true;
    return () => {
      open.current = false;
    };
  }, []);
  return useMemo(
    () => ({
      gone: () => !open.current,
      tell: (what, fault) => {
        // A session that ended has a screen of its own that says so.
        if (open.current || isFault(fault, 'unauthenticated')) return;
        notification.error({
          title: t('form.late', { what }),
          description: <FaultText fault={fault} />,
          placement: 'bottomLeft',
          duration: 0,
        });
      },
    }),
    [t, notification],
  );
}
