// What evidence a rule still asks for before it lets its events pass: the steps somebody has to plan for.
//
// Pure. Costs one judgement, and a second evaluation with a trace only where several kinds are missing.
#pragma once

#include "engine/rules/consult.hpp"

#include <string>
#include <vector>

namespace redress::rules {

/// Kinds of evidence of which one will do.
using EvidenceChoice = std::vector<std::string>;

/// One choice for each thing that is wanted; none where the rule refuses nothing. What a part of "or" wants may stand
/// for another's, unless it wants several things, and then the part that wants least is planned.
std::vector<EvidenceChoice> evidence_wanted(Rule const& rule, Situation const& situation);

}  // namespace redress::rules
