#include "storage/memory/memory_writer.hpp"

#include "storage/common/picture_parts.hpp"
#include "storage/common/recording.hpp"
#include "storage/common/search_words.hpp"

namespace redress::storage {

Entry MemoryWriter::record(Record record) {
  std::optional<TrailEnd> end;
  if (auto const at = tables_.cases.find(record.case_after.id); at != tables_.cases.end())
    end = TrailEnd{at->second.case_.version, at->second.case_.last_hash};
  auto const delivered_at = record.outbox_done.empty() ? Instant{} : entry_at(record.entry);
  auto entry = place_entry(record, end, std::ssize(tables_.ledger));
  auto const before = undo_.mark();
  try {
    write(record, entry, delivered_at);
  } catch (...) {
    undo_.roll_back_to(before);
    throw;
  }
  return entry;
}

void MemoryWriter::write(Record const& record, Entry const& entry, Instant delivered_at) {
  auto const& case_ = record.case_after;
  if (record.order) {
    MemoryTables::OrderKey key{record.order->shop, record.order->platform, record.order->id};
    if (!tables_.orders.contains(key)) undo_.assign(tables_.orders, std::move(key), *record.order);
  }
  write_case(record);
  write_entry(entry);
  for (auto const& item : record.evidence) write_evidence(item, case_.shop);
  for (auto const& item : record.outbox) write_outbox(item);
  for (auto const& key : record.outbox_done) outbox_delivered(key, delivered_at);
  for (auto const& text : record.personal) undo_.append(tables_.personal[text.case_id], text);
  for (auto const& use : record.waybills)
    if (std::pair key{case_.shop, use.mark}; !tables_.waybills.contains(key))
      undo_.assign(tables_.waybills, std::move(key), use);
  if (record.answer) write_answer(*record.answer);
}

Entry MemoryWriter::record_office(OfficeRecord record) {
  std::optional<Entry> last;
  if (auto const trail = tables_.trails.find(office_of(record.act.shop));
      trail != tables_.trails.end() && !trail->second.empty())
    last = tables_.ledger[static_cast<std::size_t>(trail->second.back())];
  auto entry = place_office_entry(record, last, std::ssize(tables_.ledger));
  auto const before = undo_.mark();
  try {
    write_entry(entry);
    for (auto const& text : record.personal) undo_.append(tables_.personal[text.case_id], text);
    if (record.answer) write_answer(*record.answer);
  } catch (...) {
    undo_.roll_back_to(before);
    throw;
  }
  return entry;
}

void MemoryWriter::write_entry(Entry const& entry) {
  if (tables_.entry_seqs.contains(entry.id)) refuse_duplicate(FaultKind::internal, "记录", "entry", entry.id);
  undo_.append(tables_.ledger, entry);
  undo_.assign(tables_.entry_seqs, entry.id, entry.seq);
  undo_.append(tables_.trails[entry.case_id], entry.seq);
}

void MemoryWriter::write_answer(StoredAnswer const& answer) {
  std::pair key{answer.actor_id, answer.request_id};
  if (tables_.answers.contains(key))
    refuse_duplicate(FaultKind::request_id_reused, "请求编号", "request id", answer.request_id);
  undo_.assign(tables_.answers, std::move(key), answer);
}

void MemoryWriter::write_case(Record const& record) {
  auto const& case_ = record.case_after;
  MemoryTables::CaseRow row{case_, {}};
  if (record.is_new) {
    auto const order = find_order(case_.shop, case_.platform, case_.order_id);
    row.search_text = search_text_of(case_, order ? &*order : nullptr);
    undo_.append(tables_.cases_by_order[{case_.shop, case_.platform, case_.order_id}], case_.id);
  } else {
    auto const& before = tables_.cases.find(case_.id)->second;
    row.search_text = before.search_text;
    undo_.erase(tables_.case_order, list_key_of(before.case_));
  }
  undo_.insert(tables_.case_order, list_key_of(case_));
  undo_.assign(tables_.cases, case_.id, std::move(row));
}

void MemoryWriter::write_evidence(Evidence const& item, std::string const& shop) {
  if (tables_.evidence_places.contains(item.id)) refuse_duplicate(FaultKind::internal, "证据", "evidence", item.id);
  auto& of_case = tables_.evidence[item.case_id];
  undo_.assign(tables_.evidence_places, item.id, MemoryTables::EvidencePlace{item.case_id, of_case.size()});
  undo_.append(of_case, item);
  undo_.insert(tables_.blob_owners, {item.sha256, shop});
  undo_.append(tables_.uses[{item.sha256, shop}], item.id);
  if (!item.mime.starts_with("image/")) return;
  if (auto const picture = find_picture(item.sha256))
    for (auto const& part : parts_of(picture->mark))
      undo_.insert(tables_.picture_parts, {shop, part.place, part.bits, item.id});
}

void MemoryWriter::put_picture(std::string_view sha256, PictureMark const& picture) {
  if (!tables_.pictures.contains(sha256)) undo_.assign(tables_.pictures, std::string(sha256), picture);
}

void MemoryWriter::write_outbox(OutboxItem const& item) {
  if (tables_.outbox.contains(item.key)) refuse_duplicate(FaultKind::internal, "发件", "outbox item", item.key);
  auto const number = std::ssize(tables_.outbox);
  undo_.assign(tables_.outbox, item.key, MemoryTables::OutboxRow{item, number});
  undo_.append(tables_.outbox_keys[item.case_id], item.key);
  if (!item.delivered_at) undo_.insert(tables_.outbox_pending, {item.due_at, number, item.key});
}

MemoryTables::OutboxRow const& MemoryWriter::outbox_row(std::string_view key) const {
  auto const at = tables_.outbox.find(key);
  if (at == tables_.outbox.end()) refuse_unknown_key(key);
  return at->second;
}

void MemoryWriter::outbox_attempted(std::string_view key, Instant next_at, std::string_view failure) {
  auto row = outbox_row(key);
  if (row.item.delivered_at) return;
  undo_.erase(tables_.outbox_pending, {row.item.due_at, row.number, row.item.key});
  ++row.item.attempts;
  row.item.due_at = next_at;
  row.item.last_failure = failure;
  undo_.insert(tables_.outbox_pending, {row.item.due_at, row.number, row.item.key});
  undo_.assign(tables_.outbox, std::string(key), std::move(row));
}

void MemoryWriter::outbox_woken(Instant now) {
  std::vector<std::string> held;
  for (auto at = tables_.outbox_pending.lower_bound({outbox_held_at, 0, {}}); at != tables_.outbox_pending.end(); ++at)
    if (std::get<Instant>(*at) == outbox_held_at) held.push_back(std::get<std::string>(*at));
  for (auto const& key : held) {
    auto row = outbox_row(key);
    undo_.erase(tables_.outbox_pending, {row.item.due_at, row.number, row.item.key});
    row.item.due_at = now;
    undo_.insert(tables_.outbox_pending, {row.item.due_at, row.number, row.item.key});
    undo_.assign(tables_.outbox, key, std::move(row));
  }
}

void MemoryWriter::outbox_delivered(std::string_view key, Instant at) {
  auto row = outbox_row(key);
  if (row.item.delivered_at) return;
  undo_.erase(tables_.outbox_pending, {row.item.due_at, row.number, row.item.key});
  row.item.delivered_at = at;
  undo_.assign(tables_.outbox, std::string(key), std::move(row));
}

void MemoryWriter::put_token(TokenRow const& token) {
  auto const same_secret = find_token(token.secret_sha256);
  if (same_secret && same_secret->id != token.id)
    refuse_duplicate(FaultKind::internal, "令牌密钥", "token secret of", same_secret->id);
  undo_.assign(tables_.tokens, token.id, token);
}

void MemoryWriter::put_setting(std::string_view name, std::string_view value) {
  undo_.assign(tables_.settings, std::string(name), std::string(value));
}

}  // namespace redress::storage
