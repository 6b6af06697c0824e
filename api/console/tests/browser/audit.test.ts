import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './axe.ts';
import { calm, canRun, House } from './house.ts';

type Entry = { id: string; seq: number; case_id: string; at: string; person: string; hash: string };

async function wideIn(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    ['html', '.main', '.audit', '.trail-entry', '.panel'].filter((name) => {
      const found = document.querySelector(name);
      return found !== null && found.scrollWidth > found.clientWidth + 1;
    }),
  );
}
const tabs = ['trail', 'summary', 'ledger', 'compare', 'overrides', 'sample', 'search'];

describe.skipIf(!canRun)('the audit page', () => {
  const house = new House();
  const refusals = async (): Promise<Entry[]> =>
    (await house.rpc<{ entries: Entry[] }>('audit.query', { outcome: 'refused' }, 'manager')).entries;

  beforeAll(() => house.open());
  afterAll(async () => {
    await house.close();
    expect(house.faults).toEqual([]);
  });

  it('CON-10: "why was this refused?" takes at most three clicks from the audit page', async () => {
    const page = await house.sit('/audit', { role: 'manager' });
    await page.waitForSelector('.qt-row');
    let clicks = 0;
    await page.locator('.filters .ant-segmented-item', { hasText: '拒绝' }).click();
    clicks++;
    await page.waitForURL(/outcome=refused/);
    await page.waitForSelector('.qt-row');
    await page.locator('.qt-row').nth(2).click();
    clicks++;
    await page.waitForSelector('.rule-refuses .rule-says');
    expect(clicks).toBeLessThanOrEqual(3);
    const story = await page.locator('.story').innerText();
    for (const told of ['为什么被拒绝', '据此拒绝', '操作人', '规则读取的事实', '与记录一致'])
      expect(story).toContain(told);
    await page.context().close();
  });

  it('CON-10: and at most three from the case, for an agent too', async () => {
    const refused = (await refusals())[0] as Entry;
    const page = await house.sit(`/workbench/${refused.case_id}`, { role: 'agent' });
    await page.locator(`[data-entry="${refused.id}"] .wb-why`).click();
    await page.waitForSelector('.rule-refuses .rule-says');
    await page.context().close();
  });

  it('keeps the question in the address: a colleague sees the same entries', async () => {
    const path = '/audit/trail?event=refuse&outcome=refused';
    const rows: string[][] = [];
    for (const role of ['manager', 'auditor'] as const) {
      const page = await house.sit(path, { role });
      await page.waitForSelector('.qt-row');
      rows.push(await page.locator('.qt-row').allInnerTexts());
      await page.context().close();
    }
    expect(rows[0]?.length).toBeGreaterThan(0);
    expect(rows[1]).toEqual(rows[0]);
  });

  it('opens from every figure exactly the entries that were counted', async () => {
    const page = await house.sit('/audit/summary', { role: 'manager' });
    await page.waitForSelector('.figures td a');
    const figures = await page.locator('.figures td a, .figure').evaluateAll((links) =>
      links.map((link) => ({
        href: (link as HTMLAnchorElement).getAttribute('href') ?? '',
        count: Number(((link.querySelector('b') ?? link).textContent ?? '').replace(/\D/g, '')),
      })),
    );
    expect(figures.length).toBeGreaterThan(10);
    for (const { href, count } of figures) {
      const asked: Record<string, unknown> = Object.fromEntries(new URLSearchParams(href.split('?')[1]));
      if (asked.closing) asked.closing = true;
      let found = 0;
      let cursor: string | undefined;
      do {
        const answer = await house.rpc<{ entries: Entry[]; next_cursor?: string }>(
          'audit.query',
          { ...asked, limit: 200, ...(cursor ? { cursor } : {}) },
          'manager',
        );
        found += answer.entries.length;
        cursor = answer.next_cursor;
      } while (cursor);
      expect(found, href).toBe(count);
    }
    await page.context().close();
  });

  it('draws a sample that anyone who opens the address draws again, and takes a scorecard', async () => {
    const page = await house.sit('/audit/sample', { role: 'manager' });
    await page.getByRole('button', { name: '抽样', exact: true }).click();
    await page.waitForSelector('.sample-cases tbody tr');
    const drawn = await page.locator('.sample-cases tbody tr td:nth-child(2)').allInnerTexts();
    await page.reload();
    await page.waitForSelector('.sample-cases tbody tr');
    expect(await page.locator('.sample-cases tbody tr td:nth-child(2)').allInnerTexts()).toEqual(drawn);

    const criteria = await house
      .rpc<{ criteria: { id: string; points_max: number }[] }>('quality.list', { case_id: drawn[0] }, 'manager')
      .then((answer) => answer.criteria)
      .catch(() => []);
    if (criteria.length > 0) {
      await page.getByRole('button', { name: '评分' }).first().click();
      const fields = page.locator('.score-row input');
      await fields.first().waitFor();
      for (let i = 0; i < criteria.length; i++) await fields.nth(i).fill(String(criteria[i]?.points_max ?? 0));
      await page.locator('.score-note textarea').fill('依据充分');
      await page.keyboard.press('Control+Enter');
      await page.waitForSelector('.score-cards li');
      const cards = await house.rpc<{ cards: { points: number; note: string }[] }>(
        'quality.list',
        { case_id: drawn[0] },
        'manager',
      );
      expect(cards.cards.map(({ points, note }) => ({ points, note }))).toEqual([{ points: 100, note: '依据充分' }]);
    }
    await page.context().close();
  });

  it('tells what differs between two moments, and hands out receipts', async () => {
    const paid = await house.rpc<{ entries: Entry[] }>('audit.query', { closing: true, limit: 1 }, 'manager');
    const entry = paid.entries[0] as Entry;
    const page = await house.sit(`/audit/compare?case_id=${entry.case_id}`, { role: 'manager' });
    await page.waitForSelector('.differences tbody tr');
    expect(await page.locator('.differences tbody').innerText()).toContain('状态');
    await page.goto(`${new URL(page.url()).origin}/audit/trail?entry=${entry.id}&of=${entry.case_id}`);
    const [receipt] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '下载回执' }).click(),
    ]);
    const told = JSON.parse(readFileSync(await receipt.path(), 'utf8')) as { format: string; entry: string };
    expect(told.format).toBe('redress-receipt/1');
    expect(JSON.parse(told.entry).id).toBe(entry.id);
    await page.context().close();
  });

  it('says that it reads personal data before it searches texts', async () => {
    const page = await house.sit('/audit/search', { role: 'auditor' });
    await page.getByText('检索会读取个人信息').waitFor();
    await page.getByRole('searchbox').fill('签收');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.search-found mark');
    await page.context().close();
  });

  it('CON-22, CON-24: no tab breaks a rule of WCAG or its layout, in any language and light', async () => {
    for (const view of [
      { lang: 'zh', mode: 'light' },
      { lang: 'en', mode: 'dark' },
      { lang: 'pseudo', mode: 'light' },
    ] as const) {
      const page = await house.sit('/audit/trail', { ...view, role: 'manager' });
      const origin = new URL(page.url()).origin;
      for (const tab of tabs) {
        await page.goto(`${origin}/audit/${tab}`);
        await page.waitForSelector('.audit-tabs [aria-current=page]');
        await calm(page);
        expect(await wideIn(page), `${tab} ${view.lang}`).toEqual([]);
        expect(await violations(page), `${tab} ${view.lang} ${view.mode}`).toEqual([]);
      }
      await page.context().close();
    }
  });
});

describe.skipIf(!canRun)('a damaged store', () => {
  const folder = mkdtempSync(join(tmpdir(), 'redress-damaged-'));
  const house = new House(folder);
  let damaged: Entry;

  beforeAll(async () => {
    await house.open();
    const found = await house.rpc<{ entries: Entry[] }>('audit.query', { outcome: 'refused' }, 'manager');
    damaged = found.entries[1] as Entry;
    await house.stopServer();
    flip(folder, damaged);
    await house.start();
  });
  afterAll(() => house.close());

  it('CON-10: turns the badge red, names the entry, and lets no new pack be made', async () => {
    const page = await house.sit('/audit/ledger', { role: 'manager' });
    await page.locator('.integrity.tone-bad', { hasText: `第 ${damaged.seq} 条` }).waitFor();
    expect(await page.locator('.verdict.tone-bad').innerText()).toContain(`第 ${damaged.seq} 条`);
    await page.getByRole('link', { name: '查看这条记录' }).click();
    await page.waitForURL(new RegExp(damaged.id));
    await page.evaluate((id) => history.pushState({}, '', `/pack/${id}`), damaged.case_id);
    await page.evaluate(() => dispatchEvent(new PopStateEvent('popstate')));
    await page.getByText('不能制作新的证据包').first().waitFor();
    expect(await page.getByRole('button', { name: /下载证据包/ }).count()).toBeLessThanOrEqual(1);
    for (const button of await page.getByRole('button', { name: /下载证据包/ }).all())
      expect(await button.isDisabled()).toBe(true);
    await page.context().close();
  });
});

/**
 * One byte of one entry, in the database's own file. A row holds the ids, then the text or nothing, the hash, and behind
 * it the squeezed text if there is one.
 */
function flip(folder: string, entry: Entry): void {
  let hits = 0;
  for (const name of readdirSync(folder).filter((each) => each.startsWith('redress.db') && !each.endsWith('-shm'))) {
    const bytes = readFileSync(join(folder, name));
    const row = entry.id + entry.case_id;
    for (let at = bytes.indexOf(row); at >= 0; at = bytes.indexOf(row, at + 1)) {
      const plain = bytes.subarray(at + row.length, at + row.length + 20).indexOf('{"actor":"');
      const place =
        plain >= 0
          ? at + row.length + plain + '{"actor":"'.length
          : bytes.indexOf(entry.hash, at) + entry.hash.length + 20;
      bytes[place] = bytes[place] === 0x78 ? 0x79 : 0x78;
      hits++;
    }
    writeFileSync(join(folder, name), bytes);
  }
  if (hits === 0) throw new Error('the entry is not in the database file');
}
