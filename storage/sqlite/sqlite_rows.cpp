#include "storage/sqlite/sqlite_rows.hpp"

#include "engine/cases/office_entry.hpp"
#include "engine/ledger/merkle.hpp"
#include "storage/sqlite/rows.hpp"
#include "storage/sqlite/sqlite_persons.hpp"

#include <algorithm>

namespace redress::storage {
namespace {

// Whole tables on purpose, so these are not among the queries whose plans are tested.
constexpr char const* all_entries =
    "SELECT seq, id, case_id, case_seq, hash, bytes, dictionary, squeezed FROM entries ORDER BY seq";
constexpr char const* all_cases =
    "SELECT id, shop, kind, platform, order_id, state, final, owed_by, due_ms, version, last_hash, content,"
    " dictionary, squeezed FROM cases ORDER BY n";
constexpr char const* all_orders = "SELECT shop, platform, id, content FROM orders ORDER BY shop, platform, id";
constexpr char const* all_evidence =
    "SELECT id, case_id, shop, kind, sha256, text, salt, commitment, size_bytes, mime, source, captured_ms, added_ms,"
    " helps, added_by, note, sealed FROM evidence ORDER BY n";
// Reminders and staged submissions are plans: what comes of them is told by entries, that they are planned is not.
constexpr char const* whole_outbox =
    "SELECT key, case_id, shop, kind, content, due_ms, attempts, delivered_ms, last_failure FROM outbox"
    " WHERE kind NOT IN ('deadline_reminder', 'send_staged') ORDER BY n";
constexpr char const* all_personal = "SELECT case_id, entry_id, name, salt, text, sealed FROM personal ORDER BY n";

std::string text(SQLite::Statement& row, int column) {
  auto const cell = row.getColumn(column);
  auto const* bytes = cell.getText();  // first: it may turn the cell into text, and the size is of that
  return {bytes, static_cast<std::size_t>(cell.getBytes())};
}

std::string bytes(SQLite::Statement& row, int column) { return row.getColumn(column).getString(); }

std::int64_t integer(SQLite::Statement& row, int column) { return row.getColumn(column).getInt64(); }

std::optional<Instant> instant_or_none(SQLite::Statement& row, int column) {
  if (row.isColumnNull(column)) return std::nullopt;
  return Instant{integer(row, column)};
}

}  // namespace

bool SqliteRows::step(Cursor& cursor, char const* sql) {
  if (cursor.over) return false;
  try {
    if (!cursor.statement) cursor.statement = std::make_unique<SQLite::Statement>(connection_.database(), sql);
    cursor.over = !cursor.statement->executeStep();
  } catch (SQLite::Exception const& why) {
    throw DiskError(why, sql);
  }
  return !cursor.over;
}

std::optional<audit::EntryRow> SqliteRows::next_entry() {
  if (!step(entries_, all_entries)) return std::nullopt;
  auto& row = *entries_.statement;
  audit::EntryRow entry{.seq = integer(row, 0),
                        .id = text(row, 1),
                        .case_id = text(row, 2),
                        .case_seq = integer(row, 3),
                        .hash = text(row, 4)};
  try {
    entry.bytes = kept_text(row, 5, 6);
  } catch (FaultError const& why) {
    entry.closed = why.fault().says;
  }
  return entry;
}

// As Run::kept_text().
std::string SqliteRows::kept_text(SQLite::Statement& row, int column, int dictionary_column) {
  if (row.isColumnNull(dictionary_column)) return text(row, column);
  return dictionaries_.expand(connection_, integer(row, dictionary_column), bytes(row, dictionary_column + 1));
}

// What does not expand is a text that no case has: the comparison says which row it is.
std::string SqliteRows::case_text(SQLite::Statement& row) {
  try {
    return kept_text(row, 11, 12);
  } catch (FaultError const& why) {
    return why.fault().says.en;
  }
}

std::optional<audit::CaseRow> SqliteRows::next_case() {
  if (!step(cases_, all_cases)) return std::nullopt;
  auto& row = *cases_.statement;
  return audit::CaseRow{.id = text(row, 0),
                        .shop = text(row, 1),
                        .kind = text(row, 2),
                        .platform = text(row, 3),
                        .order_id = text(row, 4),
                        .state = text(row, 5),
                        .final = integer(row, 6) != 0,
                        .owed_by = text(row, 7),
                        .due_ms = integer(row, 8),
                        .version = integer(row, 9),
                        .last_hash = text(row, 10),
                        .content = case_text(row)};
}

std::optional<audit::OrderRow> SqliteRows::next_order() {
  if (!step(orders_, all_orders)) return std::nullopt;
  auto& row = *orders_.statement;
  return audit::OrderRow{text(row, 0), text(row, 1), text(row, 2), text(row, 3)};
}

std::optional<audit::EvidenceRow> SqliteRows::next_evidence() {
  if (!step(evidence_, all_evidence)) return std::nullopt;
  auto& row = *evidence_.statement;
  audit::EvidenceRow item{.id = text(row, 0),
                          .case_id = text(row, 1),
                          .shop = text(row, 2),
                          .kind = text(row, 3),
                          .sha256 = text(row, 4),
                          .salt = text(row, 6),
                          .commitment = text(row, 7),
                          .size_bytes = integer(row, 8),
                          .mime = text(row, 9),
                          .source = text(row, 10),
                          .captured_at = instant_or_none(row, 11),
                          .added_at = Instant{integer(row, 12)},
                          .helps = text(row, 13),
                          .added_by = text(row, 14),
                          .note = text(row, 15)};
  if (!row.isColumnNull(5)) item.text = text(row, 5);
  if (row.isColumnNull(16)) {
    if (!item.text && !item.commitment.empty()) item.words = audit::Words::gone;
    return item;
  }
  if (item.text) return item;  // plain words beside sealed ones are nobody's of ours: they must answer for themselves
  Evidence opened;
  opened.id = item.id;
  item.words = open(opened, bytes(row, 16));
  if (item.words != audit::Words::here) return item;
  item.note = opened.note;
  if (!opened.text) return item;
  item.text = std::move(opened.text);
  item.salt = std::move(opened.salt);
  item.sha256 = std::move(opened.sha256);
  return item;
}

std::optional<audit::OutboxRow> SqliteRows::next_outbox_item() {
  if (!step(outbox_, whole_outbox)) return std::nullopt;
  auto& row = *outbox_.statement;
  return audit::OutboxRow{.key = text(row, 0),
                          .case_id = text(row, 1),
                          .shop = text(row, 2),
                          .kind = text(row, 3),
                          .content = text(row, 4),
                          .due_at = Instant{integer(row, 5)},
                          .attempts = integer(row, 6),
                          .delivered_at = instant_or_none(row, 7),
                          .last_failure = text(row, 8)};
}

std::optional<audit::PersonalRow> SqliteRows::next_personal_text() {
  if (!step(personal_, all_personal)) return std::nullopt;
  auto& row = *personal_.statement;
  audit::PersonalRow personal{text(row, 0), text(row, 1), text(row, 2), text(row, 3), text(row, 4)};
  if (row.isColumnNull(5) || !personal.text.empty()) return personal;
  PersonalText opened{personal.case_id, personal.entry_id, personal.name, {}, {}};
  personal.words = open(opened, bytes(row, 5));
  personal.salt = std::move(opened.salt);
  personal.text = std::move(opened.text);
  return personal;
}

template <class Item>
audit::Words SqliteRows::open(Item& item, std::string const& sealed) {
  if (!connection_.has_keys()) return audit::Words::closed;
  try {
    return words_.open(item, sealed) ? audit::Words::here : audit::Words::gone;
  } catch (FaultError const&) {
    return audit::Words::damaged;
  }
}

bool SqliteRows::words_were_erased(std::string_view case_id) {
  if (case_id == asked_case_) return asked_erased_;
  asked_case_ = case_id;
  asked_erased_ = erasure_is_told(case_id);
  return asked_erased_;
}

// The person's row alone could be written by anybody who may write the file; the entry it names is in the tree.
bool SqliteRows::erasure_is_told(std::string_view case_id) {
  auto const person = SqlitePersons(connection_).person_of_case(case_id);
  if (!person || person->state != PersonState::shredded) return false;
  auto run = connection_.run(queries::find_entry);
  auto const entry = one_row(run.bind(person->shredded_in), entry_of);
  if (!entry || entry->hash != ledger::hex(ledger::leaf_hash(entry->bytes))) return false;
  boost::system::error_code failed;
  auto const told = boost::json::parse(entry->bytes, failed);
  if (failed || !told.is_object()) return false;
  auto const* event = told.get_object().if_contains("event");
  auto const* params = told.get_object().if_contains("params");
  if (!is_office(entry->case_id) || !event || *event != "subject_shredded" || !params || !params->is_object())
    return false;
  auto const* cases = params->get_object().if_contains("cases");
  return cases && cases->is_array() && std::ranges::find(cases->get_array(), case_id, [](auto const& each) {
                                         return each.is_string() ? std::string_view(each.get_string())
                                                                 : std::string_view{};
                                       }) != cases->get_array().end();
}

std::int64_t SqliteRows::ledger_size() { return connection_.integer_once("SELECT count(*) FROM entries"); }

std::optional<std::string> SqliteRows::setting(std::string_view name) {
  auto run = connection_.run(queries::setting);
  if (!run.bind(name).next()) return std::nullopt;
  return run.text(0);
}

}  // namespace redress::storage
