import {
  createContext,
  createElement,
  type ReactNode,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react';
import { useHotkeys } from 'react-hotkeys-hook';

/**
 * Keys by their place (`event.code`), since a Chinese input method turns letters into `Process`. Silent while it composes, in
 * fields that take text, and when the user has switched single keys off (WCAG 2.1.4). No Alt+letter: browsers own those.
 */

export type KeyRow = { keys: string; text: string; group: string };

const storeKey = 'redress.keys.off';
const rows = new Map<symbol, KeyRow>();
const listeners = new Set<() => void>();
let listed: KeyRow[] = [];
let off = globalThis.localStorage?.getItem(storeKey) === '1';
const layers: symbol[] = [];
const Layer = createContext<symbol | undefined>(undefined);
const topLayer = (): symbol | undefined => layers[layers.length - 1];

function changed(): void {
  listed = [...rows.values()];
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useKeyRows = (): KeyRow[] => useSyncExternalStore(subscribe, () => listed);
export const useKeysOff = (): boolean => useSyncExternalStore(subscribe, () => off);

export function setKeysOff(next: boolean): void {
  off = next;
  localStorage.setItem(storeKey, next ? '1' : '0');
  changed();
}

/** Put around what lies over the page: while it is there, only the keys used within it work and are listed. */
export function KeyLayer({ children }: { children?: ReactNode }): ReactNode {
  const [id] = useState(() => Symbol('layer'));
  useEffect(() => {
    layers.push(id);
    changed();
    return () => {
      layers.splice(layers.indexOf(id), 1);
      changed();
    };
  }, [id]);
  return createElement(Layer.Provider, { value: id }, children);
}

/** Whether a key press belongs to someone else: an input method at work. */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;

export type KeyOptions = {
  enabled?: boolean;
  /** Also while the focus is in a field: only for combinations with Ctrl and for Escape. */
  inFields?: boolean;
  /** Also below something that lies over the page. */
  onEveryLayer?: boolean;
  /** What the sheet behind `?` says; a key without a text is not listed. */
  text?: string;
  group?: string;
  /** What the sheet shows, where it is not the binding itself, e.g. `1-9`. */
  shown?: string;
};

/** `keys` as react-hotkeys-hook takes them: `j`, `mod+k`, `shift+slash`, `1,2,3`. */
export function useKey(keys: string, pressed: (event: KeyboardEvent) => void, options: KeyOptions = {}): void {
  const { inFields = false, onEveryLayer = false, text, group = '', shown } = options;
  const layer = useContext(Layer);
  const top = useSyncExternalStore(subscribe, topLayer);
  const enabled = (options.enabled ?? true) && (onEveryLayer || layer === top);
  const single = !/mod|ctrl|escape|enter/.test(keys);
  const silenced = useKeysOff() && single;
  useHotkeys(
    keys,
    (event) => pressed(event),
    {
      enabled: enabled && !silenced,
      // Which fields keep their keys is told below: a ticked box or a pressed button takes none of them.
      enableOnFormTags: true,
      enableOnContentEditable: true,
      preventDefault: true,
      ignoreEventWhen: (event) => isComposing(event) || (!inFields && readsKeys(event)),
    },
    [pressed],
  );
  useEffect(() => {
    if (text === undefined || !enabled) return;
    const id = Symbol(keys);
    rows.set(id, { keys: shown ?? keys, text, group });
    changed();
    return () => {
      rows.delete(id);
      changed();
    };
  }, [keys, shown, text, group, enabled]);
}

const pressed = new Set(['checkbox', 'button', 'submit', 'reset', 'image', 'file', 'color']);

/** What Space presses. */
const buttons = 'button,input,summary,[role=button]';

/**
 * Whether the place of the focus reads this key itself: text fields, lists and menus all of them, a radio its arrows, a button
 * Space. A text that is only read takes none.
 */
function readsKeys(event: KeyboardEvent): boolean {
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (event.code === 'Space' && target.closest(buttons)) return true;
  if (target instanceof HTMLTextAreaElement && target.readOnly) return false;
  if (target instanceof HTMLInputElement) {
    if (target.type === 'radio') return event.code.startsWith('Arrow');
    return !pressed.has(target.type);
  }
  return (
    target.isContentEditable || target.closest('textarea,select,[role=combobox],[role=listbox],[role=menu]') !== null
  );
}
