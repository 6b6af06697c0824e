import { type ComponentType, useEffect, useState } from 'react';
import { useLiveStatus } from '../live/live.ts';
import { NoAnswer } from '../rpc/errors.ts';
import { ErrorState, Waiting } from '../ui/states.tsx';

/**
 * A screen whose code comes from the server when it is first opened. Where it does not come, because the server is away, the
 * screen says so, and asks again by itself once the line is back. A browser may remember that a module failed: then only
 * reading the whole page again helps, and drafts bear that.
 */
export function arriving(load: () => Promise<{ default: ComponentType }>): ComponentType {
  let View: ComponentType | undefined;
  let failed = 0;
  return function Arriving() {
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
    if (View) return <View />;
    return missing ? <ErrorState fault={new NoAnswer('a screen')} onRetry={ask} /> : <Waiting />;
  };
}
