// The binary operators and how tightly they bind.
#pragma once

#include "engine/cel/ast.hpp"

#include <array>
#include <span>
#include <string_view>

namespace redress::cel {

struct BinaryOperator {
  std::string_view symbol;
  Operator op;
};

// One row a level of binding, loosest first.
using Level = std::span<BinaryOperator const>;
inline constexpr std::array disjunctions{BinaryOperator{"||", Operator::any_of}};
inline constexpr std::array conjunctions{BinaryOperator{"&&", Operator::all_of}};
inline constexpr std::array relations{BinaryOperator{"==", Operator::equal},
                                      BinaryOperator{"!=", Operator::not_equal},
                                      BinaryOperator{"<=", Operator::less_equal},
                                      BinaryOperator{"<", Operator::less},
                                      BinaryOperator{">=", Operator::greater_equal},
                                      BinaryOperator{">", Operator::greater},
                                      BinaryOperator{"in", Operator::in}};
inline constexpr std::array sums{BinaryOperator{"+", Operator::add}, BinaryOperator{"-", Operator::subtract}};
inline constexpr std::array products{BinaryOperator{"*", Operator::multiply}, BinaryOperator{"/", Operator::divide},
                                     BinaryOperator{"%", Operator::modulo}};
inline constexpr std::array<Level, 5> levels{Level{disjunctions}, Level{conjunctions}, Level{relations}, Level{sums},
                                             Level{products}};

}  // namespace redress::cel
