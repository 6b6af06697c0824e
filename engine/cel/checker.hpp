// Finds the type of every sub-expression, or says what was expected where.
//
// Types are those of the CEL definition: parameters of signatures are found by assigning arguments to them, a list or
// map of mixed items is one of dyn, and dyn goes with everything. Runs on a resolved tree and writes `Node::type`.
#pragma once

#include "engine/cel/ast.hpp"
#include "engine/cel/declarations.hpp"

#include <string_view>
#include <vector>

namespace redress::cel {

std::vector<Diagnostic> check(Node& root, std::string_view source, Declarations const& declarations,
                              Type const& expected);

}  // namespace redress::cel
