import { act, createElement } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addTexts } from '../src/i18n/texts.ts';
import { line, startLive } from '../src/live/live.ts';
import { RpcFault } from '../src/rpc/errors.ts';
import type { CaseAnswer, LiveEntry } from '../src/rpc/types.ts';
import boardEn from '../src/screens/board/en.json';
import { Needs } from '../src/screens/board/Needs.tsx';
import boardZh from '../src/screens/board/zh.json';
import { EvidenceViewer } from '../src/screens/evidence/EvidenceViewer.tsx';
import { Conflict } from '../src/screens/workbench/Conflict.tsx';
import { KeyBar } from '../src/screens/workbench/KeyBar.tsx';
import { TemplateModal } from '../src/screens/workbench/Templates.tsx';
import { freshnessOf, type OpenCase, useCase } from '../src/screens/workbench/useCase.ts';
import { formatClock } from '../src/time/format.ts';
import { Page, press, settle } from './page.ts';

addTexts('board', boardZh, boardEn);

let page: Page;
const no = (): never => {
  throw new RpcFault(1, 'no', { kind: 'overloaded', says: { zh: '太忙了', en: 'too busy' } });
};
const answer: CaseAnswer = {
  case: { id: 'c', kind: 'k', version: 1, state: 'A', claim: {}, links: [] } as never,
  facts: {},
  evidence: [],
  trail_length: 1,
};

beforeEach(() => {
  page = new Page({
    'case.get': answer,
    'case.actions': { actions: [] },
    'case.trail': { entries: [] },
    'evidence.checklist': { required: [], missing: [], score: 0 },
    'workflow.get': { events: [] },
    'audit.case_check': { ok: true, entries: [] },
  });
});
afterEach(() => {
  vi.useRealTimers();
  line.status = 'connecting';
  page.close();
});

describe('how old what is shown is', () => {
  const part = (at: number, failed = false) => ({ dataUpdatedAt: at, error: failed ? new Error('x') : null });
  it.each([
    ['the last reading', [part(5), part(9)], { at: 9, failed: false }],
    ['the oldest that could not be read anew', [part(5, true), part(9), part(7, true)], { at: 5, failed: true }],
    ['nothing of what was never read', [part(0, true), part(9)], { at: 9, failed: false }],
    ['unknown before anything was read', [part(0)], undefined],
  ])('is %s', (_what, parts, fresh) => expect(freshnessOf(parts)).toEqual(fresh));

  function Bar() {
    return createElement(KeyBar, { keys: {} as never, works: true, reading: useCase('c') });
  }

  it('is the moment of the reading, not the clock, and a reading that failed is told', async () => {
    line.status = 'live';
    await page.show(createElement(Bar));
    const read = Date.now();
    const said = [0, 1000].map((ago) => `已同步 ${formatClock(read - ago, 'zh')}`);
    vi.spyOn(Date, 'now').mockReturnValue(read + 600_000);
    await page.show(createElement(Bar));
    expect(said.some((text) => page.text.includes(text))).toBe(true);
    page.answers['case.get'] = no;
    await act(() => page.queries.refetchQueries({ queryKey: ['case.get'] }));
    await settle();
    expect(page.text).toContain('没有读到最新内容');
    expect(page.text).not.toContain('已同步');
    page.answers['case.get'] = answer;
    await press('重试');
    expect(page.text).toContain('已同步');
  });
});

describe('what can be done', () => {
  function Case() {
    useCase('c');
    return null;
  }

  it('is asked again each minute while it is shown', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    await page.show(createElement(Case));
    expect(page.count('case.actions')).toBe(1);
    await act(() => vi.advanceTimersByTimeAsync(125_000));
    expect(page.count('case.actions')).toBe(3);
    expect(page.count('case.get')).toBe(1);
    await page.show(null);
    await act(() => vi.advanceTimersByTimeAsync(125_000));
    expect(page.count('case.actions')).toBe(3);
  });

  it.each([
    ['rulebooks put in force', { kind: 'office', case_id: 'office', event: 'rulebooks_activated' }, 2],
    ['another case', { kind: 'refund', case_id: 'd', event: 'refuse' }, 1],
  ])('after an entry about %s', async (_what, entry, asked) => {
    vi.stubGlobal(
      'WebSocket',
      class {
        close(): void {}
      },
    );
    const stop = startLive(page.queries, () => {});
    await page.show(createElement(Case));
    await act(async () => line.onEntry({ seq: 1, ...entry } as LiveEntry));
    await settle();
    expect(page.count('case.actions')).toBe(asked);
    stop();
    vi.unstubAllGlobals();
  });
});

describe('what another person changed', () => {
  it.each([
    ['sums as money', { 'order.paid_minor': 20007 }, {}, '¥200.07'],
    ['short ids by their names', { 'claim.reason': 'R1' }, {}, '七天无理由'],
    ['people by their names', {}, { assignee: 'user_9', assignee_name: '张三' }, '张三'],
  ])('shows %s', async (_what, facts, more, text) => {
    page.answers['system.words'] = {
      reasons: { R1: { zh: '七天无理由', en: 'No reason needed' } },
      facts: { 'order.paid_minor': { zh: '订单实付（分）', en: 'paid' } },
    };
    const after = { ...answer, facts, case: { ...answer.case, ...more } };
    await page.show(createElement(Conflict, { before: answer, after, trail: [], events: [], onSeen: () => {} }));
    expect(page.text).toContain(text);
    expect(page.text).not.toMatch(/20007|user_9|（分）|R1/);
  });
});

describe('"there is nothing"', () => {
  const open = { answer, actions: undefined, trail: [] } as unknown as OpenCase;
  const places = [
    [
      'evidence',
      'evidence.list',
      { evidence: [] },
      '本案还没有凭证',
      createElement(EvidenceViewer, { case_id: 'c', evidence: [], onClose: () => {} }),
    ],
    [
      'templates',
      'template.list',
      { templates: [] },
      '还没有话术',
      createElement(TemplateModal, { open, onClose: () => {} }),
    ],
    ['needs: proposals', 'override.list', { overrides: [] }, '没有要你处理的事', createElement(Needs, { needs: [] })],
    ['needs: rulebooks', 'system.info', {}, '没有要你处理的事', createElement(Needs, { needs: [] })],
  ] as const;
  beforeEach(() => {
    page.answers = { ...page.answers, 'override.list': { overrides: [] }, 'system.info': {} };
  });

  it.each(places)('of %s is said when that was the answer', async (_what, method, nothing, text, node) => {
    page.answers[method] = nothing;
    await page.show(node);
    expect(page.text).toContain(text);
  });

  it.each(places)('of %s is not said while it is read', async (_what, method, _nothing, text, node) => {
    page.answers[method] = () => new Promise(() => {});
    await page.show(node);
    expect(page.text).not.toContain(text);
    expect(document.querySelector('.ant-spin')).not.toBeNull();
  });

  it.each(places)('of %s is not said when it could not be read, which can be tried again', async (...given) => {
    const [, method, nothing, text, node] = given;
    page.answers[method] = no;
    await page.show(node);
    expect(page.text).not.toContain(text);
    expect(page.text).toContain('太忙了');
    page.answers[method] = nothing;
    await press('重试');
    expect(page.text).toContain(text);
  });
});
