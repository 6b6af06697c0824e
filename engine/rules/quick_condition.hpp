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

/// Whether it surely does not come out true, because a fact is not known that it cannot do without; for those who ask
/// for nothing else. False says nothing.
bool waits_for_fact(cel::Node const& condition, Facts const& facts);

}  // namespace redress::rules
