// Reads CEL source text into a tree, by recursive descent.
//
// Names are not resolved yet: every identifier is a `variable` node with the name as written (a leading dot kept),
// every dotted path a chain of `select` nodes. Macros are recognised here, by name and number of arguments.
//
//   Expr     = Or ["?" Or ":" Expr]
//   Or       = And {"||" And}          And = Relation {"&&" Relation}
//   Relation = Sum {relop Sum}         relop = "<" "<=" ">=" ">" "==" "!=" "in"
//   Sum      = Product {("+"|"-") Product}    Product = Unary {("*"|"/"|"%") Unary}
//   Unary    = {"!"} Member | {"-"} Member
//   Member   = Primary {"." ["?"] name | "." name "(" args ")" | "[" ["?"] Expr "]" | "{" fields "}"}
//   Primary  = ["."] name ["(" args ")"] | "(" Expr ")" | "[" items "]" | "{" entries "}" | literal
#pragma once

#include "engine/cel/ast.hpp"

#include <string_view>
#include <variant>

namespace redress::cel {

struct Limits;

std::variant<Node, Diagnostic> parse(std::string_view source, Limits const& limits);

}  // namespace redress::cel
