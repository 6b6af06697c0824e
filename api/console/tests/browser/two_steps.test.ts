import { createHmac } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe.ts';
import { calm, canRun, House, type View } from './house.ts';

// A console that wants the second step of managers, from its second start on.
const house = new House(join(mkdtempSync(join(tmpdir(), 'console-')), 'store'), ['--second-factor', 'manager']);
const password = 'quiet mango river';

function bytesOf(base32: string): Buffer {
  const bits = [...base32]
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** What a phone shows, `ahead` steps from now: the server takes the next one too, so nothing here has to wait for it. */
function codeOf(secret: string, ahead = 0): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const mac = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const from = (mac[19] ?? 0) & 15;
  return String((mac.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** The sign-in screen, as somebody who was never here sees it. */
async function outside(view: View = {}): Promise<Page> {
  const page = await house.sit('/', view);
  await page.context().clearCookies();
  await page.goto(`${house.home}/settings/two_steps`);
  await page.waitForSelector('.login-card');
  return page;
}

async function enter(page: Page, user: string): Promise<void> {
  await page.fill('input[autocomplete=username]', user);
  await page.fill('input[autocomplete=current-password]', password);
  await page.keyboard.press('Enter');
}

const makeUser = (name: string, role: string): Promise<{ id: string }> =>
  house.rpc('user.create', { name, role, shop: 'shop_demo', password }, 'admin');

/** From the password to the recovery codes, by keyboard. */
async function enrol(page: Page): Promise<{ secret: string; recovery: string[] }> {
  await page.waitForSelector('.tf-form input[type=password]');
  await calm(page);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  const secret = ((await page.textContent('.tf-key code')) ?? '').replaceAll(' ', '');
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(await page.locator('.ant-qrcode svg').count()).toBe(1);
  await calm(page);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.type('000000');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[role=alert]');
  await page.keyboard.type(codeOf(secret)); // over the wrong one, which is selected
  await page.keyboard.press('Enter');
  await page.waitForSelector('.tf-codes');
  const recovery = await page.locator('.tf-codes code').allTextContents();
  expect(recovery).toHaveLength(10);
  await calm(page);
  expect(await violations(page)).toEqual([]);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: /复制全部恢复码|Copy all/ }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(recovery.join('\n'));
  await page.getByRole('button', { name: /我已保存|I have saved/ }).click();
  return { secret, recovery };
}

describe.skipIf(!canRun)('two-step sign-in', () => {
  beforeAll(() => house.open());
  afterAll(async () => {
    await house.close();
    expect(house.faults).toEqual([]);
  });

  it('is turned on with a phone, asked for, passed with a recovery code, and turned off', async () => {
    await makeUser('wang', 'agent');
    const page = await outside();
    await enter(page, 'wang');
    const { secret, recovery } = await enrol(page);
    await page.getByText('还剩 10 个恢复码').waitFor();
    await page.click('.who');
    await page.getByRole('button', { name: '退出登录' }).click();

    await page.waitForSelector('.login-card');
    await enter(page, 'wang');
    await page.waitForSelector('input[name=code]');
    await calm(page);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.type('000000');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.login-card [role=alert]');
    const wide = [...codeOf(secret, 1)].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('');
    await page.fill('input[name=code]', wide); // as an input method leaves it
    await page.keyboard.press('Enter');
    await page.getByText('还剩 10 个恢复码').waitFor();

    const other = await outside({ lang: 'en', mode: 'dark' });
    await enter(other, 'wang');
    await other.waitForSelector('input[name=code]');
    await calm(other);
    expect(await violations(other)).toEqual([]);
    await other.keyboard.type((recovery[0] ?? '').toLowerCase());
    await other.keyboard.press('Enter');
    await other.getByText('Recovery codes left: 9').waitFor();
    await calm(other);
    expect(await violations(other)).toEqual([]);
    await other.getByRole('button', { name: 'Turn off two-step sign-in' }).click();
    await other.waitForSelector('.ant-modal input[type=password]');
    await calm(other);
    expect(await violations(other)).toEqual([]);
    await other.keyboard.type(password);
    await other.keyboard.press('Enter');
    await other.waitForSelector('.tf-form input[type=password]');
  });

  it('is seen and taken off by an admin', async () => {
    const { id } = await makeUser('li', 'agent');
    const page = await outside();
    await enter(page, 'li');
    await enrol(page);
    const admin = await house.sit('/settings/users', { role: 'admin' });
    const row = admin.locator('tr', { has: admin.getByText('li', { exact: true }) });
    await row.getByText('开', { exact: true }).waitFor();
    await calm(admin);
    expect(await violations(admin)).toEqual([]);
    await row.getByRole('button', { name: '关闭两步验证' }).click();
    await admin.locator('.ant-popconfirm').getByRole('button', { name: '关闭两步验证' }).click();
    await row.getByText('关', { exact: true }).waitFor();
    const told = await house.rpc<{ entries: { event: string; params: { id: string; by: string } }[] }>(
      'audit.office',
      { shop: 'shop_demo', limit: 200 },
      'admin',
    );
    expect(told.entries.at(-1)).toMatchObject({ event: 'second_factor_removed', params: { id, by: 'admin' } });
    await admin.goto(`${house.home}/settings/office?shop=shop_demo`);
    // The newest change stands last, and rows out of sight are not drawn.
    const removed = admin.getByText('凭：管理员的权限').first();
    await admin.locator('.qt-row').first().hover();
    while (!(await removed.isVisible())) {
      await admin.mouse.wheel(0, 1000);
      await admin.waitForTimeout(50);
    }
    await page.getByText('登录已过期').waitFor(); // whose factor it was is out, and told so at once
  });

  it('is the only thing there is where a role needs it', async () => {
    await makeUser('boss', 'manager');
    await house.stopServer();
    await house.start();
    const page = await outside();
    await enter(page, 'boss');
    await page.getByRole('heading', { name: '请先开启两步验证' }).waitFor();
    expect(await page.locator('nav').count()).toBe(0);
    await page.goto(`${house.home}/board`);
    await enrol(page);
    await page.waitForSelector('nav');
    expect(new URL(page.url()).pathname).toBe('/board');
  });
});
