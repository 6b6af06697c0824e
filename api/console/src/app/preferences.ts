import { useSyncExternalStore } from 'react';
import type { Mode } from './tokens.ts';

/** Language and theme, kept on this computer. The theme follows the system until someone chooses. */

export type Lang = 'zh' | 'en' | 'pseudo';
type Preferences = { lang: Lang; mode: Mode };

const listeners = new Set<() => void>();

function systemMode(): Mode {
  return globalThis.matchMedia?.('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

function read(): Preferences {
  const lang = localStorage.getItem('redress.lang');
  const mode = localStorage.getItem('redress.mode');
  return {
    lang: lang === 'en' || lang === 'pseudo' ? lang : 'zh',
    mode: mode === 'light' || mode === 'dark' ? mode : systemMode(),
  };
}

let now = read();

function renew(): void {
  now = read();
  for (const listener of listeners) listener();
}

globalThis.matchMedia?.('(prefers-color-scheme: dark)').addEventListener?.('change', renew);
globalThis.addEventListener?.('storage', renew);

export function setLang(lang: Lang): void {
  localStorage.setItem('redress.lang', lang);
  renew();
}

export function setMode(mode: Mode): void {
  localStorage.setItem('redress.mode', mode);
  renew();
}

export const preferences = (): Preferences => now;

export function onPreferences(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const usePreferences = (): Preferences => useSyncExternalStore(onPreferences, preferences);
