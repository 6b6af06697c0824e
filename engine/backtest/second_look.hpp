// One recorded decision, asked again of another rulebook: which verdicts differ, and whether it would go otherwise.
//
// Pure. What an answer read and the entries do not hold is named as untold and never counted as a difference.
#pragma once

#include "engine/backtest/replayed_case.hpp"
#include "engine/backtest/report.hpp"

#include <optional>
#include <string>
#include <vector>

namespace redress::backtest {

/// Borrowed for the call.
struct Question {
  RecordedEntry const& entry;
  EventSpec const& event;
  World const& world;  // with the candidate as its book
  DecisionFacts const& told;
  rules::Rulebook const* recorded_book;  // nullptr: the program does not have it any more
};

struct SecondLook {
  std::vector<VerdictChange> verdicts = {};
  std::optional<OutcomeChange> outcome = {};
  std::vector<Untold> untold = {};
  std::vector<rules::Rule const*> asked = {};
};

SecondLook look_again(Question const& question);

/// What compensation was owed and would be; nothing if the decision is about no breach.
struct OwedAgain {
  std::optional<CompensationChange> change = {};  // empty: it cannot be told what was owed
};
std::optional<OwedAgain> owed_again(Question const& question);

/// What the refused move would have paid had rules not stood in the way: nothing if it pays nothing or if it cannot be
/// told, and then `untold` is given the fact.
std::optional<std::int64_t> payout_of(RowSpec const& row, Facts const& facts, std::vector<Untold>& untold);

/// The row an accepted move took; nullptr if the table has none for these facts any more.
RowSpec const* row_of(Workflow const& workflow, RecordedEntry const& entry, Facts const& facts);

}  // namespace redress::backtest
