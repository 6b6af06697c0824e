// The one place where storage tests get cases, records and what belongs to them; what is not said is a plain default.
#pragma once

#include "engine/cases/store.hpp"

#include <optional>
#include <string>

namespace redress::storage {

inline constexpr Instant some_day{1'767'578'400'000};  // 2026-01-05T02:00:00Z

struct CaseShape {
  std::string id = {};
  std::string shop = "shop_1";
  std::string kind = "refund";
  std::string platform = "taobao";
  std::string order_id = "order_1";
  std::string state = "requested";
  std::string reason = "质量问题";
  std::optional<Instant> due_at = {};
  Party owed_by = Party::seller;
  bool final = false;
};

Case case_of_shape(CaseShape const& shape);
CaseDue due_at(Instant at, Party owed_by = Party::seller);

/// The record that opens the case; its entry is "<case id>/0" with the prefix entry_.
Record opening(Case case_);

/// The record after the one that led to `before`: same case with `after`'s members, entry "entry_<case id>/<version>".
Record following(Case const& before, Case after);
inline Record following(Case const& before) { return following(before, before); }

Evidence photo(std::string id, std::string case_id, std::string sha256);
OutboxItem effect(std::string key, std::string case_id, Instant due_at = some_day);
StoredAnswer answer(std::string actor_id, std::string request_id);
TokenRow token(std::string id, std::string secret_sha256);
Order order_of(std::string shop = "shop_1", std::string id = "order_1");

/// Every member of the values the store only carries, for comparing.
bool same(Evidence const& a, Evidence const& b);
bool same(OutboxItem const& a, OutboxItem const& b);
bool same(StoredAnswer const& a, StoredAnswer const& b);
bool same(PersonalText const& a, PersonalText const& b);
bool same(WaybillUse const& a, WaybillUse const& b);
bool same(TokenRow const& a, TokenRow const& b);
bool same(Entry const& a, Entry const& b);
bool same(OrderAccount const& a, OrderAccount const& b);

template <class Value>
bool same(std::vector<Value> const& a, std::vector<Value> const& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](Value const& x, Value const& y) { return same(x, y); });
}
template <class Value>
bool same(std::optional<Value> const& a, std::optional<Value> const& b) {
  return a.has_value() == b.has_value() && (!a || same(*a, *b));
}

/// Walks the whole ledger: every entry's bytes, hash, place and link to the case's previous entry. "" or what is wrong.
std::string ledger_flaw(StoreReader& reader);

}  // namespace redress::storage
