import { expect, test } from 'vitest';
import { initials } from '../src/i18n/initials.ts';

test.each([
  ['同意退款', 'tytk'],
  ['拒绝退货', 'jjth'],
  ['确认收货并退款', 'qrshbtk'],
  ['申请平台介入', 'sqptjr'],
  ['案件列表', 'ajlb'],
  ['延长 3 天', 'yc3t'],
  ['重新发货', 'cxfh'],
  ['Refund 退款', 'refundtk'],
  ['', ''],
])('%s is found by %s', (text, letters) => {
  expect(initials(text)).toBe(letters);
});
