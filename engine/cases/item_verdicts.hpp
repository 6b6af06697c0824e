// What the rulebook says of one item of evidence, and what a decision must say of the items it met.
//
// Rules on "<kind>.evidence_added" weigh an item when it is handed in; those on "<kind>.evidence_staged" hold it
// against the platform's limits. Rules about moves count every item that is not inadmissible
// (engine/rules/situation.hpp). Pure.
#pragma once

#include "engine/cases/decide.hpp"

#include <boost/json.hpp>

#include <string_view>
#include <vector>

namespace redress {

/// What rules on that event may read of the item beside the case's own facts.
Facts facts_about(Evidence const& item, World const& world, std::string_view event);

/// `recycled`: whether it is known from a case of another order.
std::vector<rules::RuleVerdict> verdicts_on(Evidence const& item, World const& world, bool recycled);

/// Those of them that apply and do not hold, which is all that its weight and the reasons for it come from; asks far
/// fewer rules.
std::vector<rules::RuleVerdict> doubts_about(Evidence const& item, World const& world, bool recycled);

/// Adds to each reason that misses evidence the items of those kinds that are there and do not count, each with the
/// sentence of the rule that refuses it.
void name_inadmissible_items(std::vector<WhyNot>& reasons, World const& world);

/// One warning for each weak item that a rule counted for want of a better one: {code: "weak_evidence", evidence_id,
/// kind, rule, cites, says}.
boost::json::array weak_items_counted(Decision const& decision, World const& world);

}  // namespace redress
