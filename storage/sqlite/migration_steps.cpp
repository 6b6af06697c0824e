#include "storage/sqlite/migrations.hpp"

namespace redress::storage {
namespace {

// Times are milliseconds since 1970 (..._ms); JSON is text that engine/cases/case.cpp writes and reads; hashes are
// lower-case hex. Where a table has `n`, that is the order rows were inserted in. docs/storage.md has a line for each.
constexpr Migration steps_so_far[] = {
    {1, "cases, entries and what belongs to them", R"sql(
CREATE TABLE cases (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  shop TEXT NOT NULL,
  kind TEXT NOT NULL,
  platform TEXT NOT NULL,
  order_id TEXT NOT NULL,
  state TEXT NOT NULL,
  final INTEGER NOT NULL,
  owed_by TEXT NOT NULL,
  due_ms INTEGER NOT NULL,
  version INTEGER NOT NULL,
  last_hash TEXT NOT NULL,
  content TEXT NOT NULL
) STRICT;
CREATE INDEX cases_by_due ON cases (due_ms, id);
CREATE INDEX cases_by_owed ON cases (shop, owed_by, due_ms, id);
CREATE INDEX cases_by_order ON cases (order_id, shop, platform);

CREATE VIRTUAL TABLE case_words USING fts5 (words, content = '', columnsize = 0, tokenize = 'ascii');

CREATE TABLE entries (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  case_id TEXT NOT NULL REFERENCES cases (id),
  case_seq INTEGER NOT NULL,
  hash TEXT NOT NULL,
  bytes TEXT NOT NULL,
  UNIQUE (case_id, case_seq)
) STRICT;

CREATE TABLE evidence (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  case_id TEXT NOT NULL REFERENCES cases (id),
  shop TEXT NOT NULL,
  kind TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  text TEXT,
  salt TEXT NOT NULL,
  commitment TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  mime TEXT NOT NULL,
  source TEXT NOT NULL,
  captured_ms INTEGER,
  added_ms INTEGER NOT NULL,
  helps TEXT NOT NULL,
  added_by TEXT NOT NULL,
  note TEXT NOT NULL
) STRICT;
CREATE INDEX evidence_by_case ON evidence (case_id);
CREATE INDEX evidence_by_bytes ON evidence (sha256, shop);

CREATE TABLE orders (
  shop TEXT NOT NULL,
  platform TEXT NOT NULL,
  id TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (shop, platform, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  n INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  case_id TEXT NOT NULL REFERENCES cases (id),
  shop TEXT NOT NULL,
  kind TEXT NOT NULL,
  content TEXT NOT NULL,
  due_ms INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  delivered_ms INTEGER,
  last_failure TEXT NOT NULL
) STRICT;
CREATE INDEX outbox_pending ON outbox (due_ms) WHERE delivered_ms IS NULL;
CREATE INDEX outbox_by_case ON outbox (case_id);

CREATE TABLE answers (
  actor_id TEXT NOT NULL,
  request_id TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  text TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (actor_id, request_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE personal (
  n INTEGER PRIMARY KEY,
  case_id TEXT NOT NULL REFERENCES cases (id),
  entry_id TEXT NOT NULL,
  name TEXT NOT NULL,
  salt TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX personal_by_case ON personal (case_id);

CREATE TABLE tokens (
  id TEXT PRIMARY KEY,
  secret_sha256 TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL,
  shop TEXT NOT NULL,
  label TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  expires_ms INTEGER,
  revoked_ms INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
)sql"},
    {2, "waybills and the order each went out with first", R"sql(
CREATE TABLE waybills (
  shop TEXT NOT NULL,
  mark TEXT NOT NULL,
  order_id TEXT NOT NULL,
  buyer TEXT NOT NULL,
  PRIMARY KEY (shop, mark)
) STRICT, WITHOUT ROWID;
)sql"},
    {3, "entries that belong to no case", R"sql(
CREATE TABLE all_entries (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  case_id TEXT NOT NULL,
  case_seq INTEGER NOT NULL,
  hash TEXT NOT NULL,
  bytes TEXT NOT NULL,
  UNIQUE (case_id, case_seq)
) STRICT;
INSERT INTO all_entries SELECT seq, id, case_id, case_seq, hash, bytes FROM entries;
DROP TABLE entries;
ALTER TABLE all_entries RENAME TO entries;

CREATE TABLE all_personal (
  n INTEGER PRIMARY KEY,
  case_id TEXT NOT NULL,
  entry_id TEXT NOT NULL,
  name TEXT NOT NULL,
  salt TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
INSERT INTO all_personal SELECT n, case_id, entry_id, name, salt, text FROM personal;
DROP TABLE personal;
ALTER TABLE all_personal RENAME TO personal;
CREATE INDEX personal_by_case ON personal (case_id);
)sql"},
    {4, "what evidence is besides its bytes, and pictures by how they look", R"sql(
ALTER TABLE evidence ADD COLUMN more TEXT NOT NULL DEFAULT '{}';
CREATE TABLE pictures (
  sha256 TEXT PRIMARY KEY,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  mark TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE picture_parts (
  shop TEXT NOT NULL,
  place INTEGER NOT NULL,
  bits TEXT NOT NULL,
  evidence_id TEXT NOT NULL,
  PRIMARY KEY (shop, place, bits, evidence_id)
) STRICT, WITHOUT ROWID;
)sql"},
    // What older releases stored plain is encrypted by sealing_sweep.cpp, which the setting asks for.
    {5, "keys of persons, and words encrypted under them", R"sql(
CREATE TABLE persons (
  n INTEGER PRIMARY KEY,
  shop TEXT NOT NULL,
  id TEXT NOT NULL,
  state TEXT NOT NULL,
  waits_until_ms INTEGER,
  content TEXT NOT NULL
) STRICT;
CREATE INDEX persons_by_id ON persons (shop, id);
CREATE UNIQUE INDEX persons_active ON persons (shop, id) WHERE state = 'active';
CREATE INDEX persons_waiting ON persons (waits_until_ms) WHERE waits_until_ms IS NOT NULL;

CREATE TABLE person_keys (
  person INTEGER PRIMARY KEY REFERENCES persons (n),
  wrapped BLOB NOT NULL
) STRICT;

ALTER TABLE cases ADD COLUMN person INTEGER REFERENCES persons (n);
CREATE INDEX cases_by_person ON cases (person);
ALTER TABLE personal ADD COLUMN sealed BLOB;
ALTER TABLE evidence ADD COLUMN sealed BLOB;
INSERT INTO settings (name, value)
  SELECT 'personal.sealing', 'due' WHERE EXISTS (SELECT 1 FROM cases) OR EXISTS (SELECT 1 FROM personal);
)sql"},
    // An answer in the leaves of its own index took a page of its own; texts of evidence have no hash to be found by.
    {6, "answers in the order they were given, and fewer rows in an index", R"sql(
CREATE TABLE all_answers (
  n INTEGER PRIMARY KEY,
  actor_id TEXT NOT NULL,
  request_id TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  text TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  UNIQUE (actor_id, request_id)
) STRICT;
INSERT INTO all_answers (actor_id, request_id, fingerprint, text, at_ms)
  SELECT actor_id, request_id, fingerprint, text, at_ms FROM answers ORDER BY at_ms;
DROP TABLE answers;
ALTER TABLE all_answers RENAME TO answers;

DROP INDEX evidence_by_bytes;
CREATE INDEX evidence_by_bytes ON evidence (sha256, shop) WHERE sha256 <> '';
)sql"},
    {7, "users of the console and their sessions", R"sql(
CREATE TABLE users (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  display TEXT NOT NULL,
  role TEXT NOT NULL,
  shop TEXT NOT NULL,
  password TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  password_ms INTEGER NOT NULL,
  disabled_ms INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  secret_sha256 TEXT NOT NULL UNIQUE,
  subject TEXT NOT NULL,
  token_sha256 TEXT NOT NULL,
  address TEXT NOT NULL,
  began_ms INTEGER NOT NULL,
  seen_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_subject ON sessions (subject, id);
)sql"},
    // Rows that older releases wrote stay as they are: `dictionary` is NULL, the text stands in its own column.
    {8, "texts squeezed under a dictionary", R"sql(
CREATE TABLE dictionaries (
  n INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL,
  bytes BLOB NOT NULL,
  spare BLOB NOT NULL
) STRICT;
ALTER TABLE entries ADD COLUMN dictionary INTEGER REFERENCES dictionaries (n);
ALTER TABLE entries ADD COLUMN squeezed BLOB;
ALTER TABLE answers ADD COLUMN dictionary INTEGER REFERENCES dictionaries (n);
ALTER TABLE answers ADD COLUMN squeezed BLOB;
ALTER TABLE cases ADD COLUMN dictionary INTEGER REFERENCES dictionaries (n);
ALTER TABLE cases ADD COLUMN squeezed BLOB;
)sql"},
    {9, "webhooks: where each stands, its secrets, its deliveries", R"sql(
CREATE TABLE hooks (
  id TEXT PRIMARY KEY,
  shop TEXT NOT NULL,
  next_seq INTEGER NOT NULL,
  next_part INTEGER NOT NULL,
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE hook_deliveries (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  hook TEXT NOT NULL REFERENCES hooks (id),
  event_id TEXT NOT NULL,
  type TEXT NOT NULL,
  seq INTEGER,
  part INTEGER,
  case_id TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL,
  tries INTEGER NOT NULL,
  next_try_ms INTEGER,
  asked INTEGER NOT NULL,
  attempts TEXT NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX hook_deliveries_by_hook ON hook_deliveries (hook, n);
CREATE INDEX hook_deliveries_by_state ON hook_deliveries (hook, state, n);
CREATE INDEX hook_deliveries_by_place ON hook_deliveries (hook, seq, part);
CREATE INDEX hook_deliveries_asked ON hook_deliveries (n) WHERE asked = 1;
)sql"},
    {10, "the second factor of users", R"sql(
CREATE TABLE second_factors (
  user TEXT PRIMARY KEY REFERENCES users (id),
  shop TEXT NOT NULL,
  sealed BLOB NOT NULL,
  begun_ms INTEGER NOT NULL,
  confirmed_ms INTEGER,
  last_step INTEGER NOT NULL,
  recovery TEXT NOT NULL
) STRICT, WITHOUT ROWID;
)sql"},
    // Whoever looks a name up compares it with rows in the leaves of the index: with a rulebook's, which is hundreds of
    // kilobytes, only after reading all of it.
    {11, "settings found by names alone", R"sql(
CREATE TABLE all_settings (
  n INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  value TEXT NOT NULL
) STRICT;
INSERT INTO all_settings (name, value) SELECT name, value FROM settings ORDER BY name;
DROP TABLE settings;
ALTER TABLE all_settings RENAME TO settings;
)sql"},
    // What was uploaded before and is attached nowhere has to be uploaded again.
    {12, "who uploaded which bytes", R"sql(
CREATE TABLE uploads (
  sha256 TEXT NOT NULL,
  shop TEXT NOT NULL,
  seen INTEGER NOT NULL,
  PRIMARY KEY (sha256, shop)
) STRICT, WITHOUT ROWID;
)sql"},
};

}  // namespace

std::span<Migration const> migrations() { return steps_so_far; }

}  // namespace redress::storage
