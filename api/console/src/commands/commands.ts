import { useEffect, useRef, useSyncExternalStore } from 'react';

/** What the command bar (Ctrl+K) offers beside screens and cases: each screen adds its own commands while it is shown. */

export type Command = { id: string; text: string; hint?: string; run: () => void };

const sources = new Set<{ current: Command[] }>();
const listeners = new Set<() => void>();
let open = false;

/** The commands of a screen, for as long as it is on the page; they may differ with every drawing. */
export function useCommands(commands: Command[]): void {
  const latest = useRef(commands);
  latest.current = commands;
  useEffect(() => {
    sources.add(latest);
    return () => {
      sources.delete(latest);
    };
  }, []);
}

export const commandsNow = (): Command[] => [...sources].flatMap((source) => source.current);

/** What was typed between the press that opens the bar and its field having the focus: none of it is lost, or taken for a key. */
let early = { text: '', enter: false };

function catchEarly(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key.length === 1) early.text += event.key;
  else if (event.key === 'Backspace') early.text = early.text.slice(0, -1);
  else if (event.key === 'Enter') early.enter = true;
  else if (event.key === 'Escape') openCommands(false);
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** Hands over what was typed so far; from here on the field reads keys itself. */
export function takeEarly(): { text: string; enter: boolean } {
  const taken = early;
  early = { text: '', enter: false };
  removeEventListener('keydown', catchEarly, true);
  return taken;
}

export function openCommands(on = true): void {
  if (on === open) return;
  open = on;
  takeEarly();
  if (on) addEventListener('keydown', catchEarly, true);
  for (const listener of listeners) listener();
}

export const useCommandsOpen = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => open,
  );
