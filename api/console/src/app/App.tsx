import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { createBrowserRouter, Navigate, RouterProvider } from 'react-router';
import { useTexts } from '../i18n/texts.ts';
import { startLive } from '../live/live.ts';
import { NoAnswer } from '../rpc/errors.ts';
import { Login } from '../screens/login/Login.tsx';
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx';
import { Waiting } from '../ui/states.tsx';
import { arriving } from './arriving.tsx';
import { ForRole, NothingHere } from './Nowhere.tsx';
import { NoShell, Shell } from './Shell.tsx';
import { firstOf, homeOf, screens } from './screens.ts';
import { askSession, useSession, useStanding } from './session.ts';
import { Themed } from './theme.tsx';

const FirstFactor = arriving(() => import('../factor/First.tsx'));

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A shop's own server may answer where the browser believes to be offline; what it cannot reach fails by itself.
      networkMode: 'always',
      // A fault is the server's answer and stays one; only a lost answer is asked for again.
      retry: (count, error) => error instanceof NoAnswer && count < 4,
      retryDelay: (attempt) => Math.min(8000, 500 * 2 ** attempt),
      refetchOnWindowFocus: false,
      gcTime: 10 * 60_000,
    },
  },
});

function Home() {
  const session = useSession();
  const first = firstOf(session.role);
  return first ? <Navigate to={homeOf(first)} replace /> : <NothingHere />;
}

export const router = createBrowserRouter([
  {
    element: <Shell />,
    errorElement: <NoShell />,
    children: [
      { path: '/', element: <Home /> },
      ...screens.flatMap(({ View, ...screen }) =>
        screen.paths.map((path) => ({
          path,
          element: (
            <ForRole screen={screen}>
              <View />
            </ForRole>
          ),
        })),
      ),
      { path: '*', element: <NothingHere /> },
    ],
  },
]);

function Inside() {
  const standing = useStanding();
  const t = useTexts();
  const [unreached, setUnreached] = useState(false);
  const enrols = standing.is === 'in' && standing.session.second_factor?.state === 'enrol';
  const actor = standing.is === 'in' && !enrols ? standing.session.actor : undefined;

  useEffect(() => {
    if (standing.is !== 'asking') return;
    let ended = false;
    const ask = (wait_ms: number): void => {
      askSession().catch(() => {
        if (ended) return;
        setUnreached(true);
        setTimeout(() => ask(Math.min(8000, wait_ms * 2)), wait_ms);
      });
    };
    ask(500);
    return () => {
      ended = true;
    };
  }, [standing.is]);

  useEffect(() => {
    if (actor === undefined) return;
    const stop = startLive(queries, () => void askSession().catch(() => {}));
    return () => {
      stop();
      queries.clear();
    };
  }, [actor]);

  if (standing.is === 'asking') return <Waiting text={unreached ? t('shell.unreached') : undefined} />;
  if (standing.is === 'out') return <Login expired={standing.expired} />;
  if (enrols) return <FirstFactor />;
  return <RouterProvider router={router} />;
}

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <Themed>
        <ErrorBoundary>
          <Inside />
        </ErrorBoundary>
      </Themed>
    </QueryClientProvider>
  );
}
