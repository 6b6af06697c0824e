import i18next from 'i18next';
import { createElement } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addTexts } from '../src/i18n/texts.ts';
import { RpcClient, rpc } from '../src/rpc/client.ts';
import { NoAnswer, RpcFault, Told } from '../src/rpc/errors.ts';
import type { WorkflowEvent } from '../src/rpc/types.ts';
import { Params } from '../src/screens/approvals/ProposalPane.tsx';
import { howWords } from '../src/screens/evidence/items.ts';
import '../src/screens/evidence/texts.ts';
import { fetchWhole } from '../src/screens/pack/contents.ts';
import { Automations } from '../src/screens/settings/Automations.tsx';
import en from '../src/screens/settings/en.json';
import zh from '../src/screens/settings/zh.json';
import { ReceiptButton } from '../src/screens/why/ReceiptButton.tsx';
import { FaultText } from '../src/ui/states.tsx';
import { Page, press } from './page.ts';

addTexts('settings', zh, en);
let page: Page;
beforeEach(() => {
  page = new Page();
});
afterEach(() => page.close());

describe('a fault in Chinese', () => {
  it.each([
    ['the server', new RpcFault(1, 'no', { says: { zh: '不行', en: 'no' } }), '不行'],
    ['no answer', new NoAnswer('TypeError: network error'), '服务器没有回应，连接可能断了。'],
    ['the page', new Told('没有这本手册'), '没有这本手册'],
    ['a browser', new TypeError('Failed to fetch dynamically imported module: /assets/x.js'), '页面出了意外'],
    ['nobody', undefined, '页面出了意外'],
  ])('is what %s says', async (_who, fault, text) => {
    await page.show(createElement(FaultText, { fault }));
    expect(page.text).toContain(text);
    expect(page.text).not.toMatch(/[A-Za-z]{4}/);
  });

  it('is so for a receipt that did not come', async () => {
    page.answers['audit.receipt'] = () => Promise.reject(new NoAnswer('TypeError: network error'));
    await page.show(createElement(ReceiptButton, { entry_id: 'e' }));
    await press(document.querySelector('button')!);
    expect(page.text).toContain('服务器没有回应');
  });
});

describe('a body cut off on its way is no answer', () => {
  const broken = () => {
    const body = new ReadableStream({
      start: (stream) => stream.enqueue(new Uint8Array(8)),
      pull: (stream) => stream.error(new TypeError('network error')),
    });
    return Promise.resolve(new Response(body));
  };
  it.each([
    ['read whole', () => new RpcClient({ fetch: broken as typeof fetch }).bytes('/v1/blobs/a')],
    ['told of while it comes', () => fetchWhole('/v1/packs/a.zip', () => {}, new AbortController().signal)],
  ])('%s', async (_how, read) => {
    vi.spyOn(rpc, 'file').mockImplementation(broken);
    await expect(read()).rejects.toBeInstanceOf(NoAnswer);
  });
});

describe('ids and machine words are put in words', () => {
  it.each([
    ['redacted', '遮盖过'],
    ['still at 3.20 s, redacted, annotated', '视频第 3.20 秒的画面、遮盖过、加了标注'],
    ['upscaled by hand', 'upscaled by hand'],
  ])('how a copy was made: %s', (how, words) => expect(howWords(how, i18next.getFixedT('zh', 'evidence'))).toBe(words));

  it('what a proposal is given', async () => {
    const event = { params_schema: { properties: { urgent: { title: '加急' }, by: { title: '截止' } } } };
    const values = { urgent: true, by: '2026-01-05T10:00:00Z' };
    await page.show(createElement(Params, { event: event as unknown as WorkflowEvent, values }));
    expect(page.text).toMatch(/加急是/);
    expect(page.text).not.toMatch(/true|T10/);
  });

  it('an automation, in its switch, its question and its journal', async () => {
    const automation = { name: 'close-quiet', actor: 'a', on: true, rules: [], says: { zh: '到点结案', en: 'close' } };
    const switched = { at: '2026-01-05T10:00:00Z', actor: 'a', role: 'manager', name: 'close-quiet', on: false };
    page.answers['automation.list'] = {
      shop: 's',
      automations: [automation],
      journal: [{ ...switched, reason: '', entry_id: 'e' }],
    };
    page.answers['user.list'] = { users: [{ shop: 's' }] };
    await page.show(createElement(Automations));
    expect(page.text.match(/到点结案/g)?.length).toBe(2);
    const toggle = document.querySelector<HTMLButtonElement>('button[role=switch]')!;
    expect(toggle.getAttribute('aria-label')).toContain('到点结案');
    expect(page.text).not.toContain('close-quiet');
  });
});
