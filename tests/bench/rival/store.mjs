// The rows: case, entry, evidence, answer by request id, Merkle leaf; SQLite with a write-ahead log, synchronous = FULL.
import Database from 'better-sqlite3';

import { canonical, leafHash, sha256 } from './canonical.mjs';

// Narrow rows lie best in the tree of their key; beyond a quarter of a page they would spill over, so wide ones do not.
const schemaOf = (withoutRowid) => `
CREATE TABLE IF NOT EXISTS cases (
  id TEXT PRIMARY KEY, shop TEXT NOT NULL, order_id TEXT NOT NULL, state TEXT NOT NULL, version INTEGER NOT NULL,
  last_hash TEXT NOT NULL, context TEXT NOT NULL) STRICT${withoutRowid};
CREATE TABLE IF NOT EXISTS entries (
  seq INTEGER PRIMARY KEY, case_id TEXT NOT NULL, case_seq INTEGER NOT NULL, hash TEXT NOT NULL, bytes TEXT NOT NULL,
  UNIQUE (case_id, case_seq)) STRICT;
CREATE TABLE IF NOT EXISTS evidence (
  id TEXT PRIMARY KEY, case_id TEXT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL, sha256 TEXT NOT NULL,
  added_ms INTEGER NOT NULL, text TEXT NOT NULL) STRICT${withoutRowid};
CREATE TABLE IF NOT EXISTS answers (
  shop TEXT NOT NULL, request_id TEXT NOT NULL, fingerprint TEXT NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (shop, request_id)) STRICT${withoutRowid};
CREATE TABLE IF NOT EXISTS leaves (seq INTEGER PRIMARY KEY, hash TEXT NOT NULL) STRICT;
`;

// What rows of the server's width cost: fillers that bring entry, case and answer to the lengths of the server's.
const fillers = { entry: 'x'.repeat(2600), case: 'x'.repeat(1060), answer: 'x'.repeat(840) };
const none = { entry: '', case: '', answer: '' };

export class Store {
  constructor(file, isWide = false) {
    this.filler = isWide ? fillers : none;
    this.db = new Database(file);
    for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'cache_size = -65536', 'wal_autocheckpoint = 4072'])
      this.db.pragma(pragma);
    this.db.exec(schemaOf(isWide ? '' : ', WITHOUT ROWID'));
    const prepare = (sql) => this.db.prepare(sql);
    this.selectCase = prepare('SELECT * FROM cases WHERE id = ?');
    this.selectAnswer = prepare('SELECT fingerprint, text FROM answers WHERE shop = ? AND request_id = ?');
    this.selectCases = prepare('SELECT id, state, version FROM cases ORDER BY id DESC LIMIT ?');
    this.insertCase = prepare('INSERT INTO cases VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.updateCase = prepare('UPDATE cases SET state = ?, version = ?, last_hash = ?, context = ? WHERE id = ?');
    this.insertEntry = prepare('INSERT INTO entries VALUES (?, ?, ?, ?, ?)');
    this.insertEvidence = prepare('INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.insertAnswer = prepare('INSERT INTO answers VALUES (?, ?, ?, ?)');
    this.insertLeaf = prepare('INSERT INTO leaves VALUES (?, ?)');
    this.begin = prepare('BEGIN IMMEDIATE');
    this.commit = prepare('COMMIT');
    this.rollback = prepare('ROLLBACK');
    this.seq = prepare('SELECT coalesce(max(seq), 0) FROM entries').pluck().get();
  }

  /** All that `work` writes is on the disk when this returns, or nothing of it is there. */
  inOneTransaction(work) {
    const seqBefore = this.seq;
    this.begin.run();
    try {
      work();
      this.commit.run();
    } catch (why) {
      if (this.db.inTransaction) this.rollback.run();
      this.seq = seqBefore;
      throw why;
    }
  }

  findCase(id) {
    const row = this.selectCase.get(id);
    return row && { ...row, context: JSON.parse(row.context) };
  }

  /** `{filler}`, or nothing where rows are as narrow as they can be. */
  fill(what) {
    return this.filler[what] && { filler: this.filler[what] };
  }

  /** The entry, chained to the one before of its case, with its evidence and its leaf; returns seq and hash. */
  addEntry(caseId, caseSeq, previousHash, atMs, content, evidence) {
    const proofs = evidence.map((each, index) => ({
      id: `${caseId}-${caseSeq}-${index}`,
      kind: each.kind,
      source: each.source,
      sha256: sha256(each.text),
    }));
    const bytes = canonical({
      case_id: caseId, case_seq: caseSeq, previous: previousHash, at_ms: atMs, evidence: proofs, ...content,
      ...this.fill('entry'),
    });
    const hash = sha256(bytes);
    const seq = ++this.seq;
    this.insertEntry.run(seq, caseId, caseSeq, hash, bytes);
    proofs.forEach((each, index) =>
      this.insertEvidence.run(each.id, caseId, each.kind, each.source, each.sha256, atMs, evidence[index].text));
    this.insertLeaf.run(seq, leafHash(hash));
    return { seq, hash };
  }
}
