// Steps a case with jayson's own HTTP client: single calls, errors, a batch, a notification. Usage: client.js URL TOKEN
const assert = require('node:assert/strict');
const jayson = require('jayson/promise');

const [url, token] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const client = jayson.client.http({ hostname, port, path: '/rpc', headers: { Authorization: `Bearer ${token}` } });

async function main() {
  const info = await client.request('system.info', {});
  assert.equal(info.result.name, 'redress');

  const money = { minor: 19900, currency: 'CNY' };
  const opened = await client.request('case.open', {
    shop: 's1', kind: 'refund', platform: 'taobao',
    order: { id: '4300000000000000042', paid_at: '2026-01-04T02:01:00Z', paid: money,
             lines: [{ id: '1', title: '卫衣', quantity: 1, paid: money }] },
    claim: { reason: '不想要', wants: 'refund_only' }, request_id: 'jayson-open',
  });
  const id = opened.result.case.id;
  assert.match(id, /^case_/);
  assert.equal(opened.result.case.order_id, '4300000000000000042');

  const refused = await client.request('case.apply', { case_id: id, event: 'refuse', party: 'seller', params: { message: '不同意退款' }, request_id: 'jayson-refuse' });
  assert.equal(refused.error.code, 1102);
  assert.equal(refused.error.data.kind, 'rule_blocked');
  assert.ok(refused.error.data.why_not[0].rule);

  const missing = await client.request('no.such.method', {});
  assert.equal(missing.error.code, -32601);
  const positional = await client.request('case.get', [id]);
  assert.equal(positional.error.code, -32602);

  const batch = await client.request([
    client.request('case.apply', { case_id: id, event: 'agree_refund', party: 'seller', request_id: 'jayson-agree' }, undefined, false),
    client.request('case.get', { case_id: id }, undefined, false),
  ]);
  assert.equal(batch.length, 2);
  assert.equal(batch[1].result.case.state, 'REFUND_PAYING');

  const silent = await client.request('system.info', {}, null);
  assert.equal(silent, undefined);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
