#include "storage/memory/memory_reader.hpp"

#include "storage/common/picture_parts.hpp"
#include "storage/common/search_words.hpp"

#include <algorithm>
#include <ranges>

namespace redress::storage {
namespace {

template <class Map, class Key>
auto found_in_map(Map const& map, Key const& key) -> std::optional<typename Map::mapped_type> {
  auto const at = map.find(key);
  if (at == map.end()) return std::nullopt;
  return at->second;
}

template <class Value>
std::vector<Value> all_of(MemoryTables::ById<std::vector<Value>> const& map, std::string_view key) {
  auto const at = map.find(key);
  return at == map.end() ? std::vector<Value>{} : at->second;
}

MemoryTables::OrderKey order_key(std::string_view shop, std::string_view platform, std::string_view order_id) {
  return {std::string(shop), std::string(platform), std::string(order_id)};
}

bool wants(std::optional<std::string> const& asked, std::string_view value) { return !asked || *asked == value; }

class CaseMatch {
 public:
  explicit CaseMatch(CaseFilter const& filter) : filter_(filter) {
    if (searching()) phrases_ = phrases_of(*filter.text);
  }

  bool operator()(MemoryTables::CaseRow const& row) const {
    auto const& case_ = row.case_;
    auto const owed_by = name_of(case_.due ? case_.due->owed_by : Party::nobody);
    return wants(filter_.shop, case_.shop) && wants(filter_.kind, case_.kind) && wants(filter_.state, case_.state) &&
           wants(filter_.owed_by, owed_by) && wants(filter_.order_id, case_.order_id) &&
           (!filter_.final || *filter_.final == case_.final) &&
           (!filter_.due_before || due_ms_of(case_) < filter_.due_before->ms) &&
           (!searching() || found_in(row.search_text, phrases_));
  }

 private:
  bool searching() const { return filter_.text && !filter_.text->empty(); }

  CaseFilter const& filter_;
  std::vector<Phrase> phrases_;
};

}  // namespace

template <class Port>
std::optional<Case> MemoryReads<Port>::find_case(std::string_view case_id) {
  auto const at = tables_.cases.find(case_id);
  if (at == tables_.cases.end()) return std::nullopt;
  return at->second.case_;
}

template <class Port>
CasePage MemoryReads<Port>::list_cases(CaseFilter const& filter) {
  CaseMatch const matches(filter);
  auto const limit = static_cast<std::size_t>(page_limit(filter.limit));
  CasePage page;
  for (auto at = tables_.case_order.upper_bound(list_key_from(filter.cursor)); at != tables_.case_order.end(); ++at) {
    auto const& row = tables_.cases.find(at->id)->second;
    if (!matches(row)) continue;
    if (page.cases.size() == limit) {
      page.next_cursor = cursor_after(list_key_of(page.cases.back()));
      break;
    }
    page.cases.push_back(row.case_);
  }
  return page;
}

template <class Port>
std::vector<Evidence> MemoryReads<Port>::evidence_of(std::string_view case_id) {
  return all_of(tables_.evidence, case_id);
}

template <class Port>
std::optional<Evidence> MemoryReads<Port>::find_evidence(std::string_view evidence_id) {
  auto const at = tables_.evidence_places.find(evidence_id);
  if (at == tables_.evidence_places.end()) return std::nullopt;
  return tables_.evidence.find(at->second.case_id)->second[at->second.index];
}

template <class Port>
bool MemoryReads<Port>::blob_belongs_to(std::string_view sha256, std::string_view shop) {
  if (!shop.empty()) return tables_.blob_owners.contains({std::string(sha256), std::string(shop)});
  auto const at = tables_.blob_owners.lower_bound({std::string(sha256), ""});
  return at != tables_.blob_owners.end() && at->first == sha256;
}

template <class Port>
std::vector<EvidenceUse> MemoryReads<Port>::uses_of(std::string_view sha256, std::string_view shop, int limit) {
  std::vector<EvidenceUse> uses;
  auto const at = tables_.uses.find({std::string(sha256), std::string(shop)});
  if (at == tables_.uses.end()) return uses;
  for (auto const& id : at->second)
    if (std::ssize(uses) < limit)
      uses.push_back({id, tables_.evidence_places.find(id)->second.case_id, std::string(sha256)});
  return uses;
}

template <class Port>
std::optional<PictureMark> MemoryReads<Port>::find_picture(std::string_view sha256) {
  return found_in_map(tables_.pictures, sha256);
}

template <class Port>
std::vector<EvidenceUse> MemoryReads<Port>::pictures_near(std::string_view mark, std::string_view shop, int limit) {
  std::map<std::string, EvidenceUse> found;
  for (auto const& part : parts_of(mark)) {
    int left = limit;
    auto at = tables_.picture_parts.lower_bound({std::string(shop), part.place, part.bits, std::string()});
    for (; at != tables_.picture_parts.end() && left > 0; ++at, --left) {
      auto const& [of_shop, place, bits, id] = *at;
      if (of_shop != shop || place != part.place || bits != part.bits) break;
      auto const item = find_evidence(id);
      found.try_emplace(id, EvidenceUse{id, item->case_id, item->sha256, find_picture(item->sha256)->mark});
    }
  }
  return first_uses(std::move(found), limit);
}

template <class Port>
EntryPage MemoryReads<Port>::trail(std::string_view case_id, std::string_view cursor, int limit) {
  EntryPage page;
  auto const seqs = all_of(tables_.trails, case_id);
  auto const first = std::min<std::int64_t>(std::max<std::int64_t>(case_seq_from(cursor) + 1, 0), std::ssize(seqs));
  auto const last = std::min<std::int64_t>(first + page_limit(limit), std::ssize(seqs));
  for (auto i = first; i < last; ++i)
    page.entries.push_back(tables_.ledger[static_cast<std::size_t>(seqs[static_cast<std::size_t>(i)])]);
  if (last < std::ssize(seqs)) page.next_cursor = cursor_after(last - 1);
  return page;
}

template <class Port>
EntryPage MemoryReads<Port>::trail_newest_first(std::string_view case_id, std::string_view cursor, int limit) {
  EntryPage page;
  auto const seqs = all_of(tables_.trails, case_id);
  auto const end =
      cursor.empty() ? std::ssize(seqs) : std::clamp<std::int64_t>(case_seq_from(cursor), 0, std::ssize(seqs));
  auto const last = std::max<std::int64_t>(end - page_limit(limit), 0);
  for (auto i = end; i > last; --i)
    page.entries.push_back(tables_.ledger[static_cast<std::size_t>(seqs[static_cast<std::size_t>(i - 1)])]);
  if (last > 0) page.next_cursor = cursor_after(last);
  return page;
}

template <class Port>
std::optional<Entry> MemoryReads<Port>::find_entry(std::string_view entry_id) {
  auto const at = tables_.entry_seqs.find(entry_id);
  if (at == tables_.entry_seqs.end()) return std::nullopt;
  return tables_.ledger[static_cast<std::size_t>(at->second)];
}

template <class Port>
std::vector<Entry> MemoryReads<Port>::entries_from(std::int64_t seq, int limit) {
  auto const first = std::clamp<std::int64_t>(seq, 0, std::ssize(tables_.ledger));
  auto const last = std::min<std::int64_t>(first + std::max(limit, 0), std::ssize(tables_.ledger));
  return {tables_.ledger.begin() + first, tables_.ledger.begin() + last};
}

template <class Port>
std::int64_t MemoryReads<Port>::ledger_size() {
  return std::ssize(tables_.ledger);
}

template <class Port>
std::optional<Order> MemoryReads<Port>::find_order(std::string_view shop, std::string_view platform,
                                                   std::string_view order_id) {
  return found_in_map(tables_.orders, order_key(shop, platform, order_id));
}

template <class Port>
std::optional<OrderAccount> MemoryReads<Port>::order_account(Case const& own) {
  auto order = find_order(own.shop, own.platform, own.order_id);
  if (!order) return std::nullopt;
  return account_of(std::move(*order), own, cases_of_order(own.shop, own.platform, own.order_id));
}

template <class Port>
std::vector<Case> MemoryReads<Port>::cases_of_order(std::string_view shop, std::string_view platform,
                                                    std::string_view order_id) {
  std::vector<Case> cases;
  auto const at = tables_.cases_by_order.find(order_key(shop, platform, order_id));
  if (at != tables_.cases_by_order.end())
    for (auto const& id : at->second) cases.push_back(tables_.cases.find(id)->second.case_);
  return cases;
}

template <class Port>
std::optional<WaybillUse> MemoryReads<Port>::find_waybill(std::string_view shop, std::string_view mark) {
  return found_in_map(tables_.waybills, std::pair{std::string(shop), std::string(mark)});
}

template <class Port>
std::optional<StoredAnswer> MemoryReads<Port>::find_answer(std::string_view actor_id, std::string_view request_id) {
  return found_in_map(tables_.answers, std::pair{std::string(actor_id), std::string(request_id)});
}

template <class Port>
std::vector<PersonalText> MemoryReads<Port>::personal_of(std::string_view case_id) {
  return all_of(tables_.personal, case_id);
}

template <class Port>
std::vector<std::string> MemoryReads<Port>::cases_due(Instant now, int limit) {
  std::vector<std::string> ids;
  for (auto const& key : tables_.case_order) {
    if (key.due_ms > now.ms || key.due_ms == no_due_ms || std::ssize(ids) >= limit) break;
    ids.push_back(key.id);
  }
  return ids;
}

template <class Port>
std::optional<Instant> MemoryReads<Port>::next_due() {
  if (tables_.case_order.empty() || tables_.case_order.begin()->due_ms == no_due_ms) return std::nullopt;
  return Instant{tables_.case_order.begin()->due_ms};
}

template <class Port>
std::vector<OutboxItem> MemoryReads<Port>::outbox_pending(Instant now, int limit) {
  std::vector<OutboxItem> items;
  for (auto const& [due_at, number, key] : tables_.outbox_pending) {
    if (due_at > now || std::ssize(items) >= limit) break;
    items.push_back(tables_.outbox.find(key)->second.item);
  }
  return items;
}

template <class Port>
std::vector<OutboxItem> MemoryReads<Port>::outbox_of(std::string_view case_id) {
  std::vector<OutboxItem> items;
  for (auto const& key : all_of(tables_.outbox_keys, case_id)) items.push_back(tables_.outbox.find(key)->second.item);
  return items;
}

template <class Port>
std::optional<TokenRow> MemoryReads<Port>::find_token(std::string_view secret_sha256) {
  for (auto const& [id, token] : tables_.tokens)
    if (token.secret_sha256 == secret_sha256) return token;
  return std::nullopt;
}

template <class Port>
std::vector<TokenRow> MemoryReads<Port>::tokens() {
  auto const values = std::views::values(tables_.tokens);
  return {values.begin(), values.end()};
}

template <class Port>
std::optional<std::string> MemoryReads<Port>::setting(std::string_view name) {
  return found_in_map(tables_.settings, name);
}

template class MemoryReads<StoreReader>;
template class MemoryReads<StoreWriter>;

}  // namespace redress::storage
