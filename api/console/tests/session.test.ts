import { act, createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { askSession, signIn, signOut, useSession, useStanding } from '../src/app/session.ts';
import { rpc } from '../src/rpc/client.ts';
import { NoAnswer, RpcFault } from '../src/rpc/errors.ts';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

let standing: ReturnType<typeof useStanding>;
function Standing() {
  standing = useStanding();
  useSession();
  return null;
}
act(() => createRoot(document.createElement('div')).render(createElement(Standing)));

const door = vi.spyOn(rpc, 'door');
beforeEach(async () => {
  door.mockResolvedValue({ session: { actor: 'a', name: 'a', role: 'agent' }, csrf: 'word', server_time: '' });
  await act(() => signIn({ token: 't' }));
  door.mockReset();
});

describe('signing out', () => {
  it.each([
    ['yes', undefined, 'out', ''],
    ['that there was no session any more', new RpcFault(1, 'no', { kind: 'unauthenticated' }), 'out', ''],
    ['no', new RpcFault(1, 'no', { kind: 'rate_limited' }), 'in', 'word'],
    ['nothing', new NoAnswer('gone'), 'in', 'word'],
  ])('where the server answers %s', async (_what, fault, is, csrf) => {
    door.mockImplementation(() => (fault ? Promise.reject(fault) : Promise.resolve({})));
    const left = await act(() =>
      signOut().then(
        () => true,
        () => false,
      ),
    );
    expect([standing.is, rpc.csrf, left]).toEqual([is, csrf, is === 'out']);
  });
});

it('a session that was asked after ends by no fault but its own', async () => {
  door.mockRejectedValue(new RpcFault(1, 'busy', { kind: 'rate_limited' }));
  await act(() => askSession());
  expect(standing.is).toBe('in');
});
