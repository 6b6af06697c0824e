import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { connect } from 'node:net';
import { extname, join } from 'node:path';

const types: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const passedOn = /^\/(rpc|v1|livez|openrpc\.json)/;

/**
 * The page as `npm run build` left it in dist, before a running server, under the policy that server gives its own page: what a
 * binary built now would serve, without building one.
 */
export async function serveBuilt(dist: string, target: URL): Promise<{ url: string; close: () => Promise<void> }> {
  const policy = (await fetch(target)).headers.get('content-security-policy') ?? '';
  const nonce = /nonce-([\w+/=-]+)/.exec(policy)?.[1] ?? '';
  const page = readFileSync(join(dist, 'index.html'), 'utf8').replaceAll('__CSP_NONCE__', nonce);
  const headersFor = (given: NodeJS.Dict<string | string[]>): NodeJS.Dict<string | string[]> => ({
    ...given,
    host: target.host,
    ...(given.origin ? { origin: target.origin } : {}),
  });
  const server: Server = createServer((asked, answer) => {
    const path = new URL(asked.url ?? '/', 'http://here').pathname;
    if (passedOn.test(path)) {
      const { hostname: host, port } = target;
      const headers = headersFor(asked.headers);
      const on = request({ host, port, path: asked.url, method: asked.method, headers }, (told) => {
        answer.writeHead(told.statusCode ?? 502, told.headers);
        told.pipe(answer);
      });
      on.on('error', () => answer.destroy());
      asked.pipe(on);
      return;
    }
    const file = join(dist, path);
    if (path !== '/' && existsSync(file) && statSync(file).isFile()) {
      const type = types[extname(file)] ?? 'application/octet-stream';
      answer.writeHead(200, { 'content-type': type, 'cache-control': 'max-age=31536000, immutable' });
      createReadStream(file).pipe(answer);
    } else {
      answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy });
      answer.end(page);
    }
  });
  server.on('upgrade', (asked, near, head) => {
    const far = connect(Number(target.port), target.hostname, () => {
      const lines = Object.entries(headersFor(asked.headers)).map(([name, value]) => `${name}: ${value}`);
      far.write(`GET ${asked.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      if (head.length > 0) far.write(head);
      far.pipe(near).pipe(far);
    });
    far.on('error', () => near.destroy());
    near.on('error', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
