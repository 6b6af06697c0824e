// What needs no facts is worked out once, when compiling: patterns, moments, spans, and lists and maps of literals.
//
// Runs on a resolved tree. A node found constant keeps its kind and children, for those who read the tree, and holds
// its value in `literal`. Constants that can never work are reported: a malformed pattern, an unknown time zone.
#pragma once

#include "engine/cel/ast.hpp"

#include <string_view>
#include <vector>

namespace redress::cel {

/// `named_time_zones`: zones that `fixed_utc_offset_s` does not know are left to the Activation, not reported.
std::vector<Diagnostic> prepare_constants(Node& root, std::string_view source, bool named_time_zones);

}  // namespace redress::cel
