import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe.ts';
import { calm, canRun, House } from './house.ts';

const house = new House(join(mkdtempSync(join(tmpdir(), 'console-')), 'store'));

const settled = async (page: Page, what: string): Promise<void> => {
  await page.waitForSelector(what);
  await page.waitForFunction(() => !document.querySelector('main .ant-spin'));
  await calm(page);
};

describe.skipIf(!canRun)('what managers set and look after', () => {
  beforeAll(() => house.open());
  afterAll(async () => {
    await house.close();
    expect(house.faults).toEqual([]);
  });

  it('says whose a screen is to whoever it is not for, and leads back from there and from nowhere', async () => {
    const agent = await house.sit('/imports', { role: 'agent' });
    await agent.getByText('这个页面给主管使用，你现在的角色是客服。').waitFor();
    expect(await agent.locator('main input').count()).toBe(0);
    await agent.getByRole('button', { name: '去工作台' }).click();
    await agent.waitForURL(/\/workbench/);
    const manager = await house.sit('/no/such/page', { role: 'manager' });
    await manager.getByText('这里没有页面').waitFor();
    expect(await violations(manager)).toEqual([]);
    await manager.getByRole('button', { name: '去看板' }).click();
    await manager.waitForURL(/\/board/);
    await agent.context().close();
    await manager.context().close();
  });

  it('lets an auditor read a case and offers nothing to do there', async () => {
    const page = await house.sit('/workbench?tab=ours', { role: 'auditor' });
    await page.waitForSelector('.wb-entry');
    await page.getByText('你的角色可以查看案件，不能办理。').waitFor();
    expect(await page.locator('.wb-action, .wb-steps').count()).toBe(0);
    await page.keyboard.press('1');
    await page.keyboard.press('c');
    expect(await page.locator('.ant-modal').count()).toBe(0);
    await page.context().close();
  });

  it('reads by itself what it could not while the server was away', async () => {
    const page = await house.sit('/board', { role: 'manager' });
    await page.waitForSelector('.board-figure');
    await house.stopServer();
    await page.getByText('与服务器的连接中断').waitFor();
    // What was read stays; a screen that was not says that it will be.
    expect(await page.locator('.board-figure').count()).toBeGreaterThan(0);
    await page.getByRole('link', { name: '案件', exact: true }).click();
    await page.getByText('连不上服务器').waitFor({ timeout: 90_000 });
    await house.start();
    await page.waitForSelector('.qt-row', { timeout: 90_000 });
    expect(await page.getByText('连不上服务器').count()).toBe(0);
    await page.context().close();
  });

  it('CON-11: from another page to the cases that one changed term would move, in at most five clicks', async () => {
    const page = await house.sit('/settings', { role: 'admin', width: 1920, height: 1080 });
    let clicks = 0;
    const click = async (role: 'link' | 'button', name: string | RegExp): Promise<void> => {
      clicks++;
      await page.getByRole(role, { name }).first().click();
    };
    await click('link', /^规则$/);
    await settled(page, '.ru-rows button');
    await click('button', /^D-01b/);
    await page.getByRole('heading', { name: 'D-01b' }).waitFor();
    await click('button', '修改这一条');
    const field = page.locator('.ru-editor textarea');
    await field.waitFor();
    const text = await field.inputValue();
    const at = text.indexOf('- id: D-01b');
    const end = text.indexOf('- id: ', at + 1);
    // The term, and the examples that hold it to its moment.
    const changed = text
      .slice(at, end)
      .replace('hours: 24', 'hours: 12')
      .replaceAll('due: "2026-01-06T10:00:00+08:00"', 'due: "2026-01-05T22:00:00+08:00"');
    await field.fill(text.slice(0, at) + changed + text.slice(end));
    await click('button', /^回测$/);
    await page.waitForSelector('.ru-cases > li');
    expect(clicks).toBeLessThanOrEqual(5);
    expect(await page.locator('.ru-cases > li').count()).toBeGreaterThan(0);
  });

  it('CON-11: an example that fails is told by line and column and keeps the text from being activated', async () => {
    const page = await house.sit('/rules/taobao?tab=edit&file=taobao', { role: 'admin' });
    const field = page.locator('.ru-editor textarea');
    await field.waitFor();
    const text = await field.inputValue();
    await field.fill(text.replace('order.paid_minor <= 20000', 'order.paid_minor <= 5000'));
    await page.getByRole('button', { name: '检查' }).click();
    const finding = page.locator('.ru-findings button').first();
    await finding.waitFor();
    expect(await finding.textContent()).toMatch(/taobao\.yaml:\d+:\d+/);
    expect(await page.getByRole('button', { name: '启用' }).isDisabled()).toBe(true);
    await finding.click();
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    await page.getByRole('button', { name: '放弃修改' }).click();
    expect(await field.inputValue()).toBe(text);
  });

  it('CON-12: the picture of each workflow has exactly the states of its table, and a line tells its rules', async () => {
    const page = await house.sit('/workflows/refund', { role: 'manager' });
    for (const kind of ['refund', 'exchange', 'logistics_delay', 'bad_review']) {
      const table = await house.rpc<{ states: { name: string }[]; rows: { from: string; to: string }[] }>(
        'workflow.get',
        { kind },
        'manager',
      );
      await page.evaluate((path) => {
        history.pushState(null, '', path);
        dispatchEvent(new PopStateEvent('popstate'));
      }, `/workflows/${kind}?lines=all`);
      await page.waitForSelector(`[data-state="${table.states[1]?.name}"]`);
      const drawn = await page
        .locator('[data-state]')
        .evaluateAll((all) => all.map((e) => (e as HTMLElement).dataset.state));
      expect(drawn.sort()).toEqual(table.states.map((s) => s.name).sort());
      const ways = new Set(table.rows.filter((r) => r.from !== r.to).map((r) => `${r.from}~${r.to}`));
      expect(await page.locator('[data-edge]').count()).toBe(ways.size);
    }
    await page.goto(page.url().replace(/\/workflows.*/, '/workflows/refund'));
    await settled(page, '[data-edge="WAIT_SELLER_AGREE~SELLER_REFUSE_BUYER"]');
    // By keyboard: each state and line is a button in the order of the table.
    await page.locator('[data-edge="WAIT_SELLER_AGREE~SELLER_REFUSE_BUYER"]').focus();
    await page.keyboard.press('Enter');
    await page.locator('.wf-event .reason-tag', { hasText: 'TB-RU-006' }).first().waitFor();
    await page.keyboard.press('Escape');
    await page.waitForSelector('.wf-table');
  });

  it('CON-13: bad rows have line, column and reason; the same file a second time changes nothing', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => {
      const at = i === 9 ? '昨天' : `2026-11-20 0${i % 10}:00:00`;
      return `M${i},${at},${at},${i === 5 ? '1.234' : '10.50'},连帽卫衣,not_received`;
    });
    const text = ['order_id,created_at,paid_at,amount,title,reason', ...rows, ''].join('\n');
    const page = await house.sit('/imports', { role: 'manager' });
    await page.waitForSelector('input[type=file]', { state: 'attached' });
    await page.setInputFiles('input[type=file]', { name: 'm.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await page.getByRole('button', { name: '按列名起草映射' }).click();
    const map = page.locator('.im-map');
    await map.fill((await map.inputValue()).replace(/shop: .*/, 'shop: shop_demo'));
    for (const opened of [28, 0]) {
      await page.getByRole('button', { name: '试算' }).click();
      await page.getByText('试算结果，什么都没有写入').waitFor();
      expect(await page.locator('.im-bad-rows .im-bad-row').allTextContents()).toHaveLength(2);
      expect(await page.locator('.im-bad-rows .im-bad-row').first().textContent()).toMatch(/^7\d+amount/);
      const sheet = page.waitForEvent('download');
      await page.getByRole('button', { name: '下载错误表' }).click();
      expect(
        readFileSync(await (await sheet).path(), 'utf8')
          .trim()
          .split('\r\n'),
      ).toHaveLength(3);
      await page.getByRole('button', { name: '导入', exact: true }).click();
      await page.locator('.ant-modal-footer .ant-btn-primary').click();
      await page.getByText(opened > 0 ? '导入完成' : '没有任何改动').waitFor();
      const figure = page.locator('.im-figures > div', { hasText: '已立案' });
      expect(await figure.textContent()).toBe(`已立案${opened}`);
    }
  });

  it('CON-16: a new token shows its secret once, and is an entry of the ledger', async () => {
    const page = await house.sit('/settings/tokens', { role: 'admin' });
    await page.getByRole('button', { name: '新建令牌' }).click();
    await page.getByLabel('用途').fill('仓库系统');
    await page.locator('.ant-modal-footer .ant-btn-primary').click();
    const secret = await page.locator('.secret code').textContent();
    expect(secret).toMatch(/^rdr_/);
    await page.getByRole('button', { name: '已保存，关闭' }).click();
    await page.getByText('仓库系统').waitFor();
    expect(await page.content()).not.toContain(secret as string);
    await page.getByRole('link', { name: '变更记录' }).click();
    await page.getByText('不分店铺').click();
    const { tokens } = await house.rpc<{ tokens: { id: string; label: string }[] }>('token.list', {}, 'admin');
    const id = tokens.find(({ label }) => label === '仓库系统')?.id ?? 'none';
    await page.locator('.qt-row', { hasText: `id: ${id}` }).waitFor();
  });

  it('CON-22, CON-24: no screen has a violation, light or dark, and none breaks when texts are longer', async () => {
    const paths: [string, string][] = [
      ['/workflows/refund?state=WAIT_SELLER_AGREE', '.wf-state'],
      ['/rules/taobao', '.ru-rows button'],
      ['/rules/taobao?tab=edit', '.ru-editor textarea'],
      ['/rules/taobao?tab=versions', '.ru-versions li'],
      ['/settings/templates?shop=shop_demo', '.st-part'],
      ['/settings/automations?shop=shop_demo', '.st-table-row'],
      ['/settings/users', '.st-table-row'],
      ['/settings/tokens', '.st-table-row'],
      ['/settings/sessions', '.st-part'],
      ['/settings/password', '.st-form'],
      ['/settings/office', '.qt-row'],
      ['/developer', '.dv-methods a'],
    ];
    for (const [mode, lang] of [
      ['light', 'zh'],
      ['dark', 'pseudo'],
    ] as const) {
      const page = await house.sit('/settings', { role: 'admin', mode, lang });
      const base = page.url().replace(/\/settings.*/, '');
      for (const [path, what] of paths) {
        await page.goto(base + path);
        await settled(page, what);
        expect(await violations(page), `${path} ${mode}`).toEqual([]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(wide, `${path} ${lang} is wider than the window`).toBeLessThanOrEqual(0);
      }
      const manager = await house.sit('/imports', { role: 'manager', mode, lang });
      await settled(manager, '.im-drop');
      expect(await violations(manager), `/imports ${mode}`).toEqual([]);
    }
  });
});
