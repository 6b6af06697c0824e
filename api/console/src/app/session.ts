import { useSyncExternalStore } from 'react';
import { rpc } from '../rpc/client.ts';
import { isFault } from '../rpc/errors.ts';
import type { Role, Session } from '../rpc/types.ts';

/** Who is here. The cookie itself is HttpOnly; this page knows only whose it is and the CSRF word for its calls. */

type Answer = { session: Session; csrf: string; server_time: string };
export type Standing = { is: 'asking' } | { is: 'out'; expired: boolean } | { is: 'in'; session: Session };

let standing: Standing = { is: 'asking' };
const listeners = new Set<() => void>();

function set(next: Standing): void {
  standing = next;
  for (const listener of listeners) listener();
}

function enter(answer: Answer): void {
  rpc.csrf = answer.csrf;
  set({ is: 'in', session: answer.session });
}

rpc.onUnauthenticated = () => {
  if (standing.is === 'in') set({ is: 'out', expired: true });
};

// Taken off by an admin, or newly asked of this role: the session says so, and leads there.
rpc.onMustEnrol = () => {
  if (standing.is === 'in' && standing.session.second_factor?.state !== 'enrol') void askSession().catch(() => {});
};

/** Asks whose the present cookie is. Throws when no answer came, so that a restart does not look like a sign-out. */
export async function askSession(): Promise<void> {
  // A development proxy that adds a token needs no session; its role is told on the command line.
  const proxied = import.meta.env.DEV ? (import.meta.env.VITE_REDRESS_ROLE as Role | undefined) : undefined;
  if (proxied) {
    set({ is: 'in', session: { actor: `local-${proxied}`, name: proxied, role: proxied } });
    return;
  }
  try {
    enter(await rpc.door<Answer>('/v1/session'));
  } catch (error) {
    if (!isFault(error)) throw error;
    // Whoever was in has just been told so by `onUnauthenticated`; any other no says nothing of the session.
    if (standing.is === 'asking') set({ is: 'out', expired: false });
  }
}

export async function signIn(
  who: { user: string; password: string; code?: string } | { token: string },
): Promise<void> {
  enter(await rpc.door<Answer>('/v1/session', who));
}

export async function signOut(): Promise<void> {
  try {
    await rpc.door('/v1/session/end', {});
  } catch (error) {
    // The cookie lives until the server has said otherwise: nobody walks away from a page that only looks signed out.
    if (!isFault(error, 'unauthenticated')) throw error;
  }
  rpc.csrf = '';
  set({ is: 'out', expired: false });
}

export function useStanding(): Standing {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => standing,
  );
}

const noOne: Session = { actor: '', name: '', role: 'agent' };

/** The present session, on screens that are shown only to someone signed in. */
export function useSession(): Session {
  const now = useStanding();
  return now.is === 'in' ? now.session : noOne;
}
