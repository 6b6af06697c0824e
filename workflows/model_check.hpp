// What is wrong with a workflow as a whole, found from its table alone.
#pragma once

#include "engine/machine/workflow.hpp"

#include <string>
#include <vector>

namespace redress::workflows {

struct ModelFinding {
  std::string code;   // "unreachable_state" ...
  std::string where;  // state, event or row it is about
  Says says;
};

/// Unreachable states; states that no end can be reached from; final states with rows; open states nobody owes;
/// deadline slots without a `deadline_passed` row and the reverse; an expiry that leaves the case where it is (its
/// clock would ring for ever); a raw status that two states share; states, events and parameters without labels; events
/// without rows; parameters whose fact is not in the schema or is of another type; stamped and set facts likewise; and
/// rows of one state and event whose guards hold at once for some boundary facts.
std::vector<ModelFinding> check(Workflow const& workflow);

}  // namespace redress::workflows
