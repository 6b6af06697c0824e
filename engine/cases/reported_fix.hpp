// The one fact that would turn a refusal if somebody reported it: the fix of what is blocked by a fact that is missing
// or false.
//
// Only facts that the caller's side may supply (engine/cases/changeable.hpp), one at a time, each tried before it is
// named: flags the other way round, moments as of now. Sets of several are the nearest yes. Pure.
#pragma once

#include "engine/cases/decide.hpp"

namespace redress {

/// `facts`: those the rule was asked on. A moment is left to be filled in (null); a flag is the one that turns it.
std::optional<Fix> report_turning(rules::RuleVerdict const& verdict, Facts const& facts, World const& world,
                                  Attempt const& attempt, FixContext const& context);

/// The same where no structural condition holds: whether the parcel was handed over is all they may wait to be told.
std::optional<Fix> report_turning_guards(World const& world, Attempt const& attempt, FixContext const& context);

}  // namespace redress
