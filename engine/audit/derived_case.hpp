// One case as its entries tell it, one after the other: state, money, deadline, facts, everything its row says.
//
// Derived by this folder's own reading of docs/ledger-format.md; nothing that decides or writes cases is used, so that
// a bug or a lie there shows as a difference. A member the entries do not tell (some, in version 1) stays unknown.
#pragma once

#include "engine/audit/case_money.hpp"
#include "engine/audit/told_entry.hpp"

#include <string>
#include <utility>
#include <vector>

namespace redress::audit {

class DerivedCase {
 public:
  /// From the first entry of a case. Throws Found where it is no opening.
  explicit DerivedCase(ToldEntry const& opening);

  /// Each entry in the order of case_seq, the opening too. Throws Found.
  void take(ToldEntry const& entry, OrderCeiling& order);

  std::string const& id() const { return id_; }
  std::string const& shop() const { return shop_; }
  std::string const& kind() const { return kind_; }
  std::string const& platform() const { return platform_; }
  std::string const& order_id() const { return order_id_; }
  std::string const& state() const { return state_; }
  std::int64_t entries() const { return entries_; }
  ledger::Digest const& last_leaf() const { return last_leaf_; }
  std::optional<bool> final() const { return final_; }
  /// The due time's JSON text; "" for none.
  std::string const& due() const { return due_; }
  std::string owed_by() const;  // "nobody" without a deadline
  std::optional<std::int64_t> due_ms() const;

  /// The row's `content`; members the entries do not tell are missing, and named in `untold()`.
  boost::json::object to_json() const;
  std::vector<std::string_view> untold() const;

 private:
  void check_chain(ToldEntry const& entry) const;
  void check_move(ToldEntry const& entry) const;
  void take_facts(ToldEntry const& entry);
  void take_acts(ToldEntry const& entry);
  void take_standing(ToldEntry const& entry);

  std::string id_, shop_, kind_, platform_, order_id_, buyer_, currency_, reason_, assignee_;
  std::int64_t workflow_version_ = 0;
  std::string claim_lines_;  // JSON text, short for what it holds
  std::string state_;
  std::int64_t entries_ = 0;
  ledger::Digest last_leaf_{};
  std::optional<bool> final_;
  std::string opened_at_, entered_at_;  // "" untold
  std::optional<std::vector<std::string>> flags_;
  std::string due_;
  std::vector<std::pair<std::string, std::string>> links_;    // case id, relation
  std::vector<std::pair<std::uint16_t, std::string>> facts_;  // place in the schema, JSON text; sorted
  CaseMoney money_;
};

}  // namespace redress::audit
