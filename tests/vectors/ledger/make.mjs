// Writes the vectors of this folder from docs/ledger-format.md alone, sharing no code with the program they test.
// `node make.mjs` rewrites the files; `node make.mjs --check` fails if they are not what it would write.
import { createHash, createHmac, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

// JavaScript prints numbers and sorts names as RFC 8785 wants; its JSON escapes are the minimal ones.
const canonical = (value) => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
};

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const leafHash = (bytes) => sha256(Buffer.of(0), bytes);
const nodeHash = (left, right) => sha256(Buffer.of(1), left, right);

// RFC 6962, section 2.1, as it stands there.
const split = (n) => { let k = 1; while (k * 2 < n) k *= 2; return k; };
const root = (leaves) => {
  if (leaves.length === 0) return sha256('');
  if (leaves.length === 1) return leaves[0];
  const k = split(leaves.length);
  return nodeHash(root(leaves.slice(0, k)), root(leaves.slice(k)));
};
const path = (m, leaves) => {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return m < k ? [...path(m, leaves.slice(0, k)), root(leaves.slice(k))] : [...path(m - k, leaves.slice(k)), root(leaves.slice(0, k))];
};
const consistency = (m, leaves, whole = true) => {
  if (m === leaves.length) return whole ? [] : [root(leaves)];
  const k = split(leaves.length);
  return m <= k ? [...consistency(m, leaves.slice(0, k), whole), root(leaves.slice(k))]
    : [...consistency(m - k, leaves.slice(k), false), root(leaves.slice(0, k))];
};

const commitment = (salt, text) => createHmac('sha256', Buffer.from(salt, 'hex')).update(text, 'utf8').digest('hex');

// A key everyone may know: bytes 00, 01 .. 1f. It must never sign a real ledger.
const seed = Buffer.from(Array.from({ length: 32 }, (_, i) => i));
const privateKey = createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]), format: 'der', type: 'pkcs8' });
const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
const origin = 'ledger.example/redress/1';
const typedKey = Buffer.concat([Buffer.of(1), publicKey]);
const keyId = sha256(origin, '\n', typedKey).subarray(0, 4);
const vkey = `${origin}+${keyId.toString('hex')}+${typedKey.toString('base64')}`;
const note = (body) => `${body}\n\u2014 ${origin} ${Buffer.concat([keyId, sign(null, Buffer.from(body), privateKey)]).toString('base64')}\n`;

const texts = [
  { name: 'sample.yaml', text: 'id: sample\nversion: "2026-01"\ntitle: {zh: 样例规则手册, en: Sample rulebook}\n' },
  { name: 'common.yaml', text: 'id: common\n' },
];
const rulebookDigest = sha256(...texts.flatMap(({ name, text }) => [name, '\0', text, '\0'])).toString('hex');

const salts = ['00', '5a', 'ff'].map((byte) => byte.repeat(32));
const committed = [
  { salt: salts[0], text: '' },
  { salt: salts[1], text: '13800138000' },
  { salt: salts[2], text: '杯子碎了 😢' },
].map((item) => ({ ...item, commitment: commitment(item.salt, item.text) }));

const common = {
  v: 1, shop: 'shop_tea', kind: 'refund', workflow_version: 1, platform: 'taobao', rulebook: 'sample',
  rulebook_digest: rulebookDigest, params: {}, private: {}, facts_set: {}, evidence: [], rules: [], effects: [],
};
const drafts = [
  { id: 'entry_01KE5Z0000000000000000000A', case_id: 'case_01KE5Z0000000000000000000A', case_seq: 0, at: '2026-01-05T02:00:00.000Z',
    actor: 'tok_01KE5Z0000000000000000000S', role: 'service', party: 'buyer', event: 'open', from: 'unopened', to: 'requested', outcome: 'accepted',
    request_id: 'req-1', case_version: 1, params: { reason: 'damaged' }, private: { 'claim.text': committed[2].commitment },
    facts_set: { 'claim.amount_minor': 20007, 'order.paid_minor': 20007, 'order.signed_at': '2026-01-03T09:30:00.000Z' },
    due: { at: '2026-01-07T02:00:00.000Z', owed_by: 'seller', id: 'D-02', on_expiry: 'refunded', source: '样例规则手册 D-02',
      says: { zh: '卖家须在 48 小时内答复', en: 'the seller answers within 48 hours' } },
    nonce: '000102030405060708090a0b0c0d0e0f' },
  { id: 'entry_01KE5Z0000000000000000000B', case_id: 'case_01KE5Z0000000000000000000B', case_seq: 0, at: '2026-01-05T02:00:01.000Z',
    actor: 'tok_01KE5Z0000000000000000000S', role: 'service', party: 'buyer', event: 'open', from: 'unopened', to: 'requested', outcome: 'accepted',
    request_id: 'req-2', case_version: 1, facts_set: { 'order.paid_minor': 990 }, nonce: '101112131415161718191a1b1c1d1e1f' },
  { id: 'entry_01KE5Z0000000000000000000C', case_id: 'case_01KE5Z0000000000000000000A', case_seq: 1, at: '2026-01-05T03:00:00.000Z',
    actor: 'tok_01KE5Z0000000000000000000T', role: 'agent', party: 'seller', event: 'refuse', from: 'requested', to: 'requested', outcome: 'refused',
    refusal: { kind: 'rule_blocked', code: 'SMP-001' }, request_id: 'req-3', case_version: 2, params: { reason_code: 'not_damaged' },
    private: { note: committed[1].commitment },
    evidence: [{ id: 'ev_01KE5Z0000000000000000000P', kind: 'E-UNBOX', sha256: sha256('a photo').toString('hex') },
      { id: 'ev_01KE5Z0000000000000000000Q', kind: 'E-CHAT', commitment: committed[2].commitment }],
    rules: [{ id: 'SMP-001', version: '2026-01', verdict: 'fails', applies: true, cites: '样例规则手册 art. 1 [S0]', confidence: 'high',
      facts_read: { 'claim.amount_minor': 20007, 'order.signed_at': '2026-01-03T09:30:00.000Z' },
      says: { zh: '签收 3 天内的破损不得拒绝', en: 'damage within 3 days of signing may not be refused' } }],
    nonce: '202122232425262728292a2b2c2d2e2f' },
];

const newest = new Map();
const entries = drafts.map((draft, seq) => {
  const bytes = canonical({ ...common, ...draft, seq, prev_hash: newest.get(draft.case_id) ?? '' });
  const hash = leafHash(bytes).toString('hex');
  newest.set(draft.case_id, hash);
  return { bytes, hash };
});

// An entry of version 2, alone: a payout ordered on a counter-offer, the first of a ledger of its own.
const ofVersion2 = canonical({
  ...common, v: 2, id: 'entry_01KE5Z0000000000000000000D', case_id: 'case_01KE5Z0000000000000000000D', case_seq: 0, seq: 0, prev_hash: '',
  at: '2026-01-05T04:00:00.120Z', actor: 'tok_01KE5Z0000000000000000000S', role: 'service', party: 'buyer', event: 'open', from: 'requested',
  to: 'paying', outcome: 'accepted', request_id: 'req-4', case_version: 1,
  params: { order_id: 'o-1', reason: 'damaged', order: { shop: 'shop_tea', platform: 'taobao', id: 'o-1', currency: 'CNY', paid_minor: 20007, postage_minor: 0,
    lines: [{ id: 'l-1', sku: 'tea', title: '茶', quantity: 1, paid_minor: 20007 }] } },
  evidence: [{ id: 'ev_01KE5Z0000000000000000000R', kind: 'E-PHOTO', sha256: sha256('a photo').toString('hex'), size: 7, mime: 'image/jpeg', source: 'upload',
    helps: 'us', added_at: '2026-01-05T04:00:00.119Z', captured_at: '2026-01-05T03:50:00.000Z' }],
  effects: [{ kind: 'order_payout', key: 'entry_01KE5Z0000000000000000000D/0', amount: { minor: 500, currency: 'CNY' }, lines: [{ id: 'l-1', minor: 500 }] }],
  postings: [{ kind: 'reserve_goods' }, { kind: 'order_payout', minor: 500, lines: [{ id: 'l-1', minor: 500 }] }],
  standing: { final: false, opened_at: '2026-01-05T04:00:00.118Z', entered_at: '2026-01-05T04:00:00.118Z', flags: ['platform_due_differs'] },
  nonce: '303132333435363738393a3b3c3d3e3f',
});
const entriesV2 = [{ bytes: ofVersion2, hash: leafHash(ofVersion2).toString('hex') }];

const leaves = entries.map(({ bytes }) => leafHash(bytes));
const base64 = (hashes) => hashes.map((hash) => hash.toString('base64'));
const sizes = [1, 2, 3];
const tree = {
  roots: base64([0, ...sizes].map((size) => root(leaves.slice(0, size)))),
  inclusion: sizes.flatMap((size) => leaves.slice(0, size).map((_, index) => ({ index, size, proof: base64(path(index, leaves.slice(0, size))) }))),
  consistency: sizes.flatMap((size) => sizes.filter((old) => old <= size).map((old) => ({ old_size: old, new_size: size, proof: base64(consistency(old, leaves.slice(0, size))) }))),
};

const body = `${origin}\n3\n${root(leaves).toString('base64')}\n`;
const checkpoint = { seed: seed.toString('hex'), vkey, body, note: note(body) };
const receipt = {
  format: 'redress-receipt/1', entry: entries[2].bytes, index: 2, size: 3, proof: base64(path(2, leaves)),
  checkpoint: checkpoint.note, vkey, rulebook: { name: common.rulebook, digest: rulebookDigest, texts },
};

const files = { 'entries.json': entries, 'entries-v2.json': entriesV2, 'tree.json': tree, 'checkpoint.json': checkpoint, 'receipt.json': receipt, 'commitments.json': committed };
for (const [name, content] of Object.entries(files)) {
  const file = new URL(name, import.meta.url);
  const text = `${JSON.stringify(content, null, 1)}\n`;
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${name} is not what make.mjs writes`);
    process.exitCode = 1;
  }
}
