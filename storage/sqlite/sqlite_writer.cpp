#include "storage/sqlite/sqlite_writer.hpp"

#include "engine/cases/written_case.hpp"
#include "storage/common/evidence_rest.hpp"
#include "storage/common/list_order.hpp"
#include "storage/common/picture_parts.hpp"
#include "storage/common/recording.hpp"
#include "storage/common/search_words.hpp"
#include "storage/sqlite/person_row.hpp"
#include "storage/sqlite/rows.hpp"

namespace redress::storage {
namespace {

// Runs an insert whose key must be new; says which key it was where it is not.
void insert_new(Run& run, FaultKind kind, std::string_view zh, std::string_view en, std::string_view id) {
  try {
    run.execute();
  } catch (DiskError const& error) {
    if (error.is_duplicate()) refuse_duplicate(kind, zh, en, id);
    throw;
  }
}

Evidence without_words(Evidence item) {
  item.note.clear();
  item.name.clear();
  item.salt.clear();
  if (item.text) item.sha256.clear();
  item.text.reset();
  return item;
}

std::string owed_by_of(Case const& case_) {
  return std::string(name_of(case_.due ? case_.due->owed_by : Party::nobody));
}

}  // namespace

SqliteWriter::SqliteWriter(Connection& connection, std::int64_t learn_after)
    : SqliteReads(connection), press_(connection, learn_after), ledger_size_(SqliteReads::ledger_size()) {}

CasePage SqliteWriter::list_cases(CaseFilter const& filter) {
  if (filter.text && !filter.text->empty()) index_words();
  return SqliteReads::list_cases(filter);
}

std::optional<Case> SqliteWriter::find_case(std::string_view case_id) {
  if (auto const* known = memory_.find(case_id); known && known->case_) return known->case_;
  auto found = SqliteReads::find_case(case_id);
  if (found) memory_.of(case_id).case_ = found;
  return found;
}

std::vector<Evidence> SqliteWriter::evidence_of(std::string_view case_id) {
  auto* known = memory_.find(case_id);
  if (!known) return SqliteReads::evidence_of(case_id);
  if (!known->evidence) memory_.of(case_id).evidence = SqliteReads::evidence_of(case_id);
  return *known->evidence;
}

std::vector<PersonalText> SqliteWriter::personal_of(std::string_view case_id) {
  auto* known = memory_.find(case_id);
  if (!known) return SqliteReads::personal_of(case_id);
  if (!known->personal) memory_.of(case_id).personal = SqliteReads::personal_of(case_id);
  return *known->personal;
}

KnownOrder* SqliteWriter::known_order(OrderKey const& key) {
  if (auto* known = memory_.find(key)) return known;
  auto order = SqliteReads::find_order(key.shop, key.platform, key.id);
  if (!order) return nullptr;
  std::vector<std::string> case_ids;
  for (auto& case_ : SqliteReads::cases_of_order(key.shop, key.platform, key.id)) {
    case_ids.push_back(case_.id);
    auto& known_case = memory_.of(case_ids.back());  // which others may be looking at, though its order was forgotten
    if (!known_case.case_) known_case.case_ = std::move(case_);
  }
  return &memory_.put(key, {std::move(*order), std::move(case_ids)});
}

std::optional<Order> SqliteWriter::find_order(std::string_view shop, std::string_view platform,
                                              std::string_view order_id) {
  auto const* known = known_order({std::string(shop), std::string(platform), std::string(order_id)});
  return known ? std::optional(known->order) : std::nullopt;
}

std::optional<OrderAccount> SqliteWriter::order_account(Case const& own) {
  auto order = find_order(own.shop, own.platform, own.order_id);
  if (!order) return std::nullopt;
  return account_of(std::move(*order), own, cases_of_order(own.shop, own.platform, own.order_id));
}

std::vector<Case> SqliteWriter::cases_of_order(std::string_view shop, std::string_view platform,
                                               std::string_view order_id) {
  auto const* known = known_order({std::string(shop), std::string(platform), std::string(order_id)});
  if (!known) return SqliteReads::cases_of_order(shop, platform, order_id);
  std::vector<Case> cases;
  for (auto const& id : std::vector(known->case_ids)) cases.push_back(find_case(id).value());
  return cases;
}

std::optional<std::string> SqliteWriter::setting(std::string_view name) {
  if (auto const* known = memory_.setting(name)) return *known;
  auto value = SqliteReads::setting(name);
  memory_.put_setting(name, value);
  return value;
}

// Where the case stands, from memory where it is known.
std::optional<TrailEnd> SqliteWriter::trail_end(Record const& record) {
  auto const& id = record.case_after.id;
  auto* known = memory_.find(id);
  if (!known || !known->place) {
    auto run = connection().run(queries::trail_end);
    if (!run.bind(id).next()) return std::nullopt;
    memory_.of(id).place = CasePlace{run.integer(0), run.integer(5), run.text(3), run.integer(4)};
    return TrailEnd{run.integer(1), run.text(2)};
  }
  if (!known->case_) memory_.of(id).case_ = SqliteReads::find_case(id);
  return TrailEnd{known->case_->version, known->case_->last_hash};
}

Entry SqliteWriter::record(Record record) {
  auto const end = trail_end(record);
  auto const delivered_at = record.outbox_done.empty() ? Instant{} : entry_at(record.entry);
  auto const entry = place_entry(record, end, ledger_size_);

  auto const before = place();
  auto const& case_ = record.case_after;
  memory_.changes(case_.id, {case_.shop, case_.platform, case_.order_id});
  whole_or_nothing([&] { write(record, entry, !end, delivered_at); }, before);
  return entry;
}

// The first write of a unit needs no place of its own to return to: that of the unit is the same.
template <class Write>
void SqliteWriter::whole_or_nothing(Write write, Place const& before) {
  bool const first = !unit_wrote_;
  unit_wrote_ = true;
  std::optional<Savepoint> savepoint;
  if (!first) savepoint.emplace(connection());
  try {
    write();
    if (savepoint) savepoint->release();
  } catch (...) {
    return_to(before);
    if (first) connection().execute(queries::undo);
    throw;
  }
}

Entry SqliteWriter::record_office(OfficeRecord record) {
  std::optional<Entry> last;
  if (auto run = connection().run(queries::last_of_trail); run.bind(office_of(record.act.shop)).next())
    last = entry_of(run);
  auto const entry = place_office_entry(record, last, ledger_size_);

  auto const before = place();
  auto const write_all = [&] {
    write_entry(entry);
    if (!record.personal.empty()) {
      auto const words = active_person(connection(), record.act.shop, office_of(record.act.shop), record.act.at);
      for (auto const& text : record.personal) write_personal(text, words);
    }
    if (record.answer) write_answer(*record.answer);
  };
  whole_or_nothing(write_all, before);
  return entry;
}

void SqliteWriter::write(Record& record, Entry const& entry, bool is_new, Instant delivered_at) {
  auto const& case_ = record.case_after;
  if (record.order) {
    auto const& order = *record.order;
    auto const content = serialize(to_json(order));
    connection().run(queries::insert_order).bind(order.shop, order.platform, order.id, content).execute();
  }
  auto& known = memory_.of(case_.id);
  auto const* words = words_key(record, known);
  write_case(case_, std::move(record.case_written), known, record.order ? &*record.order : nullptr);
  write_entry(entry);
  for (auto const& item : record.evidence) write_evidence(item, case_.shop, words);
  for (auto const& item : record.outbox) write_outbox(item);
  for (auto const& key : record.outbox_done) outbox_delivered(key, delivered_at);
  if (words)
    for (auto const& text : record.personal) write_personal(text, *words);
  for (auto const& use : record.waybills)
    connection().run(queries::insert_waybill).bind(case_.shop, use.mark, use.order_id, use.buyer).execute();
  if (record.answer) write_answer(*record.answer);

  remember(record, known, is_new, words != nullptr);
}

// After all of it is written; takes what it keeps out of the record.
void SqliteWriter::remember(Record& record, KnownCase& known, bool is_new, bool words_kept) {
  auto& case_ = record.case_after;
  if (is_new) {
    known.evidence.emplace();
    known.personal.emplace();
    if (auto* order = memory_.find(OrderKey{case_.shop, case_.platform, case_.order_id})) {
      if (std::ranges::find(order->case_ids, case_.id) == order->case_ids.end()) order->case_ids.push_back(case_.id);
    } else if (record.order) {
      memory_.put({case_.shop, case_.platform, case_.order_id}, {std::move(*record.order), {case_.id}});
    }
  }
  if (known.evidence)
    for (auto& item : record.evidence)
      known.evidence->push_back(words_kept ? std::move(item) : without_words(std::move(item)));
  if (known.personal && words_kept) std::ranges::move(record.personal, std::back_inserter(*known.personal));
  known.case_ = std::move(case_);
}

// Whose words these are. Nothing where there are none, or where the person is shredded: then the commitments in the
// entry are all that stays.
WordsKey const* SqliteWriter::words_key(Record const& record, KnownCase& known) {
  auto const& case_ = record.case_after;
  if (!known.place)
    known.key = active_person(connection(), case_.shop, case_.buyer.empty() ? case_.id : case_.buyer, case_.opened_at);
  else if (record.personal.empty() && record.evidence.empty())
    return nullptr;
  else if (!known.key)
    known.key = key_of(connection(), known.place->person);
  return known.key ? &*known.key : nullptr;
}

void SqliteWriter::write_case(Case const& case_, std::string written, KnownCase& known, Order const* told) {
  auto const content =
      written.empty() ? serialize(to_json(case_)) : with_last_hash(std::move(written), case_.last_hash);
  auto const kept = press_.keep(content, RowPress::Lasts::no);
  auto owed_by = owed_by_of(case_);
  auto const due_ms = due_ms_of(case_);
  if (!known.place) {
    connection()
        .run(queries::insert_case)
        .bind(kept.plain, case_.state, case_.final, case_.version, case_.last_hash, owed_by, due_ms, case_.id,
              case_.shop, case_.kind, case_.platform, case_.order_id, known.key->person(), kept.dictionary,
              kept.squeezed)
        .execute();
    known.place = CasePlace{connection().last_row(), known.key->person(), std::move(owed_by), due_ms};
    keep_words(case_, known.place->row, told);
  } else if (known.place->owed_by == owed_by && known.place->due_ms == due_ms) {
    connection()
        .run(queries::touch_case)
        .bind(kept.plain, case_.state, case_.final, case_.version, case_.last_hash, known.place->row, kept.dictionary,
              kept.squeezed)
        .execute();
  } else {
    connection()
        .run(queries::move_case)
        .bind(kept.plain, case_.state, case_.final, case_.version, case_.last_hash, owed_by, due_ms, known.place->row,
              kept.dictionary, kept.squeezed)
        .execute();
    known.place->owed_by = std::move(owed_by);
    known.place->due_ms = due_ms;
  }
}

void SqliteWriter::write_entry(Entry const& entry) {
  auto run = connection().run(queries::insert_entry);
  auto const kept = press_.keep(entry.bytes, RowPress::Lasts::yes);
  run.bind(entry.seq, entry.id, entry.case_id, entry.case_seq, kept.plain, entry.hash, kept.dictionary, kept.squeezed);
  insert_new(run, FaultKind::internal, "记录", "entry", entry.id);
  ++ledger_size_;
}

void SqliteWriter::write_evidence(Evidence item, std::string const& shop, WordsKey const* words) {
  bool const kept = words != nullptr;
  auto const sealed = kept ? words->take_words(item) : std::nullopt;
  if (!kept) item = without_words(std::move(item));
  auto run = connection().run(queries::insert_evidence);
  run.bind(item.id, item.case_id, item.kind, item.sha256, item.text, item.salt, item.commitment, item.size_bytes,
           item.mime, item.source, item.captured_at, item.added_at, item.helps, item.added_by, item.note,
           serialize(rest_of(item)), shop, sealed ? std::optional(RawBytes{*sealed}) : std::nullopt);
  insert_new(run, FaultKind::internal, "证据", "evidence", item.id);
  if (!item.mime.starts_with("image/")) return;
  if (auto const picture = find_picture(item.sha256))
    for (auto const& part : parts_of(picture->mark))
      connection().run(queries::insert_picture_part).bind(shop, part.place, part.bits, item.id).execute();
}

void SqliteWriter::put_picture(std::string_view sha256, PictureMark const& picture) {
  unit_wrote_ = true;
  connection().run(queries::put_picture).bind(sha256, picture.width, picture.height, picture.mark).execute();
}

void SqliteWriter::write_outbox(OutboxItem const& item) {
  auto const content = serialize(item.content);
  auto run = connection().run(queries::insert_outbox);
  run.bind(item.key, item.case_id, item.shop, item.kind, content, item.due_at, item.attempts, item.delivered_at,
           item.last_failure);
  insert_new(run, FaultKind::internal, "发件", "outbox item", item.key);
}

void SqliteWriter::write_personal(PersonalText const& text, WordsKey const& words) {
  auto const sealed = words.sealed(text);
  connection().run(queries::insert_personal).bind(text.case_id, text.entry_id, text.name, RawBytes{sealed}).execute();
}

void SqliteWriter::write_answer(StoredAnswer const& answer) {
  auto run = connection().run(queries::insert_answer);
  auto const kept = press_.keep(answer.text, RowPress::Lasts::no);
  run.bind(answer.actor_id, answer.request_id, answer.fingerprint, kept.plain, answer.at, kept.dictionary,
           kept.squeezed);
  insert_new(run, FaultKind::request_id_reused, "请求编号", "request id", answer.request_id);
}

void SqliteWriter::outbox_attempted(std::string_view key, Instant next_at, std::string_view failure) {
  unit_wrote_ = true;
  auto const changed = connection().run(queries::attempt_outbox).bind(key, next_at, failure).execute();
  if (changed == 0 && !connection().run(queries::outbox_is_known).bind(key).next()) refuse_unknown_key(key);
}

void SqliteWriter::outbox_delivered(std::string_view key, Instant at) {
  unit_wrote_ = true;
  auto const changed = connection().run(queries::deliver_outbox).bind(key, at).execute();
  if (changed == 0 && !connection().run(queries::outbox_is_known).bind(key).next()) refuse_unknown_key(key);
}

void SqliteWriter::outbox_woken(Instant now) {
  unit_wrote_ = true;
  connection().run(queries::wake_outbox).bind(outbox_held_at, now).execute();
}

void SqliteWriter::put_token(TokenRow const& token) {
  unit_wrote_ = true;
  auto run = connection().run(queries::put_token);
  run.bind(token.id, token.secret_sha256, name_of(token.role), token.shop, token.label, token.created_at,
           token.expires_at, token.revoked_at);
  insert_new(run, FaultKind::internal, "令牌密钥", "token secret of", token.id);
}

void SqliteWriter::put_setting(std::string_view name, std::string_view value) {
  unit_wrote_ = true;
  connection().run(queries::put_setting).bind(name, value).execute();
  memory_.put_setting(name, std::string(value));
}

void SqliteWriter::put_person(Person const& person) {
  unit_wrote_ = true;
  auto const content = serialize(person_json(person));
  connection()
      .run(queries::update_person)
      .bind(person.number, name_of(person.state), waits_until_ms(person), content)
      .execute();
  memory_.forget_all();
}

void SqliteWriter::return_to(Place const& place) {
  ledger_size_ = place.ledger_size;
  words_.resize(place.words);
  words_indexed_ = place.words_indexed;
  memory_.forget_all();
}

void SqliteWriter::keep_words(Case const& case_, std::int64_t row, Order const* told) {
  auto const known = told ? std::nullopt : find_order(case_.shop, case_.platform, case_.order_id);
  words_.emplace_back(row, search_text_of(case_, known ? &*known : told));
}

void SqliteWriter::index_words() {
  for (; words_indexed_ < words_.size(); ++words_indexed_) {
    auto const& [row, words] = words_[words_indexed_];
    connection().run(queries::index_words).bind(row, words).execute();
  }
}

void SqliteWriter::committed() {
  words_.clear();
  words_indexed_ = 0;
  memory_.committed();
}

void SqliteWriter::durable() { memory_.durable(); }

}  // namespace redress::storage
