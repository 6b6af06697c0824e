// Says which part of a condition made it come out as it did, with what was expected and what was there.
//
// Walks the tree beside the trace of its evaluation: of `a && b` the part that is false, of `a || b` all of them
// together, because either would have done. A restriction without `require` is explained the other way round: its
// `when` holds and should not.
#pragma once

#include "engine/cel/program.hpp"
#include "engine/rules/consult.hpp"

#include <string>
#include <vector>

namespace redress::rules {

struct Explanation {
  std::vector<FailedClause> clauses;
  std::vector<std::string> evidence_wanting;  // kinds of which more pieces would turn a clause
};

/// `condition` came out as the opposite of `wanted` in this trace of its evaluation.
Explanation explain(cel::Program const& condition, cel::Trace const& trace, bool wanted);

/// "2 d 3 h 5 min", "-1.500 s", "0 s".
std::string duration_in_words(cel::Duration span);

}  // namespace redress::rules
