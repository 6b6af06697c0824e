// Settles the plain conditions most rules begin with, without going through CEL values.
//
// Has, and, or, not, and comparisons of a fact with a literal or another fact, as long as every fact they ask for is
// known. Whatever else there is, an unknown fact above all, is left to the evaluation: then nothing counts as read.
// What is settled here comes out as the evaluation would have it, and the same facts are read in the same order.
#pragma once

#include "engine/cel/ast.hpp"
#include "engine/rules/reading.hpp"

#include <optional>

namespace redress::rules {

/// Nothing: evaluate it.
std::optional<bool> settled_quickly(cel::Node const& condition, Reading const& reading);

}  // namespace redress::rules
