import { useLocation, useNavigate, useSearchParams } from 'react-router';

/** What lies over the case: a piece of its evidence, why an entry was refused, or its pack. */
export type Over = {
  item: string | undefined;
  pack: boolean;
  why: string | undefined;
  look: (item: string) => void;
  /** Another item in the open viewer: the address follows, the way back stays the same. */
  turn: (item: string) => void;
  /** Why an entry of its trail was refused. */
  ask: (entry: string) => void;
  openPack: () => void;
  close: () => void;
};

/**
 * It stands in the address, so a colleague's link opens it and the browser's Back closes it; the case below stays as it was, with
 * its place in the queue and its scroll.
 */
export function useOver(): Over {
  const [search] = useSearchParams();
  const go = useNavigate();
  const place = useLocation();
  const opened = (place.state as { over?: boolean } | null)?.over === true;
  const at = (name?: 'item' | 'pack' | 'why', value = ''): string => {
    const next = new URLSearchParams(search);
    next.delete('item');
    next.delete('pack');
    next.delete('why');
    if (name) next.set(name, value);
    return `?${next}`;
  };
  const over = (to: string): void => void go({ search: to }, { state: { over: true } });
  return {
    item: search.get('item') ?? undefined,
    pack: search.has('pack'),
    why: search.get('why') ?? undefined,
    look: (item) => over(at('item', item)),
    turn: (item) => {
      if (item !== search.get('item')) void go({ search: at('item', item) }, { replace: true, state: place.state });
    },
    ask: (entry) => over(at('why', entry)),
    openPack: () => over(at('pack', '1')),
    close: () => {
      if (opened) void go(-1);
      else void go({ search: at() }, { replace: true });
    },
  };
}
