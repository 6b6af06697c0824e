// Whether the rival wrote what it claims to write: every entry hashed anew and chained to the one before of its case,
// a leaf, an answer and the evidence for each, the case where its last entry left it. Ends with 1 where it did not.
//
//   node verify.mjs FOLDER
import path from 'node:path';

import Database from 'better-sqlite3';

import { leafHash, sha256 } from './canonical.mjs';

const db = new Database(path.join(process.argv[2], 'rival.db'), { readonly: true });
const faults = [];
const expect = (holds, what) => holds || faults.push(what);

const heads = new Map();
const leaf = db.prepare('SELECT hash FROM leaves WHERE seq = ?').pluck();
const proof = db.prepare('SELECT text FROM evidence WHERE id = ? AND sha256 = ?').pluck();
let entries = 0;
for (const { seq, case_id: caseId, case_seq: caseSeq, hash, bytes } of db.prepare('SELECT * FROM entries ORDER BY seq').iterate()) {
  const content = JSON.parse(bytes);
  const head = heads.get(caseId) ?? { hash: '', caseSeq: -1 };
  expect(seq === ++entries, `entry ${seq}: a number is left out before it`);
  expect(sha256(bytes) === hash, `entry ${seq}: its hash is another`);
  expect(content.previous === head.hash && caseSeq === head.caseSeq + 1, `entry ${seq}: not chained to the one before`);
  expect(leaf.get(seq) === leafHash(hash), `entry ${seq}: its leaf is another`);
  for (const each of content.evidence)
    expect(sha256(proof.get(each.id, each.sha256) ?? '') === each.sha256, `entry ${seq}: evidence ${each.id} is another`);
  heads.set(caseId, { hash, caseSeq, state: content.to });
}
for (const { id, state, version, last_hash: lastHash } of db.prepare('SELECT id, state, version, last_hash FROM cases').iterate()) {
  const head = heads.get(id);
  expect(head && head.hash === lastHash && head.state === state && head.caseSeq === version, `case ${id}: not as its last entry left it`);
}
const count = (table) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
expect(count('cases') === heads.size, 'a case without entries, or entries without a case');
expect(count('leaves') === entries && count('answers') === entries, 'a leaf or an answer too many or too few');
console.log(JSON.stringify({ entries, cases: heads.size, evidence: count('evidence'), faults: faults.slice(0, 5) }));
process.exit(faults.length === 0 ? 0 : 1);
