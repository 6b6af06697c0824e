// A rulebook against the examples in its own files: every rule and deadline that an example is about is there, and
// answers, refuses and falls due as the example demands.
//
// Examples sit at both sides of a rule's borders, so a rule that is gone, relaxed or no longer refuses shows here.
// Pure; any thread.
#pragma once

#include "workflows/model/explorer.hpp"

#include <vector>

namespace redress::model {

std::vector<Finding> check_examples(rules::Rulebook const& book, rules::BookNotes const& notes);

}  // namespace redress::model
