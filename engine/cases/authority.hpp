// What one step gives away, and who may pass a rule that refuses it.
//
// The sums are those the step would order, computed by the code that orders them, so that a limit and a payout cannot
// disagree. Minor units of the case's currency. Pure.
#pragma once

#include "engine/cases/decide.hpp"

namespace redress {

/// Sums that are zero where the row gives nothing. Nothing is given by a step that the order's money does not suffice
/// for; it is refused for that.
Given given_by(RowSpec const& row, World const& world, Attempt const& attempt, Facts const& facts);

/// Whether somebody of this role makes or reports moves at all (case.apply).
bool may_apply(Role role);

/// Whether the attempt names this rule among those to pass, and the rule lets whoever asks pass it.
bool passes(Attempt const& attempt, rules::Rule const& rule);

/// The call that asks to pass these rules: case.apply, or override.propose where one of them wants a second person.
Fix override_call(FixContext const& context, std::vector<std::string> const& rule_ids, bool second_person);

}  // namespace redress
