// The macros of CEL: calls that bind variables, or ask whether something is there.
#pragma once

#include "engine/cel/ast.hpp"

#include <optional>
#include <variant>

namespace redress::cel {

/// What is wrong with a macro's arguments, and where.
struct MacroFault {
  Span span;
  Says says;
};

/// Turns the call into the macro's node if it is one: has(x.y), range.all(v, condition), cel.bind(v, value, body) ...
/// A call of another name or number of arguments stays as it is.
std::optional<MacroFault> expand_macro(Node& call);

}  // namespace redress::cel
