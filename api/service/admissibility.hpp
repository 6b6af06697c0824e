// What the rulebook says of an item of evidence: when it is handed in, rules on "<kind>.evidence_added"; when it is to
// go to the platform, rules on "<kind>.evidence_staged".
#pragma once

#include "api/service/recycled.hpp"
#include "engine/cases/decide.hpp"

#include <boost/json.hpp>

#include <string_view>
#include <vector>

namespace redress::api {

std::vector<rules::RuleVerdict> verdicts_on(Evidence const& item, World const& world,
                                            std::vector<RecycledUse> const& recycled);

/// Those of them that apply and do not hold, which is all that its weight and the reasons for it come from; asks far
/// fewer rules.
std::vector<rules::RuleVerdict> doubts_about(Evidence const& item, World const& world,
                                             std::vector<RecycledUse> const& recycled);

/// `via` is the way to the platform; `pictures` how many go together.
std::vector<rules::RuleVerdict> limits_on(Evidence const& item, World const& world, std::string_view via,
                                          std::int64_t pictures);

/// Inadmissible where a rule refuses it; weak where one that applies does not hold, or lacks a fact; else admissible.
Weight weight_of(std::vector<rules::RuleVerdict> const& verdicts);

/// The sentences of the rules that do not hold, refusing and warning ones, with the facts they miss.
boost::json::array why(std::vector<rules::RuleVerdict> const& verdicts);

}  // namespace redress::api
