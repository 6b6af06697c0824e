import { Modal } from 'antd';
import { type ComponentType, useEffect, useState } from 'react';
import { useTexts } from '../i18n/texts.ts';
import { KeyLayer } from '../keys/keys.ts';
import { useLiveStatus } from '../live/live.ts';
import { NoAnswer } from '../rpc/errors.ts';
import { ErrorState, Waiting } from '../ui/states.tsx';

type Load<P> = () => Promise<{ default: ComponentType<P> }>;

/**
 * A part of the page whose code comes from the server when it is first opened. Where it does not come, because the server is
 * away or has newer code, the part says so, and asks again by itself once the line is back. A browser may remember that a module
 * failed: then only reading the whole page again helps, and drafts bear that.
 */
export function arriving<P extends object>(load: Load<P>): ComponentType<P> {
  const useArrival = arrivalOf(load);
  return function Arriving(props: P) {
    const { View, missing, ask } = useArrival();
    if (View) return <View {...props} />;
    return missing ? <ErrorState fault={new NoAnswer('a part')} onRetry={ask} /> : <Waiting />;
  };
}

/** The same for what lies over the page: nothing while it comes, and a window that can be closed where it does not. */
export function arrivingOver<P extends { onClose: () => void }>(load: Load<P>): ComponentType<P> {
  const useArrival = arrivalOf(load);
  return function ArrivingOver(props: P) {
    const t = useTexts();
    const { View, missing, ask } = useArrival();
    if (View) return <View {...props} />;
    if (!missing) return null;
    return (
      <KeyLayer>
        <Modal open footer={null} aria-label={t('state.lost')} onCancel={props.onClose}>
          <ErrorState fault={new NoAnswer('a part')} onRetry={ask} />
        </Modal>
      </KeyLayer>
    );
  };
}

function arrivalOf<P>(load: Load<P>) {
  let View: ComponentType<P> | undefined;
  let failed = 0;
  return function useArrival(): { View: ComponentType<P> | undefined; missing: boolean; ask: () => void } {
    const [, show] = useState(0);
    const [missing, setMissing] = useState(false);
    const away = useLiveStatus() === 'lost';
    const ask = (): void => {
      load()
        .then((module) => {
          View = module.default;
          setMissing(false);
          show((times) => times + 1);
        })
        .catch(() => {
          failed++;
          setMissing(true);
          if (failed > 1 && !away) location.reload();
        });
    };
    // Asked when it is opened, and again when the line comes back
    useEffect(() => {
      if (!View && (!missing || !away)) ask();
    }, [away]);
    return { View, missing, ask };
  };
}
