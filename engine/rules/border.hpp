// Solves a side of a comparison for one of the facts in it: the value that would put it on the border.
//
// Goes through sums, differences, negation, choices, min and max; the other operands are taken as they are now. What it
// cannot turn around has no answer. Pure.
#pragma once

#include "engine/cel/ast.hpp"
#include "engine/rules/situation.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace redress::rules {

/// Before the kind, in the name that stands for evidence_count('KIND').
inline constexpr std::string_view evidence_border = "evidence:";

/// The facts in a sub-expression, and the kinds of evidence it counts.
std::set<std::string> names_to_solve_for(cel::Node const& node);

/// What a sub-expression is now; nothing if that is not known, errs, or depends on a macro around it.
std::optional<cel::Value> evaluate_part(cel::Node const& node, Situation const& situation);

/// The value of `name` for which `node` is `target`.
std::optional<cel::Value> solve(cel::Node const& node, std::string_view name, cel::Value const& target,
                                Situation const& situation);

}  // namespace redress::rules
