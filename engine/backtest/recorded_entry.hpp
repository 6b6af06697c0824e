// An entry of the ledger as a backtest reads it: parsed once, with everything a second look at the decision needs.
//
// A value type; the views point into `document`, which moves with it. Not for verifying: hashes are not looked at.
#pragma once

#include "engine/base/fault.hpp"
#include "engine/base/instant.hpp"
#include "engine/base/money.hpp"
#include "engine/cases/party.hpp"
#include "engine/facts/facts.hpp"
#include "engine/rules/consult.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace redress::backtest {

struct RecordedVerdict {
  std::string_view id;
  rules::Verdict verdict;
  bool applies;
};

struct RecordedRead {
  std::string_view path;
  std::optional<FactValue> value;  // empty: it was not known
};

struct RecordedDue {
  Instant at;
  std::string_view id;
};

struct RecordedEntry {
  RecordedEntry() = default;
  RecordedEntry(RecordedEntry&&) = default;
  RecordedEntry& operator=(RecordedEntry&&) = default;

  boost::json::value document;
  std::string_view id, shop, case_id, kind, platform, event, from, to, rulebook, digest;
  std::int64_t case_seq = 0;
  Instant at;
  Role role = Role::service;
  Party party = Party::nobody;
  bool accepted = false;
  std::string_view refusal_kind = {}, refusal_code = {};
  boost::json::object const* params = nullptr;
  boost::json::object const* facts_set = nullptr;
  boost::json::object const* personal = nullptr;      // names of what was said in private
  std::vector<std::string_view> evidence_kinds = {};  // of the items that count: none is inadmissible
  std::vector<std::string_view> overridden = {};      // rules that refused and were passed by somebody who may
  std::vector<RecordedVerdict> verdicts = {};
  std::vector<RecordedRead> facts_read = {};  // of all rules, each fact once
  std::optional<Money> payout = {};           // ordered by this move
  std::optional<RecordedDue> due = {};

  /// Whether the rulebook was asked: the table, the order's sums and the clock refuse without it.
  bool asked_the_book() const;
  /// Refused, and by a rule.
  bool refused_by_rules() const;
  /// nullptr if no rule read it.
  RecordedRead const* find_read(std::string_view path) const;
};

/// Fault `ledger_broken` for bytes that are no entry.
Result<RecordedEntry> read_recorded(std::string_view bytes);

}  // namespace redress::backtest
