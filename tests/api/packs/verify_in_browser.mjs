// Opens verify.html in a headless Chromium, picks a ZIP or a folder as a person would, and prints what the page says:
// node verify_in_browser.mjs PAGE zip|folder PATH [VKEY] [SCREENSHOT]. One line of JSON: {outcome, verdict, requests}.
// `requests` are the addresses the page asked for besides itself. Speaks the DevTools protocol over two pipes.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , page, input, picked, vkey = '', screenshot = ''] = process.argv;
const profile = mkdtempSync(join(tmpdir(), 'redress-browser-'));
const browser = spawn('chromium',
  ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--remote-debugging-pipe', `--user-data-dir=${profile}`],
  { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
const waiting = new Map();
const requests = [];
let last = 0;
let text = '';
browser.stdio[4].on('data', (bytes) => {
  text += bytes;
  for (let end = text.indexOf('\0'); end >= 0; end = text.indexOf('\0')) {
    const message = JSON.parse(text.slice(0, end));
    text = text.slice(end + 1);
    if (message.method === 'Network.requestWillBeSent') requests.push(message.params.request.url);
    const settle = waiting.get(message.id);
    if (settle) message.error ? settle.reject(new Error(message.error.message)) : settle.resolve(message.result);
  }
});
const send = (method, params = {}, sessionId = undefined) => new Promise((resolve, reject) => {
  waiting.set(++last, { resolve, reject });
  browser.stdio[3].write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
});
const deadline = setTimeout(() => { console.error('no answer within a minute'); browser.kill('SIGKILL'); process.exit(1); }, 60000);

const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
await send('Network.enable', {}, sessionId);
await send('Page.enable', {}, sessionId);
const address = pathToFileURL(page).href;
await send('Page.navigate', { url: address }, sessionId);
const evaluate = async (expression) => (await send('Runtime.evaluate', { expression }, sessionId)).result;
while ((await evaluate("document.readyState === 'complete' && !!document.getElementById('zip')")).value !== true)
  await new Promise((resolve) => setTimeout(resolve, 50));
await evaluate(`document.getElementById('vkey').value = ${JSON.stringify(vkey)}`);
const { objectId } = await evaluate(`document.getElementById('${input}')`);
await send('DOM.setFileInputFiles', { files: [picked], objectId }, sessionId);
let outcome;
while (!(outcome = (await evaluate('document.body.dataset.outcome')).value)) await new Promise((resolve) => setTimeout(resolve, 50));
const verdict = (await evaluate("document.getElementById('verdict').textContent")).value;
if (screenshot) {
  const { data } = await send('Page.captureScreenshot', { captureBeyondViewport: true }, sessionId);
  writeFileSync(screenshot, Buffer.from(data, 'base64'));
}
console.log(JSON.stringify({ outcome, verdict, requests: requests.filter((url) => url !== address) }));
clearTimeout(deadline);
browser.on('exit', () => { rmSync(profile, { recursive: true, force: true, maxRetries: 5 }); process.exit(0); });
await send('Browser.close');
