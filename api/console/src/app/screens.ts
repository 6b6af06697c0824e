import type { ComponentType } from 'react';
import type { Role, Says } from '../rpc/types.ts';
import { arriving } from './arriving.tsx';

/** One screen, as its folder's `route.ts` tells it. Adding a folder with that file adds the screen; nothing else is edited. */
export type Screen = {
  id: string;
  /** Paths of react-router, most used first; the first without its parameters is where the navigation leads. */
  paths: string[];
  says: Says;
  /** Who sees it in the navigation. The API decides what each may do. */
  roles: Role[];
  /** Who else may read it where a link leads there, without a place in their navigation. */
  readers?: Role[];
  /** For whom it is where they begin; for others that is the first of their navigation. */
  home?: Role[];
  /** Place in the navigation, left to right; undefined keeps it out of there. */
  order?: number;
  load: () => Promise<{ default: ComponentType }>;
};

const found = import.meta.glob<{ screen: Screen }>('../screens/*/route.ts', { eager: true });

export type Mounted = Screen & { View: ComponentType };

export const screens: Mounted[] = Object.values(found)
  .map(({ screen }) => ({ ...screen, View: arriving(screen.load) }))
  .sort((a, b) => (a.order ?? 99) - (b.order ?? 99));

export const homeOf = (screen: Screen): string => (screen.paths[0] ?? '/').replace(/\/:.*$/, '');

export const isFor = (screen: Screen, role: Role): boolean =>
  screen.roles.includes(role) || (screen.readers?.includes(role) ?? false);

/** Whether this is a role's own screen, and not only one it may read. */
export const isOwn = (id: string, role: Role): boolean => screens.some((s) => s.id === id && s.roles.includes(role));

export const screensOf = (role: Role): Mounted[] =>
  screens.filter((s) => s.order !== undefined && s.roles.includes(role));

/** Where somebody begins who asked for no screen. */
export const firstOf = (role: Role): Mounted | undefined =>
  screens.find((s) => s.home?.includes(role)) ?? screensOf(role)[0];

/** The path of another screen with its parameters filled, where that screen is mounted: screens do not import each other. */
export function pathOf(id: string, params: Record<string, string>): string | undefined {
  const path = screens
    .find((s) => s.id === id)
    ?.paths.find((p) => Object.keys(params).every((name) => p.includes(`:${name}`)));
  return path?.replace(/:(\w+)\??/g, (_whole, name: string) => encodeURIComponent(params[name] ?? ''));
}
