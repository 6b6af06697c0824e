// What a backtest found: every difference case by case, and their sums - in all, per month, per rule.
//
// Sums are kept beside the list, so that a caller may keep only part of the list. A value type. Months are Beijing
// months, "2026-01". Money is in minor units, by currency; positive is more than was, negative less.
#pragma once

#include "engine/base/instant.hpp"
#include "engine/rules/consult.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace redress::backtest {

using MinorByCurrency = std::map<std::string, std::int64_t, std::less<>>;

/// One rule's answer to one decision; no verdict where the book did not ask that rule.
struct VerdictChange {
  std::string rule;
  std::optional<rules::Verdict> was;
  std::optional<rules::Verdict> now;
};

struct DueChange {
  std::string deadline;  // the candidate's, else the recorded one
  std::optional<Instant> was;
  std::optional<Instant> now;
};

/// What cannot be told of one decision, and the facts that would be needed. `rule` may be a deadline or compensation.
struct Untold {
  std::string rule;
  std::set<std::string> facts;
};

struct OutcomeChange {
  bool refused_now;  // else accepted now
  std::string rule;  // whose answer turned it
};

struct DecisionChange {
  std::string entry_id;
  std::string event;
  Instant at;
  std::vector<VerdictChange> verdicts = {};
  std::optional<OutcomeChange> outcome = {};
  std::optional<DueChange> due = {};
  std::int64_t refund_minor = 0;  // how much more is refunded by this decision
  std::vector<Untold> untold = {};

  bool empty() const { return verdicts.empty() && !outcome && !due && refund_minor == 0 && untold.empty(); }
  bool differs() const { return !verdicts.empty() || outcome || due || refund_minor != 0; }
};

struct CompensationChange {
  std::string compensation;  // the candidate's, else the recorded book's
  std::string entry_id;
  Instant at;
  std::int64_t was_minor = 0;
  std::int64_t now_minor = 0;
};

struct CaseChange {
  std::string case_id;
  std::string shop;
  std::string kind;
  std::string currency;
  std::vector<DecisionChange> decisions = {};
  std::optional<CompensationChange> compensation = {};

  bool differs() const;
};

/// How many differences, and what they come to.
struct Sum {
  std::int64_t verdicts = 0;
  std::int64_t refused_now = 0;
  std::int64_t accepted_now = 0;
  std::int64_t deadlines_earlier = 0;
  std::int64_t deadlines_later = 0;
  std::int64_t deadlines_new = 0;
  std::int64_t deadlines_gone = 0;
  std::int64_t untold = 0;
  MinorByCurrency refund_minor = {};
  MinorByCurrency compensation_minor = {};

  Sum& operator+=(Sum const& more);
  bool operator==(Sum const&) const = default;
  /// Nothing differs; what cannot be told is no difference.
  bool empty() const;
};

struct RuleSum {
  Sum sum = {};
  std::map<std::string, std::int64_t> flips = {};  // "holds -> fails": how often; "-" where it was not asked
  std::set<std::string> untold_facts = {};
  std::int64_t asked_then = 0;
  std::int64_t asked_now = 0;
};

struct Report {
  std::string book;
  std::string version;
  std::string digest;
  std::int64_t entries = 0;    // read
  std::int64_t decisions = 0;  // compared
  std::int64_t cases_changed = 0;
  std::int64_t of_other_books = 0;  // decisions of platforms this book is not for
  std::int64_t by_the_table = 0;    // attempts on which no rule was asked
  std::int64_t unknown_events = 0;  // of workflows this program does not know
  Sum total = {};
  std::map<std::string, Sum> months = {};
  std::map<std::string, RuleSum, std::less<>> rules = {};  // rules, deadlines and compensations by id
  std::vector<CaseChange> cases = {};                      // those that differ or where something cannot be told

  /// Adds one case to the sums, and to the list while it is shorter than `cases_max`.
  void add(CaseChange change, std::size_t cases_max);
};

/// What one case comes to.
Sum sum_of(CaseChange const& change);

/// "2026-01", the Beijing month that holds `at`.
std::string beijing_month(Instant at);

/// {book, version, digest, entries, decisions, not_compared, empty, total, months, rules, cases, cases_total}.
boost::json::object to_json(Report const& report);
boost::json::object to_json(CaseChange const& change);
boost::json::object to_json(Sum const& sum);

/// One line a difference, with a head line; fields are quoted where they must be (RFC 4180, lines end in "\n").
std::string to_csv(Report const& report);

}  // namespace redress::backtest
