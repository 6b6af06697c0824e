import { chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canRun, House } from './house.ts';

type Case = { id: string; order_id: string; state: string; final: boolean; state_says?: { zh: string } };
type Entry = { event: string; outcome: string };

const house = new House();
const caseOf = async (order: string): Promise<Case> =>
  (await house.rpc<{ cases: Case[] }>('case.list', { order_id: `43000000000000000${order}` })).cases[0] as Case;

/** A pointer of any kind fails what runs: the page remembers each event of one, and stops it. */
async function withoutPointer(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { pointerSeen: seen });
    const kinds =
      'pointerdown pointerup pointermove mousedown mouseup mousemove mouseover dblclick contextmenu wheel touchstart';
    for (const kind of kinds.split(' '))
      addEventListener(
        kind,
        (event) => {
          if (!event.isTrusted) return;
          seen.push(`${kind} on ${(event.target as Element | null)?.nodeName}`);
          event.stopImmediatePropagation();
          event.preventDefault();
        },
        { capture: true, passive: false },
      );
    // A button pressed by key is told as a click without a pointer: detail is 0.
    addEventListener(
      'click',
      (event) => {
        if (!event.isTrusted || event.detail === 0) return;
        seen.push(`click on ${(event.target as Element | null)?.nodeName}`);
        event.stopImmediatePropagation();
        event.preventDefault();
      },
      { capture: true },
    );
  });
}
const pointerSeen = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as { pointerSeen: string[] }).pointerSeen);

/** Tabs until the focus stands where it should, at most once around the page. */
async function tabTo(page: Page, what: string): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if (await page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, what)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no Tab leads to ${what}`);
}

const digitOf = async (page: Page, event: string): Promise<string> =>
  (await page.locator(`.wb-action[data-event="${event}"][data-allowed="true"] > kbd`).innerText()).trim();

describe.skipIf(!canRun)('the keyboard alone', () => {
  beforeAll(() => house.open());
  afterAll(async () => {
    await house.close();
    expect(house.faults).toEqual([]);
  });

  it('CON-23: a refund from signing in to the finished case, without a pointer', async ({ skip, onTestFinished }) => {
    const home = await (await fetch(house.home)).text();
    skip(!home.includes('csp-nonce'), 'this server serves no console to sign in to');
    const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    onTestFinished(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' });
    page.on('pageerror', (error) => house.faults.push(String(error)));
    await withoutPointer(page);
    await page.goto(house.home);

    // Signs in with the token of the agent: a radio, a field, Enter.
    await page.waitForSelector('.login-card input[autocomplete=username]:focus');
    await page.keyboard.press('Shift+Tab');
    await tabTo(page, '.login-card input[type=radio]');
    await page.keyboard.press('ArrowRight');
    await page.waitForSelector('.login-card input[autocomplete=off]');
    await tabTo(page, '.login-card input[autocomplete=off]');
    await page.keyboard.type(house.tokens.agent);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.wb-row');

    // The queue's tab of everything owed, then down to the case.
    const c = await caseOf('02');
    await tabTo(page, '.wb-tabs button:last-of-type');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.wb-tabs button:last-of-type[aria-pressed=true]');
    await page.waitForSelector(`.wb-row[data-case="${c.id}"]`);
    const openRow = page.locator('.wb-row[aria-current]');
    for (let steps = 0; (await openRow.getAttribute('data-case')) !== c.id; steps++) {
      expect(steps, 'J never came to the case').toBeLessThan(60);
      const before = await openRow.getAttribute('data-case');
      await page.keyboard.press('j');
      await page.waitForSelector(`.wb-row[aria-current]:not([data-case="${before}"])`);
    }
    await page.waitForSelector(`.wb-row[data-case="${c.id}"][aria-current]`);

    // Agrees: its digit, then Ctrl+Enter; the next case opens by itself.
    await page.waitForSelector('.wb-action[data-event="agree_refund"][data-allowed="true"]');
    await page.keyboard.press(await digitOf(page, 'agree_refund'));
    await page.waitForSelector('.wb-stake .amount-large');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL((url) => !url.pathname.includes(c.id));

    // The payment service reports the money by itself, and the case is finished.
    await expect.poll(async () => (await caseOf('02')).final, { timeout: 60_000 }).toBe(true);
    const { entries } = await house.rpc<{ entries: Entry[] }>('case.trail', { case_id: c.id, limit: 200 });
    expect(entries.filter((e) => e.event === 'agree_refund' && e.outcome === 'accepted')).toHaveLength(1);
    expect(await pointerSeen(page)).toEqual([]);
  });
});
