import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calm, canRun, copyPicture, Hands, House } from './house.ts';

type Case = { id: string; order_id: string; final: boolean };
type Entry = { event: string; outcome: string };

const house = new House();
const caseOf = async (order: string): Promise<Case> =>
  (await house.rpc<{ cases: Case[] }>('case.list', { order_id: `43000000000000000${order}` })).cases[0] as Case;
const openRow = (page: Page): Promise<string | null> => page.locator('.wb-row[aria-current]').getAttribute('data-case');

describe.skipIf(!canRun)('an agent’s day', () => {
  beforeAll(() => house.open());
  afterAll(async () => {
    await house.close();
    expect(house.faults).toEqual([]);
  });

  it('someone new takes the next case, sees why a step is closed, opens it, and goes on to the next', async () => {
    const c = await caseOf('20');
    const page = await house.sit('/');
    // The most urgent case is open without a press, and the first steps say what to do with it.
    await page.waitForSelector('.wb-entry');
    expect(await openRow(page)).toBe(await page.locator('.wb-row').first().getAttribute('data-case'));
    expect(await page.locator('.wb-steps li').count()).toBe(4);
    await page.click(`.wb-row[data-case="${c.id}"]`);
    const shut = page.locator('.wb-action[data-event="refuse_return"][data-allowed="false"]');
    await shut.locator('.wb-why', { hasText: '还缺 1 项凭证：退货验收记录' }).waitFor();
    await shut.locator('button.ant-btn').click();
    await page.getByText('补上后可以：拒绝退货收货').waitFor();
    await copyPicture(page);
    await page.keyboard.press('Control+V');
    await page.waitForSelector('.wb-file img');
    for (const shown of await page.locator('.wb-shows input[type=checkbox]').all()) await shown.check();
    await page.locator('.ant-modal-footer .ant-btn-primary').click();
    const opened = page.locator('.wb-action[data-event="refuse_return"][data-allowed="true"]');
    await opened.waitFor();
    const { evidence } = await house.rpc<{ evidence: { kind: string; weight: string }[] }>('evidence.list', {
      case_id: c.id,
    });
    expect(evidence.find((item) => item.kind === 'E-RETCHK')?.weight).toBe('admissible');
    await opened.locator('button.ant-btn').click();
    await page.getByText('还要填').waitFor();
    await page.fill('#field-message', '从未拆封起拍的验货记录显示退回的不是原商品，详见凭证。');
    for (const choice of await page.locator('.wb-sheet select').all()) await choice.selectOption({ index: 1 });
    await page.locator('.ant-modal-footer .ant-btn-primary').click();
    await page.waitForURL((url) => !url.pathname.includes(c.id));
    await page.getByText('已打开下一件').waitFor();
    const { entries } = await house.rpc<{ entries: Entry[] }>('case.trail', { case_id: c.id, limit: 200 });
    expect(entries.filter((e) => e.event === 'refuse_return' && e.outcome === 'accepted')).toHaveLength(1);
    await page.getByRole('button', { name: '知道了' }).click();
    await page.reload();
    await page.waitForSelector('.wb-entry');
    expect(await page.locator('.wb-steps').count()).toBe(0);
    await page.context().close();
  });

  it('is told how many proofs a step lacks, and after the first which one is left', async () => {
    const c = await caseOf('07');
    const page = await house.sit(`/workbench/${c.id}?tab=ours`);
    const shut = page.locator('.wb-action[data-event="refuse"][data-allowed="false"]');
    await shut.locator('.wb-why', { hasText: '还缺 2 项凭证：物流轨迹；签收底单' }).waitFor();
    // Agreeing, which silence would do too, stands first; refusing is never the first that is offered.
    expect(await page.locator('.wb-action').first().getAttribute('data-event')).toBe('agree_refund');
    await shut.locator('button.ant-btn').click();
    await page.getByText('补上后，“拒绝申请”还差：物流轨迹').waitFor();
    await page.locator('.ant-modal textarea').first().fill('买家 2026-11-20 10:00:00\n放门口的找到了，谢谢');
    await page.keyboard.press('Control+Enter');
    await shut.locator('.wb-why', { hasText: '还缺 1 项凭证：物流轨迹' }).waitFor();
    await page.locator('.ant-notification-notice').waitFor();
    const notice = await page.locator('.ant-notification-notice').boundingBox();
    const steps = await page.locator('.wb-case').boundingBox();
    expect((notice?.x ?? 0) + (notice?.width ?? 0)).toBeLessThanOrEqual((steps?.x ?? 0) + 24);
    await page.context().close();
  });

  it('looks at evidence and makes a pack over the case: Escape leads back to the same place', async () => {
    const c = await caseOf('09');
    const page = await house.sit(`/workbench/${c.id}?tab=due_soon`);
    await page.waitForSelector('.wb-items li');
    await page.waitForSelector('.wb-row');
    await page.locator('.wb-case').evaluate((pane) => pane.scrollTo(0, 90));
    const scrolled = await page.locator('.wb-case').evaluate((pane) => pane.scrollTop);
    const before = page.url();
    await page.locator('.wb-item').nth(1).click();
    await page.waitForSelector('.viewer-item');
    expect(page.url()).toContain('item=');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Escape');
    await page.waitForSelector('.viewer', { state: 'detached' });
    expect(page.url()).toBe(before);
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('wb-item');
    expect(await page.locator('.wb-case').evaluate((pane) => pane.scrollTop)).toBe(scrolled);
    await page.keyboard.press('v');
    await page.waitForSelector('.viewer-item');
    // A colleague's link opens the same; closing it leads to the case.
    const link = page.url();
    await page.goto(link);
    await page.waitForSelector('.viewer-item');
    await page.keyboard.press('Escape');
    await page.waitForSelector('.viewer', { state: 'detached' });
    expect(page.url()).toBe(before);
    await page.keyboard.press('p');
    await page.waitForSelector('.pack');
    await page.keyboard.press('Escape');
    await page.waitForSelector('.pack', { state: 'detached' });
    expect(page.url()).toBe(before);
    await page.context().close();
  });

  it('finds a finished case by its order number from every screen, typed faster than the bar opens', async () => {
    const done = await caseOf('04');
    expect(done.final).toBe(true);
    const page = await house.sit('/workbench?tab=ours');
    await page.waitForSelector('.wb-action');
    const from = Date.now();
    await page.keyboard.press('Control+k');
    await page.keyboard.type(done.order_id);
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(done.id));
    console.log(`a finished case by its number: ${Date.now() - from} ms from Ctrl+K`);
    await page.waitForSelector('.wb-end');
    await page.goto(`${house.home}/cases`);
    await page.waitForSelector('.qt-row');
    await page.keyboard.press('Control+k');
    await page.keyboard.type(`${done.order_id.slice(0, 4)} ${done.order_id.slice(4)}`);
    const found = page.locator('[cmdk-item]', { hasText: done.order_id });
    await found.waitFor();
    expect(await found.innerText()).toContain('已结束');
    await page.keyboard.press('Escape');
    await page.waitForSelector('[cmdk-input]', { state: 'detached' });
    await page.context().close();
  });

  it('keeps J and K at work wherever a press or a click left the focus', async () => {
    const page = await house.sit('/workbench?tab=due_soon');
    await page.waitForSelector('.wb-entry');
    for (const place of ['.wb-tabs button:last-of-type', '.wb-link', '.wb-keys button:nth-child(2)', '.wb-amount']) {
      await page.locator(place).first().click();
      await calm(page);
      const before = await openRow(page);
      await page.keyboard.press('j');
      await page.waitForFunction(
        (was) => document.querySelector('.wb-row[aria-current]')?.getAttribute('data-case') !== was,
        before,
      );
      await page.keyboard.press('k');
      await page.waitForSelector(`.wb-row[data-case="${before}"][aria-current]`);
    }
    await page.context().close();
  });

  it('takes a case with one key, and an empty tab says where to go on', async () => {
    const page = await house.sit('/workbench?tab=mine');
    await page.getByText('还没有领取案件').waitFor();
    await page.getByRole('button', { name: /去全部待办/ }).click();
    await page.waitForSelector('.wb-entry');
    const id = (await openRow(page)) ?? '';
    const hands = new Hands(page);
    await hands.press('c');
    await expect
      .poll(async () => (await house.rpc<{ case: { assignee?: string } }>('case.get', { case_id: id })).case.assignee)
      .toBeTruthy();
    await page.locator('.wb-tabs button').first().click();
    await page.waitForSelector(`.wb-row[data-case="${id}"]`);
    expect(hands.presses).toBe(1);
    await page.context().close();
  });
});
