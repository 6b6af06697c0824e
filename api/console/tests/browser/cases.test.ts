import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe.ts';
import { calm, canRun, House } from './house.ts';

type Case = { id: string; state: string; version: number };
type Listed = { cases: Case[]; total: number; next_cursor?: string };
type Call = { method: string; params: Record<string, unknown> };
type Counted = { count: number; query: Call };

const house = new House();

/** Refund claims on orders that were not sent yet: an agent may agree to them. Half of them want a return. */
async function openCases(count: number): Promise<void> {
  const at = new Date(Date.now() - 3 * 86400_000).toISOString();
  for (let from = 0; from < count; from += 100) {
    const calls = Array.from({ length: Math.min(100, count - from) }, (_, i) => {
      const n = String(from + i).padStart(5, '0');
      const paid = { minor: 1000 + from + i, currency: 'CNY' };
      const returns = (from + i) % 2 === 1;
      return {
        jsonrpc: '2.0',
        id: i,
        method: 'case.open',
        params: {
          shop: 'shop_demo',
          kind: 'refund',
          platform: 'taobao',
          request_id: `open-${n}`,
          buyer: { id: `bulk-${n}` },
          order: {
            id: `9900000000000${n}`,
            placed_at: at,
            paid_at: at,
            paid,
            lines: [
              {
                id: `l-${n}`,
                sku: (from + i) % 40 === 4 ? 'RARE' : 'S',
                title: `商品 ${n}`,
                quantity: 1,
                paid,
                no_reason_eligible: true,
              },
            ],
          },
          claim: {
            reason: 'quality',
            wants: returns ? 'return_refund' : 'refund_only',
            goods_received: returns,
            amount: paid,
          },
        },
      };
    });
    const answer = await fetch(`${house.url}/rpc`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${house.tokens.service}` },
      body: JSON.stringify(calls),
    });
    for (const one of (await answer.json()) as { error?: unknown }[]) expect(one.error).toBeUndefined();
  }
}

const totalOn = async (page: Page): Promise<number> => {
  await page.waitForFunction(() =>
    /\d/.test(document.querySelector('.cases .page-head [role=status]')?.textContent ?? ''),
  );
  return Number((await page.locator('.cases .page-head [role=status]').innerText()).replace(/\D/g, ''));
};

describe.skipIf(!canRun)('the list of cases, bulk actions, the board', () => {
  beforeAll(async () => {
    await house.open();
    await openCases(520);
  });
  afterAll(async () => {
    await house.close();
    expect(house.faults).toEqual([]);
  });

  it('has no accessibility faults and no horizontal scroll, in both themes, with texts 40 % longer', async () => {
    for (const [path, ready] of [
      ['/cases', '.qt-row'],
      ['/board', '.board-figure'],
      ['/approvals', '.approvals'],
      ['/bulk', '.bulk'],
    ] as const)
      for (const view of [{ mode: 'light' }, { mode: 'dark', lang: 'en' }, { lang: 'pseudo' }] as const) {
        const page = await house.sit(path, { role: 'manager', ...view });
        await page.waitForSelector(ready);
        await calm(page);
        expect(await violations(page), `${path} ${JSON.stringify(view)}`).toEqual([]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        expect(wide, path).toBe(false);
        await page.context().close();
      }
  });

  it('CON-8: a link shows a colleague the same list', async () => {
    const mine = await house.sit('/cases', { role: 'manager' });
    await mine.waitForSelector('.qt-row');
    await mine.fill('#cases-text', 'RARE');
    await mine.keyboard.press('Enter');
    await mine.waitForURL(/text=/);
    await mine.getByRole('button', { name: /按申请金额排序/ }).click();
    await mine.waitForURL(/sort=amount/);
    const theRare = (page: Page) => expect.poll(() => totalOn(page), { timeout: 60_000 }).toBe(13);
    await theRare(mine);
    const theirs = await house.sit(new URL(mine.url()).pathname + new URL(mine.url()).search, { role: 'agent' });
    await theirs.waitForSelector('.qt-row');
    await theRare(theirs);
    await calm(mine);
    await calm(theirs);
    const orders = (page: Page) => page.locator('.qt-row .mono').allInnerTexts();
    expect(await orders(mine)).toContain('990000000000000484');
    expect(await orders(theirs)).toEqual(await orders(mine));
    await mine.context().close();
    await theirs.context().close();
  });

  it('CON-8: a bulk of 500 is planned, stopped, taken up again after a reload, and skips none in silence', async () => {
    const page = await house.sit('/cases?kind=refund&state=WAIT_SELLER_AGREE&final=false', { role: 'manager' });
    await page.waitForSelector('.qt-row');
    await page.locator('.qt-head input').click();
    await page.getByRole('button', { name: /选中前 500 件/ }).click();
    await page.waitForSelector('.bulk-bar :text("已选 500 件")');
    await page.keyboard.press('b');
    await page.waitForSelector('.bulk-offers');
    await page.locator('.bulk-offers label').filter({ hasText: '同意退款' }).click();
    await page.fill('#bulk-note', '批量同意未发货退款');
    await page.getByRole('button', { name: '预演 500 件' }).click();
    await page.waitForSelector('button:has-text("执行这")');
    const tabs = async (): Promise<Record<string, number>> =>
      Object.fromEntries(
        (await page.locator('.bulk-tabs button').allInnerTexts()).map((text) => {
          const match = /^(.*?)\s*(\d+)$/.exec(text.trim());
          return [match?.[1] ?? text, Number(match?.[2])];
        }),
      );
    const planned = await tabs();
    expect(planned.会执行! + planned['会被拒，不执行']!).toBe(500);
    expect(planned.会执行).toBeGreaterThan(0);

    // Somebody moves one of them after the plan.
    const key = await page.evaluate(
      () => Object.keys(localStorage).find((k) => k.startsWith('redress.bulk/')) as string,
    );
    type Job = { id: string; rows: { case_id: string; version: number; plan: { ok: boolean } }[] };
    const job = JSON.parse(await page.evaluate((k) => localStorage.getItem(k) as string, key)) as Job;
    const will = job.rows.filter((row) => row.plan.ok);
    const other = will.at(-1)!.case_id;
    await house.rpc(
      'case.facts',
      { case_id: other, set: { 'warehouse.cancelled': true }, source: 'wms', request_id: 'x1' },
      'service',
    );

    await page.getByRole('button', { name: /执行这/ }).click();
    await page.locator('.ant-modal-footer .ant-btn-primary').click();
    await page.waitForFunction(
      () => Number(/已执行\s*(\d+)/.exec(document.querySelector('.bulk-tabs')?.textContent ?? '')?.[1]) > 5,
    );
    await page.getByRole('button', { name: '停下' }).click();
    await page.waitForSelector('text=已停下');
    const stopped = await tabs();
    expect(stopped.尚未执行).toBeGreaterThan(0);
    await page.reload();
    await page.waitForSelector('button:has-text("继续执行")');
    await page.getByRole('button', { name: /继续执行/ }).click();
    await page.waitForFunction(
      () => /尚未执行\s*0/.test(document.querySelector('.bulk-tabs')?.textContent ?? ''),
      null,
      { timeout: 120_000 },
    );
    const end = await tabs();
    expect(end['案件已变动，未执行']).toBe(1);
    expect(end.已执行).toBe(will.length - 1);
    expect(end.已执行! + end.被拒绝! + end['案件已变动，未执行']! + end['会被拒，不执行']!).toBe(500);

    // The ledger says the same: each of them once.
    for (const row of will.slice(0, 40)) {
      const trail = await house.rpc<{ entries: { event: string; outcome: string }[] }>('case.trail', {
        case_id: row.case_id,
        limit: 200,
      });
      const agreed = trail.entries.filter((e) => e.event === 'agree_refund');
      expect(agreed.length).toBe(row.case_id === other ? 0 : 1);
    }
    await page.context().close();
  });

  it('CON-9: every figure of the board opens a list of as many cases as it counted', async () => {
    // Payments of the bulk are confirmed meanwhile, so that a list read later may rightly differ: once all rest, none may.
    const differing = async (): Promise<string[]> => {
      const board = await house.rpc<{ numbers: Counted[]; heat: Counted[]; funnel: Counted[]; needs_me: Counted[] }>(
        'board.get',
        {},
        'manager',
      );
      // What needs a manager is not always cases: then its link leads to another page.
      const needs = board.needs_me.filter(({ query }) => query.method === 'case.list');
      const figures = [...board.numbers, ...board.heat, ...board.funnel, ...needs];
      expect(figures.length).toBeGreaterThan(12);
      const found: string[] = [];
      for (const { query, count } of figures) {
        const asked = { ...query.params, count: true, limit: 1 };
        const { total } = await house.rpc<Listed>(query.method, asked, 'manager');
        if (total !== count) found.push(`${JSON.stringify(query)}: ${count} counted, ${total} listed`);
      }
      return found;
    };
    await expect.poll(differing, { timeout: 90_000, interval: 2000 }).toEqual([]);
    const page = await house.sit('/board', { role: 'manager' });
    await page.waitForSelector('.board-figure');
    const links = await page.locator('.board-figure, .board-bar, .board-needs a[data-need]').evaluateAll((all) =>
      all.map((a) => ({
        href: a.getAttribute('href') as string,
        count: Number(
          a.querySelector('[data-count]')?.getAttribute('data-count') ??
            a.querySelector('b')?.textContent?.replace(/\D/g, ''),
        ),
      })),
    );
    expect(links.length).toBeGreaterThan(12);
    for (const { href, count } of links) {
      await page.evaluate((to) => {
        history.pushState({}, '', to);
        dispatchEvent(new PopStateEvent('popstate'));
      }, href);
      const shows = (n: number): boolean =>
        Number((document.querySelector('.cases [role=status]')?.textContent ?? '-').replace(/\D/g, '')) === n;
      await page.waitForFunction(shows, count);
    }
    // What one person did and was refused stands in the trail, entry by entry.
    for (const outcome of ['accepted', 'refused']) {
      await page.goto(`${new URL(page.url()).origin}/board`);
      const figure = page.locator(`.board-table a[href*="outcome=${outcome}"]`).first();
      const count = Number(await figure.innerText());
      expect(count).toBeGreaterThan(0);
      await figure.click();
      await page.waitForFunction(
        (n) => Number((document.querySelector('.qt-foot')?.textContent ?? '-').replace(/\D/g, '')) === n,
        count,
      );
    }
    await page.context().close();
  });

  it('CON-9: what falls due today is two clicks away', async () => {
    const page = await house.sit('/', { role: 'manager' });
    await page.getByRole('link', { name: '看板' }).click();
    await page.locator('[data-number=due_24h]').click();
    await page.waitForURL(/\/cases\?.*due_before=/);
    await expect.poll(() => totalOn(page), { timeout: 60_000 }).toBeGreaterThan(0);
    await page.context().close();
  });
});
