// The nearest yes of a refused attempt: the smallest sets of changes with which it would be accepted.
//
// Every set was decided again before it is returned, with state, party, rules and money as `decide` looks at them, so
// it holds for all refusing rules together; and no part of it would do. Bounded by rules::SearchLimits. Pure, and dear
// (many decisions): made only when somebody asks.
#pragma once

#include "engine/cases/levers.hpp"
#include "engine/rules/smallest_sets.hpp"

#include <vector>

namespace redress {

struct Change {
  Lever::What what;
  std::string name;
  Lever::Setting setting;
  Party by;
  Says says;
  Fix call;  // evidence.add, case.facts or case.apply
};

struct NearestYes {
  std::vector<std::vector<Change>> sets;  // smallest first; among equals what the caller can do alone first
  bool complete = true;                   // false: a limit cut the search short
  std::size_t decisions = 0;
};

/// Empty for an attempt that is accepted as it is. Fault `invalid_params` if the attempt cannot be read.
Result<NearestYes> nearest_yes(World const& world, Question const& question, GuardValues const& guard_values = {},
                               rules::SearchLimits const& limits = {});

/// The attempt as `decide` takes it: parameters read, message facts added.
Result<Attempt> attempt_of(World const& world, Question const& question);

/// The question decided again with these changes; nothing if they do not go together with the event's parameters, or if
/// the event that is to go first is refused.
std::optional<Decision> decide_with(World const& world, Question const& question, std::span<Change const> changes);

}  // namespace redress
