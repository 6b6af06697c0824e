import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe.ts';
import { binary, calm, canRun, House, type Role } from './house.ts';

const folder = mkdtempSync(join(tmpdir(), 'redress-manager-'));
const books = join(folder, 'books');
const tea = fileURLToPath(new URL('../../../../docs/examples/tea.yaml', import.meta.url));

type Received = { headers: IncomingHttpHeaders; body: Buffer };

/** Somebody else's service: refuses until told to take, and remembers what it was sent. */
class Receiver {
  readonly got: Received[] = [];
  status = 503;
  private server: Server | undefined;

  async open(): Promise<string> {
    const server = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        this.got.push({ headers: request.headers, body: Buffer.concat(pieces) });
        response.writeHead(this.status).end();
      });
    });
    this.server = server;
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/redress`;
  }

  close(): void {
    this.server?.close();
  }
}

const told = (program: string, args: string[]): Promise<number> =>
  new Promise((done, fail) => {
    const run = spawn(program, args, { stdio: 'ignore' });
    run.once('error', fail);
    run.once('exit', (code) => done(code ?? -1));
  });

describe.skipIf(!canRun)('what a manager does, whole jobs', () => {
  mkdirSync(books);
  writeFileSync(join(books, 'tea.yaml'), readFileSync(tea, 'utf8').replace('shop: shop_tea', 'shop: shop_demo'));
  const house = new House(join(folder, 'store'), ['--rulebooks', books]);
  let methods: string[] = [];

  beforeAll(async () => {
    await house.open();
    const document = await house.rpc<{ methods: { name: string }[] }>('rpc.discover', {}, 'manager');
    methods = document.methods.map(({ name }) => name);
    // A second start brings the shop's own book, whose limits make proposals.
    await house.stopServer();
    await house.start();
  });
  afterAll(async () => {
    await house.close();
    expect(house.faults).toEqual([]);
  });

  const acts = async (role: Role = 'manager'): Promise<{ event: string }[]> =>
    (await house.rpc<{ entries: { event: string }[] }>('audit.office', { shop: 'shop_demo', limit: 200 }, role))
      .entries;

  it('CON-16: each change made in the settings is one act in the ledger, and stands in the list of changes', async () => {
    const manager = await house.sit('/settings/templates', { role: 'manager' });
    const admin = await house.sit('/settings/users', { role: 'admin' });
    const changes: [string, string, Page, () => Promise<void>][] = [
      [
        'template_set',
        '修改话术模板',
        manager,
        async () => {
          await manager.getByRole('button', { name: '新建模板' }).click();
          await manager.getByLabel('名称').fill('请补充照片');
          await manager.locator('.ant-modal textarea').fill('请补充照片，订单 {{order_id}}');
          await manager.locator('.ant-modal-footer .ant-btn-primary').click();
          await manager.getByText('请补充照片').first().waitFor();
        },
      ],
      [
        'automation_switched',
        '开关自动化',
        manager,
        async () => {
          await manager.getByRole('link', { name: '自动化' }).click();
          await manager.locator('.st-table-row .ant-switch').first().click();
          await manager.locator('.ant-modal textarea').fill('大促期间人工处理');
          await manager.locator('.ant-modal-footer .ant-btn-primary').click();
          await manager.getByText('大促期间人工处理').first().waitFor();
        },
      ],
      [
        'user_created',
        '新建用户',
        admin,
        async () => {
          await admin.getByRole('button', { name: '新建用户' }).click();
          await admin.getByLabel('用户名').fill('zhao.liu');
          await admin.getByLabel('店铺').fill('shop_demo');
          await admin.locator('.ant-modal input[type=password]').fill('chuanghu-9-kaizhe');
          await admin.locator('.ant-modal-footer .ant-btn-primary').click();
          await admin.getByText('zhao.liu').first().waitFor();
        },
      ],
    ];
    for (const [act, name, page, change] of changes) {
      const before = await acts();
      await change();
      const after = await acts();
      expect(after.slice(before.length).map(({ event }) => event)).toEqual([act]);
      await page.getByRole('link', { name: '变更记录' }).click();
      await page.locator('.qt-row', { hasText: name }).last().waitFor();
    }
    for (const page of [manager, admin]) await page.context().close();
  });

  it('CON-11: a shop’s own book tells what is wrong in the text itself, and which of its decisions would differ', async () => {
    const { cases } = await house.rpc<{ cases: { id: string }[] }>('case.list', { order_id: '4300000000000000001' });
    const case_id = cases[0]?.id as string;
    const agree = { case_id, event: 'agree_refund', request_id: 'by-manager' };
    await house.rpc('case.apply', agree, 'manager');
    const page = await house.sit('/rules/tea?tab=edit', { role: 'manager' });
    const field = page.locator('.ru-editor textarea');
    await field.waitFor();
    const text = await field.inputValue();
    await field.fill(text.replace('rules:', 'rules: ['));
    await page.getByRole('button', { name: '检查' }).click();
    await page.locator('.ru-bands p', { hasText: 'YAML' }).waitFor();
    const band = await page.locator('.ru-bands > div').boundingBox();
    const shown = await field.boundingBox();
    expect(band && shown && band.y >= shown.y && band.y < shown.y + shown.height).toBe(true);
    expect(await page.getByRole('button', { name: '启用' }).isDisabled()).toBe(true);

    // The platform asks for a second look above a sum that this shop may set lower: one decision would have gone otherwise.
    await field.fill(
      text
        .replace(
          'when: has(claim.amount_minor) && claim.amount_minor > 10000',
          'when: has(claim.amount_minor) && claim.amount_minor > 9000',
        )
        .replace(
          'verdict: out_of_scope, facts: {claim.amount_minor: 10000}',
          'verdict: out_of_scope, facts: {claim.amount_minor: 9000}',
        ),
    );
    await page.getByRole('button', { name: '检查' }).click();
    await page.getByText('没有问题').waitFor();
    await page.getByRole('button', { name: /^回测$/ }).click();
    await page.locator('.ru-test .ru-large').waitFor();
    expect(await page.locator('.ru-test .ru-large').innerText()).toMatch(/比较了 \d+ 个决定/);
    await page.context().close();
  });

  it('CON-13: a dry run of a hundred thousand rows tells every row it cannot read', async () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => {
      const at = i % 1000 === 999 ? '昨天' : `2026-11-${String((i % 20) + 1).padStart(2, '0')} 08:00:00`;
      return `B${i},${at},${at},${i % 1000 === 500 ? '1.234' : '10.50'},连帽卫衣,not_received`;
    });
    const file = join(folder, 'large.csv');
    writeFileSync(file, ['order_id,created_at,paid_at,amount,title,reason', ...rows, ''].join('\n'));
    const page = await house.sit('/imports', { role: 'manager' });
    await page.waitForSelector('input[type=file]', { state: 'attached' });
    await page.setInputFiles('input[type=file]', file);
    await page.getByRole('button', { name: '按列名起草映射' }).click();
    const map = page.locator('.im-map');
    await map.fill((await map.inputValue()).replace(/shop: .*/, 'shop: shop_demo'));
    await page.getByRole('button', { name: '试算' }).click();
    await page.getByText('试算结果，什么都没有写入').waitFor();
    const sheet = page.waitForEvent('download');
    await page.getByRole('button', { name: '下载错误表' }).click();
    const lines = readFileSync(await (await sheet).path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(lines.length).toBe(201);
    expect(await page.locator('.im-bad').getAttribute('aria-rowcount')).toBe('201');
    await page.context().close();
  });

  it('says no to a proposal with a reason, which the register keeps', async (test) => {
    if (!methods.includes('override.decline')) test.skip('the server cannot decline yet');
    const { cases } = await house.rpc<{ cases: { id: string }[] }>('case.list', { order_id: '4300000000000000002' });
    const params = { case_id: cases[0]?.id, event: 'agree_refund', rules: ['TEA-A-1'], reason: '老客户' };
    await house.rpc('override.propose', { ...params, request_id: 'propose' });
    const page = await house.sit('/approvals', { role: 'manager' });
    await page.getByRole('button', { name: '否决' }).click();
    const yes = page.locator('.ant-modal-footer .ant-btn-dangerous');
    expect(await yes.isDisabled()).toBe(true);
    await page.locator('.ant-modal textarea').fill('先让买家退货');
    await yes.click();
    await page.getByText('没有等待复核的破例').waitFor();
    await page.goto(`${new URL(page.url()).origin}/audit/overrides?status=declined`);
    const row = page.locator('.qt-row', { hasText: '先让买家退货' });
    await row.waitFor();
    expect(await row.innerText()).toMatch(/否决/);
    await page.context().close();
  });

  it('shows how far a verification is, and at what pace', async () => {
    const fill = ['bench', '--url', house.url, '--token', house.tokens.service, '--shop', 'shop_demo'];
    expect(await told(binary, [...fill, '--connections', '8', '--fill', '4000'])).toBe(0);
    const page = await house.sit('/audit/ledger', { role: 'auditor' });
    await page.locator('.integrity.tone-good').waitFor({ timeout: 120_000 });
    const seen = page.evaluate(
      () =>
        new Promise<string[]>((done) => {
          const all: string[] = [];
          const watch = new MutationObserver(() => {
            const text = document.querySelector('.ledger-under')?.textContent;
            if (text) all.push(text);
            if (!text && all.length > 0) done(all);
          });
          watch.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
        }),
    );
    await page.getByRole('button', { name: '重新校验' }).click();
    const steps = (await seen).filter((text) => /已校验到第 [\d,]+ 条，共 [\d,]+ 条/.test(text));
    expect(steps.length).toBeGreaterThan(1);
    expect(steps.some((text) => /[1-9]\d?%/.test(text))).toBe(true);
    await page.locator('.ledger-verify .verdict.tone-good').waitFor();
    await page.context().close();
  });
});

describe.skipIf(!canRun)('webhooks', () => {
  const house = new House(join(folder, 'hooked'), ['--webhook-allow', '127.0.0.1']);
  const receiver = new Receiver();
  let can = false;
  let url = '';

  beforeAll(async () => {
    await house.open();
    const document = await house.rpc<{ methods: { name: string }[] }>('rpc.discover', {}, 'manager');
    can = document.methods.some(({ name }) => name === 'webhook.replay');
    if (!can) return;
    await house.stopServer();
    await house.start();
    url = await receiver.open();
  });
  afterAll(async () => {
    receiver.close();
    await house.close();
    expect(house.faults).toEqual([]);
  });

  it('CON-14: a failed delivery is sent again from the page, and its signature is made again from the secret', async (test) => {
    if (!can) test.skip('the server has no webhooks yet');
    const page = await house.sit('/developer/webhooks', { role: 'manager' });
    await page.getByRole('button', { name: '新建回调' }).click();
    await page.getByLabel('网址').fill(url);
    await page.getByLabel('名称').fill('仓库系统');
    await page.locator('.ant-modal-footer .ant-btn-primary').click();
    const secret = (await page.locator('.secret code').innerText()).trim();
    await page.getByRole('button', { name: '已保存，关闭' }).click();
    await page.getByRole('button', { name: '发送测试' }).click();
    await page.locator('.wh-deliveries .qt-row', { hasText: '失败' }).waitFor();
    receiver.status = 200;
    await page.locator('.wh-deliveries .qt-row').first().click();
    await page.getByRole('button', { name: '重新投递' }).click();
    await page.locator('.wh-story header .badge', { hasText: '已送达' }).waitFor();
    await calm(page);
    expect(await page.locator('.wh-attempts li').count()).toBe(2);
    expect(receiver.got.length).toBe(2);
    const ids = receiver.got.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(1);

    const last = receiver.got.at(-1) as Received;
    const signed = `${last.headers['webhook-id']}.${last.headers['webhook-timestamp']}.${last.body.toString()}`;
    const mac = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64'))
      .update(signed)
      .digest('base64');
    expect(String(last.headers['webhook-signature']).split(' ')).toContain(`v1,${mac}`);
    await page.getByLabel('密钥').last().fill(secret);
    await page.getByRole('button', { name: '核对签名' }).click();
    await page.locator('.verdict.tone-good', { hasText: `v1,${mac}` }).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await page.locator('.pick').innerText()).not.toContain(secret);
    await page.context().close();
  });
});
