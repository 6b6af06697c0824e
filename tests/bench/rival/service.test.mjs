// What makes the rival a fair one: it refuses what it should, answers a retry with the first answer, and has on the disk
// what it acknowledged, also when killed. Run by hand: node --test tests/bench/rival
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = fs.mkdtempSync(path.join(os.tmpdir(), 'rival-'));
const running = new Set();
after(() => {
  for (const each of running) each.kill('SIGKILL');
  fs.rmSync(root, { recursive: true });
});

async function started(mode) {
  const folder = fs.mkdtempSync(path.join(root, `${mode}-`));
  const env = { ...process.env, RIVAL_TOKEN: 'secret' };
  const server = spawn(process.execPath, [path.join(here, 'service.mjs'), folder, mode], { env });
  running.add(server);
  const [said] = await once(server.stdout, 'data');
  const url = `${/http:\S+/.exec(String(said))[0]}/rpc`;
  const post = async (body, token = 'secret') => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : null };
  };
  const stop = async (signal) => {
    server.kill(signal);
    await once(server, 'exit');
    running.delete(server);
  };
  return { folder, post, stop };
}

const verified = (folder) => JSON.parse(execFileSync(process.execPath, [path.join(here, 'verify.mjs'), folder]));
const cny = (minor) => ({ minor, currency: 'CNY' });
const call = (method, params, id = 1) => ({ jsonrpc: '2.0', id, method, params });
const opening = (order, minor = 20007) =>
  call('case.open', {
    shop: 'bench', kind: 'refund', platform: 'taobao', request_id: `open-${order}`, buyer: { id: 'b1' },
    order: { id: order, paid: cny(20007), lines: [{ id: '1', sku: 's', title: 't', quantity: 1, paid: cny(20007) }] },
    claim: { reason: 'do_not_want', wants: 'refund_only', goods_received: true, amount: cny(minor) },
  });
const steps = [
  ['offer_return', 'seller', 'E-CHAT', { address_id: 'a1' }],
  ['accept_offer', 'buyer', 'E-CHAT', {}],
  ['ship_return', 'buyer', 'E-TRACE', { carrier: 'zto', waybill: 'Z1' }],
  ['return_signed', 'carrier', 'E-TRACE', {}],
  ['confirm_return', 'seller', 'E-CHAT', {}],
  ['payout_confirmed', 'payments', 'E-CHAT', {}],
];
const applying = (caseId, index, changes = {}) => {
  const [event, party, kind, params] = steps[index];
  const evidence = [{ kind, text: `proof ${index}`, source: 'test' }];
  return call('case.apply', { case_id: caseId, event, party, params, evidence, request_id: `${caseId}-${index}`, ...changes });
};

for (const mode of ['group', 'each', 'wide']) {
  test(`${mode}: a case from the claim to the money, and what is refused on the way`, async () => {
    const { folder, post, stop } = await started(mode);
    const says = async (request) => (await post(request)).body;
    assert.equal((await post(opening('o1'), 'another')).status, 401);
    assert.equal((await says(call('case.sell', {}))).error.code, -32601);
    assert.equal((await says(call('case.open', {}))).error.code, -32602);
    assert.equal((await says(opening('o0', 20008))).error.data.kind, 'claims_more_than_paid');
    const { id } = (await says(opening('o1'))).result.case;
    const refused = async (request) => (await says(request)).error.data.kind;
    assert.equal(await refused(applying(id, 1)), 'not_allowed_here');
    assert.equal(await refused(applying(id, 0, { party: 'buyer' })), 'not_allowed_here');
    assert.equal(await refused(applying(id, 0, { evidence: [] })), 'evidence_missing');
    assert.equal(await refused(applying('none', 0)), 'not_found');
    const first = await says(applying(id, 0));
    assert.deepEqual(await says(applying(id, 0)), first);
    assert.equal(await refused(applying(id, 0, { params: { address_id: 'a2' } })), 'invalid_params');
    assert.equal(await refused(applying(id, 3)), 'not_allowed_here');
    for (let index = 1; index < steps.length; ++index) {
      if (index === 4)
        assert.equal(await refused(applying(id, 4, { params: { amount: cny(20008) } })), 'not_allowed_here');
      assert.equal((await says(applying(id, index))).result.case.version, index + 1);
    }
    assert.equal((await says(call('case.list', {}))).result.cases[0].state, 'SUCCESS');
    assert.equal((await post({ ...opening('o2'), id: undefined })).status, 204);
    const batch = await says([opening('o3'), call('case.sell', {}, 2), opening('o3')]);
    assert.deepEqual(batch.map((each) => each.error?.code ?? 'ok').sort(), [-32601, 'ok', 'ok']);
    await stop('SIGTERM');
    assert.deepEqual(verified(folder), { entries: 9, cases: 3, evidence: 6, faults: [] });
  });

  test(`${mode}: killed under load it has what it acknowledged`, async () => {
    const { folder, post, stop } = await started(mode);
    const acknowledged = new Set();
    let going = true;
    const clients = Array.from({ length: 16 }, async (_, client) => {
      for (let number = 0; going; ++number)
        try {
          acknowledged.add((await post(opening(`${client}-${number}`))).body.result.case.id);
        } catch {
          return;
        }
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    await stop('SIGKILL');
    going = false;
    await Promise.all(clients);
    const found = verified(folder);
    assert.deepEqual(found.faults, []);
    assert.ok(acknowledged.size > 0 && found.cases >= acknowledged.size);
    const { default: Database } = await import('better-sqlite3');
    const db = new Database(path.join(folder, 'rival.db'), { readonly: true });
    for (const id of acknowledged) assert.ok(db.prepare('SELECT 1 FROM cases WHERE id = ?').get(id), id);
    db.close();
  });
}
