// What about a case asks for care: the signals of the book that are there, the facts behind each, and the summed score.
//
// A score is no verdict. It is shown, it is the fact risk.score, which a rule may read to send an event to a manager or
// to hold automation back, and the loader refuses a book in which it would do more. Weights are Redress's own.
#pragma once

#include "engine/rules/consult.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <vector>

namespace redress::rules {

inline constexpr std::int64_t risk_score_max = 100;

struct RiskSeen {
  RiskSignal const* signal;  // of the book that was asked
  std::vector<FactRead> facts_read;
  std::vector<EvidenceRead> evidence_read;
};

struct Risk {
  std::int64_t score = 0;  // the weights' sum, at most risk_score_max
  std::vector<RiskSeen> signals = {};
};

/// The signals in force at `at` whose condition is known to hold, in the book's order. An unknown fact raises nothing.
Risk risk_of(Rulebook const& book, Situation const& situation, Instant at);

/// {score, signals: [{id, weight, cites, says, facts: {path: value}, asks_for?: [[kind]], wants_person?}]}; the
/// sentences have their blanks filled from `facts`. Only known facts are listed.
boost::json::object to_json(Risk const& risk, Facts const& facts);

}  // namespace redress::rules
