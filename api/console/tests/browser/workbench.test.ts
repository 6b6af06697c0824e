import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe.ts';
import { calm, canRun, copyPicture, Hands, House } from './house.ts';

type Case = { id: string; order_id: string; state: string; version: number; kind: string };
type Action = {
  event: string;
  party: string;
  allowed: boolean;
  irreversible: boolean;
  why_not: { fix?: unknown }[];
  params_schema: { required?: string[] };
};
type Entry = { id: string; event: string; outcome: string };

const house = new House();
const caseOf = async (order: string): Promise<Case> =>
  (await house.rpc<{ cases: Case[] }>('case.list', { order_id: `43000000000000000${order}` })).cases[0] as Case;
const actionsOf = async (id: string): Promise<Action[]> =>
  (await house.rpc<{ actions: Action[] }>('case.actions', { case_id: id })).actions;
const trailOf = async (id: string): Promise<Entry[]> =>
  (await house.rpc<{ entries: Entry[] }>('case.trail', { case_id: id, limit: 200 })).entries;

async function openCase(page: Page, id: string): Promise<void> {
  await page.waitForSelector(`.wb-row[data-case="${id}"]`);
  await page.click(`.wb-row[data-case="${id}"]`);
  await page.waitForSelector(`.wb-row[data-case="${id}"][aria-current]`);
  await page.waitForSelector('.wb-entry');
  await page.waitForSelector('.wb-action');
}
/** The key that stands before an action on the screen. */
const digitOf = async (page: Page, event: string): Promise<string> =>
  (await page.locator(`.wb-action[data-event="${event}"] > kbd`).innerText()).trim();
const openId = (page: Page): string => /workbench\/([^?]+)/.exec(page.url())?.[1] ?? '';

describe.skipIf(!canRun)('the workbench', () => {
  beforeAll(() => house.open());
  afterAll(async () => {
    await house.close();
    expect(house.faults).toEqual([]);
  });

  it('shows the queue and a case on 1366 x 768 without a horizontal scroll, in every language', async () => {
    for (const lang of ['zh', 'en', 'pseudo'] as const) {
      const page = await house.sit('/workbench', { lang });
      await page.waitForSelector('.wb-entry');
      const wide = await page.evaluate(() =>
        ['html', '.wb', '.wb-case', '.wb-queue', '.wb-context'].filter((s) => {
          const e = document.querySelector(s);
          return e !== null && e.scrollWidth > e.clientWidth + 1;
        }),
      );
      expect(wide, lang).toEqual([]);
      await page.context().close();
    }
  });

  it('CON-1: agreeing to a refund takes at most three presses, and the next case is open', async () => {
    const c = await caseOf('02');
    const page = await house.sit('/workbench?tab=ours');
    await openCase(page, c.id);
    const hands = new Hands(page);
    await hands.press(await digitOf(page, 'agree_refund'));
    await page.waitForSelector('.wb-stake .amount-large');
    expect(await page.locator('.wb-stake .amount-large').innerText()).toBe('¥199.00');
    await hands.press('Control+Enter');
    await page.waitForURL((url) => !url.pathname.includes(c.id));
    await page.waitForSelector('.wb-entry');
    console.log(`CON-1: agreed after ${hands.presses} presses`);
    expect(hands.presses).toBeLessThanOrEqual(3);
    expect((await trailOf(c.id)).filter((e) => e.event === 'agree_refund' && e.outcome === 'accepted')).toHaveLength(1);
    expect(openId(page)).not.toBe(c.id);
    await page.context().close();
  });

  it('CON-2: refusing with proof in the locker takes at most eight presses', async () => {
    const c = await caseOf('07');
    for (const [kind, text] of [
      ['E-TRACE', '11-12 14:02 已签收'],
      ['E-CHAT', '买家：找到了，谢谢'],
    ])
      await house.rpc('evidence.add', { case_id: c.id, kind, text, source: 'carrier', request_id: `proof-${kind}` });
    const page = await house.sit('/workbench?tab=ours');
    await openCase(page, c.id);
    await page.waitForSelector('.wb-action[data-event="refuse"][data-allowed="true"]');
    const hands = new Hands(page);
    await hands.press(await digitOf(page, 'refuse'));
    await page.waitForSelector('.wb-chips button:focus');
    await hands.press('Enter');
    await page.waitForSelector('#field-message:focus:not(:placeholder-shown)');
    await hands.press('Control+Enter');
    await page.waitForURL((url) => !url.pathname.includes(c.id));
    console.log(`CON-2: refused after ${hands.presses} presses`);
    expect(hands.presses).toBeLessThanOrEqual(8);
    expect((await trailOf(c.id)).some((e) => e.event === 'refuse' && e.outcome === 'accepted')).toBe(true);
    await page.context().close();
  });

  it('CON-3: a pasted screenshot is evidence after three presses, under the hash the server computed', async () => {
    const c = await caseOf('20');
    const page = await house.sit('/workbench?tab=ours');
    await openCase(page, c.id);
    await copyPicture(page);
    const hands = new Hands(page);
    await hands.press('e');
    await page.waitForSelector('#evidence-text:focus');
    await hands.press('Control+V');
    await page.waitForSelector('.wb-file img');
    await hands.press('Control+Enter');
    await page.waitForSelector('.ant-notification-notice code');
    console.log(`CON-3: a pasted screenshot is evidence after ${hands.presses} presses`);
    expect(hands.presses).toBeLessThanOrEqual(3);
    const { evidence } = await house.rpc<{ evidence: { sha256: string; mime: string }[] }>('evidence.list', {
      case_id: c.id,
    });
    const hash = evidence.find((item) => item.mime === 'image/png')?.sha256 ?? 'none';
    expect(await page.locator('.ant-notification-notice code').innerText()).toContain(hash.slice(0, 8));
    await page.waitForSelector(`.wb-items img[src$="${hash}"]`);
    await page.context().close();
  });

  it('CON-4: every closed action says why in one line and offers its fix; no button is dead without a reason', async () => {
    const page = await house.sit('/workbench?tab=ours');
    await page.waitForSelector('.wb-entry');
    const ids = await page
      .locator('.wb-row')
      .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.case ?? ''));
    for (const id of ids.slice(0, 8)) {
      await openCase(page, id);
      const told = await actionsOf(id);
      const others = page.locator('.wb-others .wb-link');
      if ((await others.count()) > 0) await others.first().click();
      const closed = await page.locator('[data-allowed="false"]').evaluateAll((all) =>
        all.map((e) => ({
          event: (e as HTMLElement).dataset.event ?? '',
          why: (e.querySelector('.wb-why, .clip')?.textContent ?? '').trim(),
          buttons: e.querySelectorAll('button.ant-btn').length,
        })),
      );
      expect(closed.map((c) => c.event).sort()).toEqual(
        told
          .filter((a) => !a.allowed)
          .map((a) => a.event)
          .sort(),
      );
      for (const one of closed) {
        expect(one.why, one.event).not.toBe('');
        // That another party's move can be reported is no step of ours that is closed.
        const ours = told.find((a) => a.event === one.event && a.party === 'seller');
        const fixes = ours?.why_not.filter((why) => why.fix).length ?? 0;
        if (fixes > 0) expect(one.buttons, one.event).toBeGreaterThan(0);
      }
      expect(await page.locator('.wb button:disabled').count()).toBe(0);
    }
    await page.context().close();
  });

  it('opens a closed step by its fix: the proof it asks for, then the step itself', async () => {
    const c = await caseOf('01');
    const page = await house.sit('/workbench?tab=ours');
    await openCase(page, c.id);
    const shut = page.locator('.wb-action[data-event="ship_goods"][data-allowed="false"]');
    await shut.locator('button.ant-btn').click();
    await page.waitForSelector('#evidence-text:focus');
    await page.keyboard.insertText('双方约定：买家同意继续发货');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.wb-action[data-event="ship_goods"][data-allowed="true"]');
    await page.context().close();
  });

  it('CON-26: shows what someone else changed, and sends nothing until it was seen', async () => {
    const c = await caseOf('06');
    const page = await house.sit('/workbench?tab=ours');
    await openCase(page, c.id);
    const event =
      (await actionsOf(c.id)).find((a) => a.allowed && a.party === 'seller' && !a.params_schema.required)?.event ?? '';
    await page.keyboard.press(await digitOf(page, event));
    await page.waitForSelector('.wb-sheet');
    await house.rpc(
      'case.facts',
      { case_id: c.id, set: { 'shipment.carrier': '顺丰' }, source: 'carrier', request_id: 'meanwhile-1' },
      'service',
    );
    // With a live line the sheet already knows; without one the attempt is refused and it reads anew.
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.wb-conflict .wb-diff');
    expect(await page.locator('.wb-conflict').innerText()).toContain('顺丰');
    expect((await trailOf(c.id)).some((e) => e.event === event && e.outcome === 'accepted')).toBe(false);
    await page.locator('.wb-conflict button').click();
    await page.waitForSelector('.wb-conflict', { state: 'detached' });
    await page.keyboard.press('Control+Enter');
    await page.waitForURL((url) => !url.pathname.includes(c.id));
    expect((await trailOf(c.id)).filter((e) => e.event === event && e.outcome === 'accepted')).toHaveLength(1);
    await page.context().close();
  });

  it('keeps a half-written form over a reload', async () => {
    const c = await caseOf('15');
    const page = await house.sit('/workbench?tab=ours');
    await openCase(page, c.id);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate(() => navigator.clipboard.writeText('写到一半'));
    await page.keyboard.press(await digitOf(page, 'refuse'));
    // A template has the focus, and what is no key of its own goes to the message.
    await page.waitForSelector('.wb-chips button:focus');
    await page.keyboard.press('Control+V');
    await page.waitForSelector('#field-message:focus:not(:placeholder-shown)');
    await page.keyboard.press('9');
    await page.reload();
    await page.waitForSelector('.wb-entry');
    await page.keyboard.press(await digitOf(page, 'refuse'));
    await page.waitForSelector('#field-message');
    expect(await page.inputValue('#field-message')).toBe('写到一半9');
    await page.context().close();
  });

  it('does a thing once when its answer got lost on the way', async () => {
    const c = await caseOf('03');
    const page = await house.sit('/workbench?tab=ours');
    await openCase(page, c.id);
    const event =
      (await actionsOf(c.id)).find((a) => a.allowed && a.party === 'seller' && !a.params_schema.required)?.event ?? '';
    let lost = 0;
    await page.route('**/rpc', async (route) => {
      if ((route.request().postData() ?? '').includes('"case.apply"') && lost < 2) {
        lost++;
        await route.fetch();
        await route.abort('connectionreset');
      } else await route.continue();
    });
    await page.keyboard.press(await digitOf(page, event));
    await page.waitForSelector('.wb-sheet .ant-btn-primary');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL((url) => !url.pathname.includes(c.id));
    expect(lost).toBe(2);
    expect((await trailOf(c.id)).filter((e) => e.event === event)).toHaveLength(1);
    await page.context().close();
  });

  it('meets WCAG 2.1 AA by axe, light and dark, with and without a sheet', async () => {
    for (const mode of ['light', 'dark'] as const) {
      const page = await house.sit('/workbench?tab=ours', { mode });
      await page.waitForSelector('.wb-entry');
      await calm(page);
      for (const keys of [[], ['1'], ['Escape', 'e'], ['Escape', 'Control+k'], ['Escape', 'Shift+Slash']]) {
        for (const key of keys) {
          await page.keyboard.press(key);
          await calm(page);
        }
        expect(await violations(page), `${mode} ${keys.join(' ')}`).toEqual([]);
      }
      await page.context().close();
    }
  });
});
