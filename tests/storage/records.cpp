#include "tests/storage/records.hpp"

#include "engine/ledger/hash.hpp"
#include "engine/ledger/merkle.hpp"

#include <fmt/format.h>

#include <map>
#include <tuple>

namespace redress::storage {

Case case_of_shape(CaseShape const& shape) {
  Case case_;
  case_.id = shape.id;
  case_.shop = shape.shop;
  case_.kind = shape.kind;
  case_.platform = shape.platform;
  case_.order_id = shape.order_id;
  case_.state = shape.state;
  case_.reason = shape.reason;
  case_.final = shape.final;
  case_.opened_at = case_.state_entered_at = some_day;
  if (shape.due_at) case_.due = due_at(*shape.due_at, shape.owed_by);
  return case_;
}

CaseDue due_at(Instant at, Party owed_by) {
  return {
      .at = at, .owed_by = owed_by, .id = "D-01", .on_expiry = "closed", .source = "rule 1", .says = {"到期", "due"}};
}

namespace {

EntryDraft draft(Case const& case_, std::string_view event) {
  return {{{"event", event}, {"shop", case_.shop}, {"at", format_rfc3339(some_day)}, {"to", case_.state}}};
}

}  // namespace

Record opening(Case case_) {
  Record record;
  record.entry = draft(case_, "open");
  record.entry_id = fmt::format("entry_{}/0", case_.id);
  record.case_after = std::move(case_);
  record.is_new = true;
  return record;
}

Record following(Case const& before, Case after) {
  Record record;
  record.entry = draft(after, "step");
  record.entry_id = fmt::format("entry_{}/{}", before.id, before.version);
  record.case_after = std::move(after);
  record.version_before = before.version;
  return record;
}

Evidence photo(std::string id, std::string case_id, std::string sha256) {
  Evidence item;
  item.id = std::move(id);
  item.case_id = std::move(case_id);
  item.kind = "E-PHOTO";
  item.sha256 = std::move(sha256);
  item.size_bytes = 12345;
  item.mime = "image/jpeg";
  item.source = "upload";
  item.added_at = some_day;
  item.added_by = "agent_1";
  return item;
}

OutboxItem effect(std::string key, std::string case_id, Instant due_at) {
  OutboxItem item;
  item.key = std::move(key);
  item.case_id = std::move(case_id);
  item.shop = "shop_1";
  item.kind = "pay";
  item.content = {{"amount_minor", 100}};
  item.due_at = due_at;
  return item;
}

StoredAnswer answer(std::string actor_id, std::string request_id) {
  return {std::move(actor_id), std::move(request_id), std::string(64, 'f'), "{}", some_day};
}

TokenRow token(std::string id, std::string secret_sha256) {
  TokenRow row;
  row.id = std::move(id);
  row.secret_sha256 = std::move(secret_sha256);
  row.created_at = some_day;
  return row;
}

Order order_of(std::string shop, std::string id) {
  Order order;
  order.shop = std::move(shop);
  order.platform = "taobao";
  order.id = std::move(id);
  order.paid_minor = 30000;
  order.lines = {{"line_1", "SKU-RED-42", "儿童雨衣 大码", 3, 20000}, {"line_2", "SKU-7", "雨靴", 1, 10000}};
  return order;
}

bool same(Evidence const& a, Evidence const& b) {
  auto const members = [](Evidence const& e) {
    return std::tie(e.id, e.case_id, e.kind, e.sha256, e.text, e.salt, e.commitment, e.size_bytes, e.mime, e.source,
                    e.captured_at, e.added_at, e.helps, e.added_by, e.note);
  };
  return members(a) == members(b);
}

bool same(OutboxItem const& a, OutboxItem const& b) {
  auto const members = [](OutboxItem const& o) {
    return std::tie(o.key, o.case_id, o.shop, o.kind, o.content, o.due_at, o.attempts, o.delivered_at, o.last_failure);
  };
  return members(a) == members(b);
}

bool same(StoredAnswer const& a, StoredAnswer const& b) {
  auto const members = [](StoredAnswer const& s) {
    return std::tie(s.actor_id, s.request_id, s.fingerprint, s.text, s.at);
  };
  return members(a) == members(b);
}

bool same(PersonalText const& a, PersonalText const& b) {
  auto const members = [](PersonalText const& p) { return std::tie(p.case_id, p.entry_id, p.name, p.salt, p.text); };
  return members(a) == members(b);
}

bool same(WaybillUse const& a, WaybillUse const& b) {
  return a.mark == b.mark && a.order_id == b.order_id && a.buyer == b.buyer;
}

bool same(TokenRow const& a, TokenRow const& b) {
  auto const members = [](TokenRow const& t) {
    return std::tie(t.id, t.secret_sha256, t.role, t.shop, t.label, t.created_at, t.expires_at, t.revoked_at);
  };
  return members(a) == members(b);
}

bool same(Entry const& a, Entry const& b) {
  auto const members = [](Entry const& e) { return std::tie(e.seq, e.id, e.case_id, e.case_seq, e.bytes, e.hash); };
  return members(a) == members(b);
}

bool same(OrderAccount const& a, OrderAccount const& b) {
  auto const members = [](OrderAccount const& o) {
    return std::tie(o.order, o.refunded_minor, o.pending_minor, o.line_moved_minor, o.postage_moved_minor,
                    o.pieces_taken);
  };
  return members(a) == members(b);
}

std::string ledger_flaw(StoreReader& reader) {
  struct End {
    std::int64_t entries = 0;
    std::string hash;
  };
  std::map<std::string, End> ends;
  std::int64_t seq = 0;
  for (auto page = reader.entries_from(0, 1000); !page.empty(); page = reader.entries_from(seq, 1000))
    for (auto const& entry : page) {
      auto const members = boost::json::parse(entry.bytes).as_object();
      auto& end = ends[entry.case_id];
      if (entry.seq != seq++) return fmt::format("entry {} stands at {}", entry.seq, seq - 1);
      if (members.at("seq") != entry.seq || members.at("id").as_string() != entry.id ||
          members.at("case_id").as_string() != entry.case_id || members.at("case_seq") != entry.case_seq)
        return fmt::format("the bytes of entry {} name another place", entry.seq);
      if (entry.hash != ledger::hex(ledger::leaf_hash(entry.bytes)))
        return fmt::format("entry {} has a wrong hash", entry.seq);
      if (entry.case_seq != end.entries++) return fmt::format("entry {} is out of turn in its case", entry.seq);
      if (members.at("prev_hash").as_string() != end.hash)
        return fmt::format("entry {} does not link to the one before", entry.seq);
      end.hash = entry.hash;
    }
  if (seq != reader.ledger_size()) return "the ledger's size is not the number of its entries";
  for (auto const& [case_id, end] : ends) {
    if (is_office(case_id)) continue;
    auto const case_ = reader.find_case(case_id);
    if (!case_ || case_->version != end.entries || case_->last_hash != end.hash)
      return fmt::format("case {} does not end where its trail does", case_id);
  }
  return {};
}

}  // namespace redress::storage
