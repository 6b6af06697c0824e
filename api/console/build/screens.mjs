import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

/**
 * Pictures of every screen for docs/screens, taken from a demo server of its own: `npm run screens [NAME...]`.
 * REDRESS_BINARY names the server, CHROMIUM the browser; REDRESS_PAGE=dist shows the page as it was built last, not the one
 * embedded in the server.
 */

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const binary = process.env.REDRESS_BINARY ?? here('../../../build/release/redress');
const out = process.env.REDRESS_SCREENS ?? here('../../../docs/screens');
const chosen = process.argv.slice(2);
const store = mkdtempSync(join(tmpdir(), 'screens-'));

const server = spawn(binary, ['demo', '--listen', '127.0.0.1:0', '--data', join(store, 'data')], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const told = await new Promise((ready, fail) => {
  let text = '';
  server.once('exit', (code) => fail(new Error(`the server ended with ${code}: ${text}`)));
  server.stdout.on('data', (piece) => {
    text += piece;
    if (/^admin\s+rdr_\S+\n/m.test(text)) ready(text);
  });
});
const url = /listening on (\S+)/.exec(told)[1];
const passwords = Object.fromEntries([...told.matchAll(/^user (\w+)\s+(\S+)/gm)].map(([, who, word]) => [who, word]));
const tokens = Object.fromEntries([...told.matchAll(/^(\w+)\s+(rdr_\S+)/gm)].map(([, who, word]) => [who, word]));

let page_url = url;
let preview;
if (process.env.REDRESS_PAGE === 'dist') {
  const vite = await import('vite');
  const door = { target: url, ws: true, changeOrigin: true, headers: { origin: url } };
  const root = here('..');
  preview = await vite.preview({
    root,
    logLevel: 'error',
    preview: { port: 0, host: '127.0.0.1', proxy: { '/rpc': door, '/v1': door } },
  });
  page_url = preview.resolvedUrls.local[0].replace(/\/$/, '');
}
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});

async function rpc(method, params, role = 'agent') {
  const response = await fetch(`${url}/rpc`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens[role]}` },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  const { result, error } = await response.json();
  if (error) throw new Error(`${method}: ${JSON.stringify(error)}`);
  return result;
}

async function upload(bytes, kind, more) {
  const response = await fetch(`${url}/v1/blobs`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${tokens.agent}` },
    body: new Uint8Array(bytes),
  });
  const { sha256 } = await response.json();
  const params = { case_id: shown.id, kind, sha256, source: 'upload', request_id: `screens-${kind}`, ...more };
  return (await rpc('evidence.add', params)).evidence;
}

/** A parcel on a doorstep, drawn: a picture that looks like one and is nobody's. */
async function parcel() {
  const page = await browser.newPage();
  const base64 = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 1200, height: 900 });
    const pen = canvas.getContext('2d');
    const paint = (colour, ...box) => {
      pen.fillStyle = colour;
      pen.fillRect(...box);
    };
    paint('#8d8f93', 0, 0, 1200, 620);
    paint('#5b4b3d', 380, 40, 440, 580);
    paint('#6d5a49', 410, 70, 380, 520);
    paint('#3f3a36', 0, 620, 1200, 280);
    paint('#b98a55', 340, 460, 520, 330);
    paint('#d9b98a', 570, 460, 60, 330);
    paint('#ffffff', 390, 520, 150, 110);
    for (let at = 0; at < 20; at++) paint('#111111', 402 + at * 6, 532, (at * 7) % 4, 46);
    paint('#111111', 402, 592, 120, 5);
    paint('#111111', 402, 606, 84, 5);
    return canvas.toDataURL('image/jpeg', 0.85).split(',')[1];
  });
  await page.close();
  return Buffer.from(base64, 'base64');
}

const order = (n) => `43000000000000000${n}`;
const caseOf = async (n) => (await rpc('case.list', { order_id: order(n) })).cases[0];
const shown = await caseOf('07');
const photo = await upload(await parcel(), 'E-PHOTO', { name: '门口签收照.jpg' });
const cover = await fetch(`${url}/v1/packs/${shown.id}.pdf`, { headers: { authorization: `Bearer ${tokens.agent}` } });
await upload(Buffer.from(await cover.arrayBuffer()), 'E-SIGN', { name: '签收底单.pdf' });
const chat =
  '买家 2026-11-20 10:00:00\n包裹还没收到\n客服 2026-11-20 10:01:00\n物流显示已放门口，请看一下\n买家 2026-11-20 10:09:00\n找到了，谢谢';
await rpc('evidence.add', {
  case_id: shown.id,
  kind: 'E-CHAT',
  text: chat,
  source: 'wangwang',
  request_id: 'screens-chat',
});
const { entries } = await rpc('case.trail', { case_id: shown.id, limit: 200 });
const refused = entries.find((entry) => entry.outcome !== 'accepted') ?? entries[0];

const csv = [
  'order_id,created_at,paid_at,amount,title,reason',
  ...Array.from({ length: 30 }, (_, i) => {
    const at = i === 9 ? '昨天' : `2026-11-20 0${i % 10}:00:00`;
    return `M${i},${at},${at},${i === 5 ? '1.234' : '10.50'},连帽卫衣,not_received`;
  }),
  '',
].join('\n');

async function dryRun(page) {
  await page.waitForSelector('input[type=file]', { state: 'attached' });
  await page.setInputFiles('input[type=file]', { name: 'orders.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page
    .locator('button', { hasText: /按列名起草映射|Draft/ })
    .first()
    .click();
  const map = page.locator('.im-map');
  await map.waitFor();
  await map.fill((await map.inputValue()).replace(/shop: .*/, 'shop: shop_demo'));
  await page
    .locator('button', { hasText: /^\s*(试算|Dry run)/ })
    .first()
    .click();
  await page.waitForSelector('.im-bad-rows .im-bad-row');
}

/** Puts the first steps away, as whoever has worked a few cases sees the workbench. */
async function known(page) {
  await page.locator('.wb-steps button').click();
}

async function find(page) {
  await known(page);
  await page.keyboard.press('Control+k');
  await page.waitForSelector('[cmdk-input]:focus');
  await page.keyboard.insertText('羽绒服');
  await page.waitForSelector('.command-case');
}

async function handIn(page) {
  await known(page);
  await page.keyboard.press('e');
  await page.waitForSelector('.wb-shows');
}

async function offer(page) {
  await known(page);
  const digit = page.locator('.wb-action[data-allowed="true"] > kbd').last();
  await page.keyboard.press((await digit.innerText()).trim());
  await page.waitForSelector('.wb-sheet');
}

/** The second step is begun with the password; the phone's code is not there to be typed. */
async function enrol(page) {
  await page.fill('input[autocomplete=current-password]', passwords.manager);
  await page.keyboard.press('Enter');
}

// Each: who looks, where, what must be there, what is done first.
const screens = {
  login: { who: undefined, path: '/', ready: '.login-card' },
  workbench: { who: 'agent', path: `/workbench/${shown.id}?tab=ours`, ready: '.wb-action', first: known },
  'workbench-new': { who: 'agent', path: `/workbench/${shown.id}?tab=ours`, ready: '.wb-steps' },
  'workbench-evidence': {
    who: 'agent',
    path: `/workbench/${shown.id}?tab=ours`,
    ready: '.wb-shows',
    first: handIn,
  },
  commands: { who: 'agent', path: `/workbench/${shown.id}?tab=ours`, ready: '.command-case', first: find },
  'workbench-action': { who: 'agent', path: `/workbench/${shown.id}?tab=ours`, ready: '.wb-action', first: offer },
  board: { who: 'manager', path: '/board', ready: 'main canvas' },
  cases: { who: 'manager', path: '/cases', ready: 'main h1' },
  approvals: { who: 'manager', path: '/approvals', ready: 'main h1' },
  audit: { who: 'auditor', path: '/audit', ready: 'main h1' },
  why: { who: 'auditor', path: `/why/${refused.id}`, ready: 'main .reason-tag' },
  evidence: {
    who: 'agent',
    path: `/workbench/${shown.id}?tab=ours&item=${photo.id}`,
    ready: '.stage-picture img[style*=scale]',
  },
  pack: { who: 'agent', path: `/workbench/${shown.id}?tab=ours&pack=1`, ready: 'iframe' },
  rules: { who: 'manager', path: '/rules/taobao', ready: '.ru-rows button' },
  'rules-examples': {
    who: 'manager',
    path: '/rules/taobao?q=TB-RS-021',
    ready: '.ru-examples',
    first: async (page) => page.locator('.ru-examples').evaluate((table) => table.parentElement.scrollIntoView()),
  },
  'rules-editor': { who: 'manager', path: '/rules/taobao?tab=edit&file=taobao', ready: '.ru-editor textarea' },
  workflow: {
    who: 'manager',
    path: '/workflows/refund?edge=WAIT_SELLER_AGREE~SELLER_REFUSE_BUYER',
    ready: '.wf-event .reason-tag',
  },
  imports: { who: 'manager', path: '/imports', ready: 'main h1', first: dryRun },
  settings: { who: 'admin', path: '/settings/users', ready: 'main table, main [role=table]' },
  'two-steps': { who: 'manager', path: '/settings/two_steps', ready: '.tf-phone svg', first: enrol },
  developer: { who: 'admin', path: '/developer/case/actions', ready: 'main h1' },
};
const looks = [
  { name: '', width: 1366, height: 768, lang: 'zh', mode: 'light' },
  {
    name: '-1920',
    width: 1920,
    height: 1080,
    lang: 'zh',
    mode: 'light',
    only: ['workbench', 'board', 'cases', 'workflow'],
  },
  { name: '-dark', width: 1366, height: 768, lang: 'zh', mode: 'dark', only: ['workbench', 'board', 'workflow'] },
  { name: '-en', width: 1366, height: 768, lang: 'en', mode: 'light', only: ['workbench', 'board', 'why'] },
];

async function picture(name, screen, look) {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  });
  await context.addInitScript(
    (kept) => {
      // The browser's own PDF viewer is a page of its own, without a store.
      for (const [key, value] of Object.entries(kept)) globalThis.localStorage?.setItem(key, value);
    },
    { 'redress.lang': look.lang, 'redress.mode': look.mode },
  );
  if (screen.who) {
    const signed = await context.request.post(`${page_url}/v1/session`, {
      data: { user: screen.who, password: passwords[screen.who] },
      headers: { origin: url },
    });
    if (!signed.ok()) throw new Error(`sign-in of ${screen.who}: ${signed.status()}`);
  }
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(`${name}${look.name}: ${error}`));
  await page.goto(`${page_url}${screen.path}`);
  await screen.first?.(page);
  await page.waitForSelector(screen.ready);
  await page.waitForFunction(() => !document.querySelector('main .ant-spin, main [aria-busy=true]'));
  // The browser's own PDF viewer is never idle, and nobody can ask it whether it has drawn.
  const pdf = screen.ready === 'iframe';
  if (!pdf) await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => document.getAnimations().every((each) => each.playState !== 'running'));
  if (pdf) await page.waitForTimeout(4000);
  await page.screenshot({ path: join(out, `${name}${look.name}.png`) });
  await context.close();
}

mkdirSync(out, { recursive: true });
let failed = 0;
for (const [name, screen] of Object.entries(screens)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  for (const look of looks) {
    if (look.only && !look.only.includes(name)) continue;
    await picture(name, screen, look).then(
      () => console.log(`${name}${look.name}`),
      (error) => {
        failed++;
        console.error(`${name}${look.name}: ${error}`);
      },
    );
  }
}
await browser.close();
await preview?.close();
server.removeAllListeners('exit');
if (server.exitCode === null && server.signalCode === null) {
  const ended = new Promise((done) => server.once('exit', done));
  server.kill('SIGTERM');
  await ended;
}
rmSync(store, { recursive: true, force: true });
process.exit(failed === 0 ? 0 : 1);
