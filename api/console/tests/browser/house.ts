import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer as freePort } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';
import { serveBuilt } from './front.ts';

/**
 * A demo server of its own, and a browser that looks at it. Where the binary serves a console and sessions, the page comes from
 * it; where it was built without one, or REDRESS_PAGE=sources is set, Vite serves the sources and adds the token on the way.
 * REDRESS_PAGE=dist puts what `npm run build` left in dist before it, signing in and all.
 */

const root = fileURLToPath(new URL('../..', import.meta.url));
export const binary =
  process.env.REDRESS_BINARY ?? fileURLToPath(new URL('../../../../build/release/redress', import.meta.url));
const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium';

// REDRESS_PAGE=sources looks at the sources also where the binary brings a console of its own, which may be an older one.
const fromSources = process.env.REDRESS_PAGE === 'sources';
const built = process.env.REDRESS_PAGE === 'dist';

export type Role = 'agent' | 'manager' | 'auditor' | 'service' | 'admin';
export type View = {
  width?: number;
  height?: number;
  lang?: 'zh' | 'en' | 'pseudo';
  mode?: 'light' | 'dark';
  role?: Role;
};

// A machine that builds something else beside these tests answers late; only what never comes is a fault.
const patience_ms = 60_000;

export const canRun = existsSync(binary) && existsSync(chromiumPath);

export class House {
  url = '';
  /** Where the page is: the server itself, or what stands before it. */
  home = '';
  tokens = {} as Record<Role, string>;
  port = 0;
  private server: ChildProcess | undefined;
  private browser: Browser | undefined;
  private readonly pages = new Map<Role, ViteDevServer>();
  private readonly contexts: BrowserContext[] = [];
  private servesConsole = false;
  private front: { url: string; close: () => Promise<void> } | undefined;
  private readonly data: string | undefined;

  private readonly flags: string[];

  /** `flags` are those of `redress serve`, so they hold from the second start on. */
  constructor(data?: string, flags: string[] = []) {
    this.data = data;
    this.flags = flags;
  }

  async open(): Promise<void> {
    this.port = await unusedPort();
    await this.start();
    const home = await (await fetch(`${this.url}/`)).text();
    const session = await fetch(`${this.url}/v1/session`);
    this.servesConsole = !fromSources && home.includes('csp-nonce') && session.status === 401;
    if (built) this.front = await serveBuilt(join(root, 'dist'), new URL(this.url));
    this.home = this.front?.url ?? this.url;
    this.browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
  }

  /** Starts the server; again on the same port and store, its tokens with them. */
  async start(): Promise<void> {
    const again = this.url !== '' && this.data !== undefined;
    const args = [
      again ? 'serve' : 'demo',
      '--listen',
      `127.0.0.1:${this.port}`,
      ...(this.data ? ['--data', this.data] : []),
      ...(again ? this.flags : []),
    ];
    const ready_when = again ? /listening on \S+\n/ : /^admin\s+rdr_\S+\n/m;
    const server = spawn(binary, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.server = server;
    let out = '';
    await new Promise<void>((ready, fail) => {
      server.on('exit', (code) => fail(new Error(`the server ended with ${code}: ${out}`)));
      server.stdout.on('data', (piece: Buffer) => {
        out += piece.toString();
        if (ready_when.test(out)) ready();
      });
    });
    this.url = /listening on (\S+)/.exec(out)?.[1] ?? '';
    for (const [, role, token] of out.matchAll(/^(agent|manager|auditor|service|admin)\s+(rdr_\S+)/gm))
      this.tokens[role as Role] = token as string;
  }

  async stopServer(): Promise<void> {
    const server = this.server;
    if (!server || server.exitCode !== null) return;
    server.removeAllListeners('exit');
    const ended = new Promise((done) => server.once('exit', done));
    server.kill('SIGTERM');
    await ended;
  }

  async close(): Promise<void> {
    await this.browser?.close();
    for (const page of this.pages.values()) await page.close();
    await this.front?.close();
    await this.stopServer();
  }

  /** One call, as another client makes it. */
  async rpc<T = Record<string, unknown>>(
    method: string,
    params: Record<string, unknown>,
    role: Role = 'agent',
  ): Promise<T> {
    const response = await fetch(`${this.url}/rpc`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.tokens[role]}` },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    const answer = (await response.json()) as { result?: T; error?: { data?: { kind?: string } } };
    if (answer.error) throw Object.assign(new Error(JSON.stringify(answer.error)), { kind: answer.error.data?.kind });
    return answer.result as T;
  }

  /** A new person at a new browser, signed in. */
  async sit(path: string, view: View = {}): Promise<Page> {
    const role = view.role ?? 'agent';
    const context = await (this.browser as Browser).newContext({
      viewport: { width: view.width ?? 1366, height: view.height ?? 768 },
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
    });
    context.setDefaultTimeout(patience_ms);
    this.contexts.push(context);
    const kept: Record<string, string> = { 'redress.lang': view.lang ?? 'zh', 'redress.mode': view.mode ?? 'light' };
    await context.addInitScript((all) => {
      // The browser's own PDF viewer is a page of its own, without a store.
      for (const [key, value] of Object.entries(all))
        if (globalThis.localStorage?.getItem(key) === null) localStorage.setItem(key, value);
    }, kept);
    const page = await context.newPage();
    page.on('pageerror', (error) => this.faults.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security|Refused to/.test(message.text()))
        this.faults.push(message.text());
    });
    if (this.servesConsole) {
      const signed = await context.request.post(`${this.home}/v1/session`, {
        data: { token: this.tokens[role] },
        headers: { origin: this.home },
      });
      if (!signed.ok()) throw new Error(`sign-in: ${signed.status()}`);
    }
    await page.goto(`${this.servesConsole ? this.home : await this.fromSources(role)}${path}`);
    return page;
  }

  /** The same person, after closing the page: another one in the same browser. */
  async again(closed: Page, path = '/workbench?tab=ours'): Promise<Page> {
    const page = await closed.context().newPage();
    await page.goto(`${new URL(closed.url()).origin}${path}`);
    return page;
  }

  /** Errors no test may leave behind: exceptions of the page, and what its policy refused. */
  readonly faults: string[] = [];

  private async fromSources(role: Role): Promise<string> {
    let vite = this.pages.get(role);
    if (!vite) {
      const door = {
        target: this.url,
        ws: true,
        changeOrigin: true,
        headers: { origin: this.url, authorization: `Bearer ${this.tokens[role]}` },
      };
      vite = await createServer({
        root,
        logLevel: 'error',
        cacheDir: `node_modules/.vite-${role}`,
        define: { 'import.meta.env.VITE_REDRESS_ROLE': JSON.stringify(role) },
        server: { port: 0, host: '127.0.0.1', proxy: { '/rpc': door, '/v1': door }, watch: null, hmr: false },
      });
      await vite.listen();
      this.pages.set(role, vite);
    }
    return (vite.resolvedUrls?.local[0] ?? '').replace(/\/$/, '');
  }
}

function unusedPort(): Promise<number> {
  return new Promise((done) => {
    const probe = freePort().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });
}

/** Waits until nothing moves any more: what is read has come, transitions are over, the page has stood still for a moment. */
export async function calm(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.evaluate(async () => {
    let changed = performance.now();
    const watch = new MutationObserver(() => {
      changed = performance.now();
    });
    watch.observe(document.body, { subtree: true, childList: true, attributes: true });
    const moves = (): boolean =>
      document
        .getAnimations()
        .some((each) => each.playState === 'running' && each.effect?.getComputedTiming().endTime !== Infinity);
    const until = performance.now() + 20_000;
    while (performance.now() < until && (moves() || performance.now() - changed < 250))
      await new Promise((next) => setTimeout(next, 50));
    watch.disconnect();
  });
}

/** Presses keys and counts them, so that a budget can be held. */
export class Hands {
  presses = 0;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      this.presses++;
      await this.page.keyboard.press(key);
    }
  }
}

/** Puts a screenshot on the clipboard, as an agent has one there. */
export async function copyPicture(page: Page): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    canvas.width = 320;
    canvas.height = 200;
    const g = canvas.getContext('2d') as CanvasRenderingContext2D;
    g.fillStyle = '#2a6';
    g.fillRect(20, 20, 200, 120);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob as Blob })]);
  });
}
