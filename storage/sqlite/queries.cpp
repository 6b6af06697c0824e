#include "storage/sqlite/queries.hpp"

#include <array>

namespace redress::storage::queries {

// clang-format off

extern Query const begin{"begin", "BEGIN IMMEDIATE"};
extern Query const commit{"commit", "COMMIT"};
extern Query const rollback{"rollback", "ROLLBACK"};
extern Query const begin_read{"begin_read", "BEGIN"};
extern Query const look{"look", "SELECT 1 FROM settings LIMIT 1"};   // the first read fixes what a reader sees
extern Query const savepoint{"savepoint", "SAVEPOINT place"};   // the same name nests: the innermost is meant
extern Query const undo{"undo", "ROLLBACK TO place"};
extern Query const release{"release", "RELEASE place"};

// ---- cases ----------------------------------------------------------------------------------------------------------

// A text that may be squeezed is three columns: as it is, or "" and the dictionary and what it was squeezed to.
#define CASE_TEXT "content, dictionary, squeezed"
extern Query const find_case{"find_case", "SELECT " CASE_TEXT " FROM cases WHERE id = ?1"};

extern Query const trail_end{"trail_end", "SELECT n, version, last_hash, owed_by, due_ms, person FROM cases WHERE id = ?1"};

extern Query const insert_case{"insert_case", R"(
  INSERT INTO cases (content, state, final, version, last_hash, owed_by, due_ms, id, shop, kind, platform, order_id,
    person, dictionary, squeezed)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15))"};

// Two updates: one that names due_ms or owed_by makes SQLite rewrite both list indexes, even if the values stay.
extern Query const move_case{"move_case", R"(
  UPDATE cases SET content = ?1, state = ?2, final = ?3, version = ?4, last_hash = ?5, owed_by = ?6, due_ms = ?7,
    dictionary = ?9, squeezed = ?10
  WHERE n = ?8)"};
extern Query const touch_case{"touch_case", R"(
  UPDATE cases SET content = ?1, state = ?2, final = ?3, version = ?4, last_hash = ?5, dictionary = ?7, squeezed = ?8
  WHERE n = ?6)"};

// Lists share their first seven parameters: after (due_ms, id), limit, kind, state, final, due_ms at most. What a list
// does not search by index it filters; INDEXED BY makes preparing fail rather than silently scan.
#define AFTER_CURSOR "(due_ms, id) > (?1, ?2) AND due_ms <= ?7"
#define FILTERED "(?4 IS NULL OR kind = ?4) AND (?5 IS NULL OR state = ?5) AND (?6 IS NULL OR final = ?6)"
#define IN_ORDER " ORDER BY due_ms, id LIMIT ?3"

extern Query const list_all{"list_all",   // ?8 owed_by
  "SELECT " CASE_TEXT " FROM cases INDEXED BY cases_by_due WHERE " AFTER_CURSOR " AND " FILTERED
  " AND (?8 IS NULL OR owed_by = ?8)" IN_ORDER};

extern Query const list_by_owed{"list_by_owed",   // ?8 shop, ?9 owed_by
  "SELECT " CASE_TEXT " FROM cases INDEXED BY cases_by_owed WHERE shop = ?8 AND owed_by = ?9 AND " AFTER_CURSOR " AND " FILTERED
  IN_ORDER};

// One sorted run per party that may owe, merged as they are read: a shop's whole list without an index of its own.
#define OWED_RUN(party) \
  "SELECT " CASE_TEXT ", due_ms, id FROM cases INDEXED BY cases_by_owed WHERE shop = ?8 AND owed_by = '" party "' AND " \
  AFTER_CURSOR " AND " FILTERED
extern Query const list_by_shop{"list_by_shop",   // ?8 shop
  OWED_RUN("buyer") " UNION ALL " OWED_RUN("seller") " UNION ALL " OWED_RUN("platform") " UNION ALL "
  OWED_RUN("carrier") " UNION ALL " OWED_RUN("payments") " UNION ALL " OWED_RUN("timer") " UNION ALL "
  OWED_RUN("nobody") IN_ORDER};

extern Query const list_by_order{"list_by_order",   // ?8 shop, ?9 owed_by, ?10 order id; few rows, so they are sorted
  "SELECT " CASE_TEXT " FROM cases INDEXED BY cases_by_order WHERE order_id = ?10 AND (?8 IS NULL OR shop = ?8)"
  " AND (?9 IS NULL OR owed_by = ?9) AND " AFTER_CURSOR " AND " FILTERED IN_ORDER};

extern Query const list_by_text{"list_by_text",   // ?8 shop, ?9 owed_by, ?10 order id, ?11 words to match; matches are sorted
  "SELECT " CASE_TEXT " FROM case_words JOIN cases ON cases.n = case_words.rowid WHERE case_words MATCH ?11"
  " AND (?8 IS NULL OR shop = ?8) AND (?9 IS NULL OR owed_by = ?9) AND (?10 IS NULL OR order_id = ?10) AND "
  AFTER_CURSOR " AND " FILTERED IN_ORDER};

#undef OWED_RUN
#undef IN_ORDER
#undef FILTERED
#undef AFTER_CURSOR

extern Query const index_words{"index_words", "INSERT INTO case_words (rowid, words) VALUES (?1, ?2)"};

extern Query const cases_of_order{"cases_of_order",  // but for ?4, whose text the caller may have read already
  "SELECT " CASE_TEXT " FROM cases INDEXED BY cases_by_order WHERE order_id = ?1 AND shop = ?2 AND platform = ?3 "
  "AND id <> ?4 ORDER BY n"};
#undef CASE_TEXT

// Cases without a deadline have the largest due_ms there is, which no `now` reaches.
extern Query const cases_due{"cases_due", R"(
  SELECT id FROM cases INDEXED BY cases_by_due WHERE due_ms <= ?1 AND due_ms < 9223372036854775807
  ORDER BY due_ms, id LIMIT ?2)"};
extern Query const next_due{"next_due", R"(
  SELECT due_ms FROM cases INDEXED BY cases_by_due WHERE due_ms < 9223372036854775807 ORDER BY due_ms LIMIT 1)"};

// ---- entries --------------------------------------------------------------------------------------------------------

#define ENTRY "SELECT seq, id, case_id, case_seq, bytes, hash, dictionary, squeezed FROM entries "
extern Query const find_entry{"find_entry", ENTRY "WHERE id = ?1"};
extern Query const trail{"trail", ENTRY "WHERE case_id = ?1 AND case_seq > ?2 ORDER BY case_seq LIMIT ?3"};
extern Query const trail_newest_first{"trail_newest_first",
                                      ENTRY "WHERE case_id = ?1 AND case_seq < ?2 ORDER BY case_seq DESC LIMIT ?3"};
extern Query const last_of_trail{"last_of_trail", ENTRY "WHERE case_id = ?1 ORDER BY case_seq DESC LIMIT 1"};
extern Query const entries_from{"entries_from", ENTRY "WHERE seq >= ?1 ORDER BY seq LIMIT ?2"};
#undef ENTRY
extern Query const insert_entry{"insert_entry",
  "INSERT INTO entries (seq, id, case_id, case_seq, bytes, hash, dictionary, squeezed)"
  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"};
extern Query const last_seq{"last_seq", "SELECT seq FROM entries ORDER BY seq DESC LIMIT 1"};

extern Query const insert_dictionary{"insert_dictionary", "INSERT INTO dictionaries (sha256, bytes, spare) VALUES (?1, ?2, ?3)"};
extern Query const find_dictionary{"find_dictionary", "SELECT sha256, bytes, spare FROM dictionaries WHERE n = ?1"};
extern Query const last_dictionary{"last_dictionary", "SELECT n FROM dictionaries ORDER BY n DESC LIMIT 1"};

// ---- evidence -------------------------------------------------------------------------------------------------------

#define EVIDENCE "id, case_id, kind, sha256, text, salt, commitment, size_bytes, mime, source, captured_ms, added_ms, helps, added_by, note, more"
extern Query const insert_evidence{"insert_evidence",
  "INSERT INTO evidence (" EVIDENCE ", shop, sealed)"
  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)"};
extern Query const find_evidence{"find_evidence", "SELECT " EVIDENCE ", sealed FROM evidence WHERE id = ?1"};
extern Query const evidence_of{"evidence_of", "SELECT " EVIDENCE ", sealed FROM evidence WHERE case_id = ?1 ORDER BY n"};
#undef EVIDENCE
// Files of restricted persons are kept, and belong to nobody who could look at them.
#define OF_SOMEBODY_ACTIVE \
  " FROM evidence JOIN cases ON cases.id = evidence.case_id JOIN persons ON persons.n = cases.person" \
  " WHERE evidence.sha256 = ?1 AND evidence.sha256 <> '' AND persons.state = 'active'"
extern Query const blob_of_shop{"blob_of_shop", "SELECT 1" OF_SOMEBODY_ACTIVE " AND evidence.shop = ?2 LIMIT 1"};
extern Query const blob_of_any_shop{"blob_of_any_shop", "SELECT 1" OF_SOMEBODY_ACTIVE " LIMIT 1"};
#undef OF_SOMEBODY_ACTIVE

extern Query const uses_of{"uses_of",
  "SELECT id, case_id, sha256 FROM evidence WHERE sha256 = ?1 AND sha256 <> '' AND shop = ?2 ORDER BY n LIMIT ?3"};

// An upload stands for what comes after it: `seen` is how far evidence had come, so an item added later is a greater n.
extern Query const put_upload{"put_upload",
  "INSERT INTO uploads (sha256, shop, seen) VALUES (?1, ?2, coalesce((SELECT max(n) FROM evidence), 0))"
  " ON CONFLICT (sha256, shop) DO UPDATE SET seen = excluded.seen"};
extern Query const uploaded_for{"uploaded_for",
  "SELECT 1 FROM uploads WHERE uploads.sha256 = ?1 AND uploads.shop IN (?2, '') AND NOT EXISTS (SELECT 1 FROM evidence"
  " WHERE evidence.sha256 = ?1 AND evidence.sha256 <> '' AND evidence.shop = ?2 AND evidence.n > uploads.seen) LIMIT 1"};

// ---- pictures by how they look --------------------------------------------------------------------------------------

extern Query const put_picture{"put_picture",
  "INSERT INTO pictures (sha256, width, height, mark) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING"};
extern Query const find_picture{"find_picture", "SELECT width, height, mark FROM pictures WHERE sha256 = ?1"};
extern Query const insert_picture_part{"insert_picture_part",
  "INSERT INTO picture_parts (shop, place, bits, evidence_id) VALUES (?1, ?2, ?3, ?4)"};
extern Query const pictures_with_part{"pictures_with_part", R"(
  SELECT evidence.id, evidence.case_id, evidence.sha256, pictures.mark FROM picture_parts
  CROSS JOIN evidence ON evidence.id = picture_parts.evidence_id
  CROSS JOIN pictures ON pictures.sha256 = evidence.sha256
  WHERE picture_parts.shop = ?1 AND picture_parts.place = ?2 AND picture_parts.bits = ?3 LIMIT ?4)"};

// ---- orders: the first telling stays --------------------------------------------------------------------------------

extern Query const insert_order{"insert_order",
  "INSERT INTO orders (shop, platform, id, content) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING"};
extern Query const find_order{"find_order", "SELECT content FROM orders WHERE shop = ?1 AND platform = ?2 AND id = ?3"};

// ---- outbox ---------------------------------------------------------------------------------------------------------

#define OUTBOX "key, case_id, shop, kind, content, due_ms, attempts, delivered_ms, last_failure"
extern Query const insert_outbox{"insert_outbox",
  "INSERT INTO outbox (" OUTBOX ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"};
extern Query const outbox_pending{"outbox_pending",
  "SELECT " OUTBOX " FROM outbox INDEXED BY outbox_pending WHERE delivered_ms IS NULL AND due_ms <= ?1"
  " ORDER BY due_ms, n LIMIT ?2"};
extern Query const outbox_of{"outbox_of", "SELECT " OUTBOX " FROM outbox WHERE case_id = ?1 ORDER BY n"};
#undef OUTBOX
extern Query const outbox_is_known{"outbox_is_known", "SELECT 1 FROM outbox WHERE key = ?1"};
extern Query const attempt_outbox{"attempt_outbox", R"(
  UPDATE outbox SET attempts = attempts + 1, due_ms = ?2, last_failure = ?3 WHERE key = ?1 AND delivered_ms IS NULL)"};
extern Query const wake_outbox{"wake_outbox",
  "UPDATE outbox INDEXED BY outbox_pending SET due_ms = ?2 WHERE delivered_ms IS NULL AND due_ms = ?1"};
extern Query const deliver_outbox{"deliver_outbox",
  "UPDATE outbox SET delivered_ms = ?2 WHERE key = ?1 AND delivered_ms IS NULL"};

// ---- answers, personal texts, waybills, tokens, settings -----------------------------------------------------------

extern Query const insert_answer{"insert_answer",
  "INSERT INTO answers (actor_id, request_id, fingerprint, text, at_ms, dictionary, squeezed)"
  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"};
extern Query const find_answer{"find_answer",
  "SELECT actor_id, request_id, fingerprint, text, at_ms, dictionary, squeezed FROM answers"
  " WHERE actor_id = ?1 AND request_id = ?2"};

extern Query const insert_personal{"insert_personal",
  "INSERT INTO personal (case_id, entry_id, name, salt, text, sealed) VALUES (?1, ?2, ?3, '', '', ?4)"};
extern Query const personal_of{"personal_of",
  "SELECT case_id, entry_id, name, sealed FROM personal WHERE case_id = ?1 ORDER BY n"};

extern Query const insert_waybill{"insert_waybill",
  "INSERT INTO waybills (shop, mark, order_id, buyer) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING"};
extern Query const find_waybill{"find_waybill",
  "SELECT mark, order_id, buyer FROM waybills WHERE shop = ?1 AND mark = ?2"};

#define TOKEN "id, secret_sha256, role, shop, label, created_ms, expires_ms, revoked_ms"
extern Query const put_token{"put_token",
  "INSERT INTO tokens (" TOKEN ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO UPDATE SET"
  " secret_sha256 = ?2, role = ?3, shop = ?4, label = ?5, created_ms = ?6, expires_ms = ?7, revoked_ms = ?8"};
extern Query const find_token{"find_token", "SELECT " TOKEN " FROM tokens WHERE secret_sha256 = ?1"};
extern Query const tokens{"tokens", "SELECT " TOKEN " FROM tokens ORDER BY id"};
#undef TOKEN

extern Query const put_setting{"put_setting",
  "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2"};
extern Query const setting{"setting", "SELECT value FROM settings WHERE name = ?1"};

// ---- users and sessions ---------------------------------------------------------------------------------------------

#define USER "id, name, display, role, shop, password, created_ms, password_ms, disabled_ms"
extern Query const put_user{"put_user",
  "INSERT INTO users (" USER ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (id) DO UPDATE SET"
  " name = ?2, display = ?3, role = ?4, shop = ?5, password = ?6, password_ms = ?8, disabled_ms = ?9"};
extern Query const find_user{"find_user", "SELECT " USER " FROM users WHERE id = ?1"};
extern Query const user_named{"user_named", "SELECT " USER " FROM users WHERE name = ?1"};
extern Query const users{"users", "SELECT " USER " FROM users ORDER BY id"};
#undef USER

#define FACTOR "user, shop, sealed, begun_ms, confirmed_ms, last_step, recovery"
extern Query const put_second_factor{"put_second_factor",
  "INSERT INTO second_factors (" FACTOR ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (user) DO UPDATE SET"
  " shop = ?2, sealed = ?3, begun_ms = ?4, confirmed_ms = ?5, last_step = ?6, recovery = ?7"};
extern Query const use_second_factor{"use_second_factor",
  "UPDATE second_factors SET last_step = ?2, recovery = ?3 WHERE user = ?1"};
extern Query const remove_second_factor{"remove_second_factor", "DELETE FROM second_factors WHERE user = ?1"};
extern Query const find_second_factor{"find_second_factor", "SELECT " FACTOR " FROM second_factors WHERE user = ?1"};
extern Query const second_factors{"second_factors", "SELECT " FACTOR " FROM second_factors ORDER BY user"};
#undef FACTOR

#define SESSION "id, secret_sha256, subject, token_sha256, address, began_ms, seen_ms"
extern Query const put_session{"put_session",
  "INSERT INTO sessions (" SESSION ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"};
extern Query const find_session{"find_session", "SELECT " SESSION " FROM sessions WHERE secret_sha256 = ?1"};
extern Query const sessions_of{"sessions_of", "SELECT " SESSION " FROM sessions WHERE subject = ?1 ORDER BY id"};
extern Query const sessions{"sessions", "SELECT " SESSION " FROM sessions ORDER BY id"};
#undef SESSION
extern Query const see_session{"see_session", "UPDATE sessions SET seen_ms = ?2 WHERE id = ?1"};
extern Query const end_session{"end_session", "DELETE FROM sessions WHERE id = ?1"};
extern Query const end_sessions_of{"end_sessions_of", "DELETE FROM sessions WHERE subject = ?1"};
extern Query const end_stale_sessions{"end_stale_sessions", "DELETE FROM sessions WHERE began_ms < ?1 OR seen_ms < ?2"};

// ---- persons, their keys and their words ----------------------------------------------------------------------------

extern Query const insert_person{"insert_person",
  "INSERT INTO persons (shop, id, state, waits_until_ms, content) VALUES (?1, ?2, ?3, ?4, ?5)"};
extern Query const update_person{"update_person",
  "UPDATE persons SET state = ?2, waits_until_ms = ?3, content = ?4 WHERE n = ?1"};
extern Query const active_person{"active_person",
  "SELECT n FROM persons WHERE shop = ?1 AND id = ?2 AND state = 'active'"};
extern Query const person_of_case{"person_of_case",
  "SELECT persons.n, persons.content FROM cases JOIN persons ON persons.n = cases.person WHERE cases.id = ?1"};
extern Query const persons_named{"persons_named",
  "SELECT n, content FROM persons INDEXED BY persons_by_id WHERE shop = ?1 AND id = ?2 ORDER BY n"};
extern Query const persons_waiting{"persons_waiting",
  "SELECT n, content FROM persons INDEXED BY persons_waiting WHERE waits_until_ms <= ?1 ORDER BY waits_until_ms LIMIT ?2"};
extern Query const cases_of_person{"cases_of_person", "SELECT id FROM cases WHERE person = ?1 ORDER BY n"};

// Overwritten, never deleted: a row that keeps its size stays in its place, so no page keeps an older copy of it.
extern Query const insert_person_key{"insert_person_key", "INSERT INTO person_keys (person, wrapped) VALUES (?1, ?2)"};
extern Query const person_key{"person_key",
  "SELECT persons.shop, wrapped FROM person_keys JOIN persons ON persons.n = person WHERE person = ?1"};
extern Query const destroy_person_key{"destroy_person_key",
  "UPDATE person_keys SET wrapped = zeroblob(length(wrapped)) WHERE person = ?1"};

extern Query const count_personal{"count_personal", "SELECT count(*) FROM personal WHERE case_id = ?1"};
extern Query const delete_personal{"delete_personal", "DELETE FROM personal WHERE case_id = ?1"};
extern Query const empty_evidence{"empty_evidence",
  "UPDATE evidence SET sealed = NULL, text = NULL, salt = '', note = '',"
  " sha256 = CASE WHEN commitment <> '' THEN '' ELSE sha256 END WHERE case_id = ?1"};
extern Query const delete_picture_part{"delete_picture_part",
  "DELETE FROM picture_parts WHERE shop = ?1 AND place = ?2 AND bits = ?3 AND evidence_id = ?4"};
extern Query const delete_lone_picture{"delete_lone_picture", R"(
  DELETE FROM pictures WHERE sha256 = ?1 AND NOT EXISTS (
    SELECT 1 FROM evidence JOIN cases ON cases.id = evidence.case_id JOIN persons ON persons.n = cases.person
    WHERE evidence.sha256 = ?1 AND evidence.sha256 <> '' AND cases.person <> (SELECT person FROM cases WHERE id = ?2)
    AND persons.state <> 'shredded'))"};
extern Query const empty_answer{"empty_answer",
  "UPDATE answers SET fingerprint = '', text = '{}', dictionary = NULL, squeezed = NULL"
  " WHERE actor_id = ?1 AND request_id = ?2"};
extern Query const file_is_needed{"file_is_needed",
  "SELECT 1 FROM evidence JOIN cases ON cases.id = evidence.case_id JOIN persons ON persons.n = cases.person"
  " WHERE evidence.sha256 = ?1 AND evidence.sha256 <> '' AND persons.state <> 'shredded' LIMIT 1"};

// clang-format on

std::span<Query const* const> all() {
  static constexpr std::array everything{&begin_read,
                                         &look,
                                         &begin,
                                         &commit,
                                         &rollback,
                                         &savepoint,
                                         &undo,
                                         &release,
                                         &find_case,
                                         &trail_end,
                                         &insert_case,
                                         &move_case,
                                         &touch_case,
                                         &list_all,
                                         &list_by_shop,
                                         &list_by_owed,
                                         &list_by_order,
                                         &list_by_text,
                                         &index_words,
                                         &cases_of_order,
                                         &cases_due,
                                         &next_due,
                                         &insert_entry,
                                         &find_entry,
                                         &trail,
                                         &trail_newest_first,
                                         &last_of_trail,
                                         &entries_from,
                                         &last_seq,
                                         &insert_dictionary,
                                         &find_dictionary,
                                         &last_dictionary,
                                         &insert_evidence,
                                         &find_evidence,
                                         &evidence_of,
                                         &blob_of_shop,
                                         &blob_of_any_shop,
                                         &uses_of,
                                         &put_upload,
                                         &uploaded_for,
                                         &put_picture,
                                         &find_picture,
                                         &insert_picture_part,
                                         &pictures_with_part,
                                         &insert_order,
                                         &find_order,
                                         &insert_outbox,
                                         &outbox_pending,
                                         &outbox_of,
                                         &outbox_is_known,
                                         &attempt_outbox,
                                         &wake_outbox,
                                         &deliver_outbox,
                                         &insert_answer,
                                         &find_answer,
                                         &insert_personal,
                                         &personal_of,
                                         &insert_waybill,
                                         &find_waybill,
                                         &put_token,
                                         &find_token,
                                         &tokens,
                                         &put_setting,
                                         &setting,
                                         &put_user,
                                         &find_user,
                                         &user_named,
                                         &users,
                                         &put_second_factor,
                                         &use_second_factor,
                                         &remove_second_factor,
                                         &find_second_factor,
                                         &second_factors,
                                         &put_session,
                                         &find_session,
                                         &sessions_of,
                                         &sessions,
                                         &see_session,
                                         &end_session,
                                         &end_sessions_of,
                                         &end_stale_sessions,
                                         &put_hook,
                                         &move_hook,
                                         &remove_hook,
                                         &hooks,
                                         &find_hook,
                                         &insert_delivery,
                                         &update_delivery,
                                         &find_delivery,
                                         &deliveries_of,
                                         &deliveries_in_state,
                                         &delivery_at,
                                         &deliveries_asked,
                                         &forget_deliveries,
                                         &remove_deliveries,
                                         &insert_person,
                                         &update_person,
                                         &active_person,
                                         &person_of_case,
                                         &persons_named,
                                         &persons_waiting,
                                         &insert_person_key,
                                         &person_key,
                                         &destroy_person_key,
                                         &cases_of_person,
                                         &count_personal,
                                         &delete_personal,
                                         &empty_evidence,
                                         &empty_answer,
                                         &file_is_needed,
                                         &delete_picture_part,
                                         &delete_lone_picture};
  return everything;
}

}  // namespace redress::storage::queries
