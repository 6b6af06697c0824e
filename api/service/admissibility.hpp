// What the rulebook says of an item of evidence when it is handed in: rules on "<kind>.evidence_added".
#pragma once

#include "engine/cases/decide.hpp"

#include <boost/json.hpp>

#include <vector>

namespace redress::api {

std::vector<rules::RuleVerdict> verdicts_on(Evidence const& item, World const& world);

/// No rule refuses it.
bool admissible(std::vector<rules::RuleVerdict> const& verdicts);

/// The sentences of the rules that do not hold, refusing and warning ones.
boost::json::array why(std::vector<rules::RuleVerdict> const& verdicts);

}  // namespace redress::api
