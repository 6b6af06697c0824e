// A case rebuilt from its entries, one after the other: what a decision could look at when it was made.
//
// Other cases of the order are not followed, so what was still refundable is known only where a rule read it.
#pragma once

#include "engine/backtest/recorded_entry.hpp"
#include "engine/cases/account.hpp"
#include "engine/cases/decide.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace redress::backtest {

/// The facts of one decision, and those which entries do not hold: an answer that reads one of them is a guess.
struct DecisionFacts {
  Facts facts;
  std::vector<std::string_view> untold;
};

class ReplayedCase {
 public:
  explicit ReplayedCase(Workflow const& workflow) : workflow_(workflow) {}

  /// First of all for each entry, in the order of case_seq: what is there when it is decided. Fault `ledger_broken` for
  /// a first entry that tells no order.
  Result<void> arrive(RecordedEntry const& entry);

  /// What the entry's decision read, with what `book` makes of it. The event must be the workflow's.
  DecisionFacts facts_of(RecordedEntry const& entry, EventSpec const& event, rules::Rulebook const& book,
                         bool same_vocabularies) const;

  /// Last of all: what the entry changed. `row` is the one an accepted move took, if that is known.
  void settle(RecordedEntry const& entry, EventSpec const* event, RowSpec const* row);

  /// Borrows from this object.
  World world(rules::Rulebook const& book, Instant now) const {
    return {workflow_, book, case_, account_, evidence_, now};
  }
  Case const& now() const { return case_; }

 private:
  void add_event_facts(RecordedEntry const& entry, EventSpec const& event, Facts& facts) const;
  void trust_reads(RecordedEntry const& entry);

  Workflow const& workflow_;
  Case case_;
  OrderAccount account_;
  std::vector<Evidence> evidence_;  // kinds alone: rules count them
};

/// The moment the decision was made at: what its rules read as `now`, else when it was recorded.
Instant decided_at(RecordedEntry const& entry);

/// The facts about an order's other cases, never told by one case's entries.
std::span<std::string_view const> account_facts();

}  // namespace redress::backtest
