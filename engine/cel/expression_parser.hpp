// The parser at work: one method for each rule of the grammar in parser.hpp. Operators are in parser.cpp, what
// operators join is in member_parser.cpp.
//
// Leaves by throwing Stop at the first fault. Every recursion goes through `expression`, which counts how deep it is.
#pragma once

#include "engine/cel/ast.hpp"
#include "engine/cel/token_cursor.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace redress::cel {

struct Limits;

class ExpressionParser : private TokenCursor {
 public:
  ExpressionParser(std::string_view source, std::vector<Token> tokens, Limits const& limits)
      : TokenCursor(source, std::move(tokens)), limits_(limits) {}

  Node run();

 private:
  /// Closes a node whose source began at `start`, and keeps the tree within its bounds.
  Node finish(Node node, std::uint32_t start);
  [[noreturn]] void too_deep(Span span) const;

  Node expression();
  Node conditional(Node condition, std::uint32_t start);

  struct Found {
    Operator op;
    std::size_t level;
  };
  /// The binary operator here, if it binds at least as tightly as level `loosest`.
  std::optional<Found> operator_here(std::size_t loosest) const;

  /// Climbs from unary operands up to operators of level `loosest`, in one frame for all levels: nested parentheses
  /// then cost few frames each.
  Node binary(std::size_t loosest);
  Node unary();

  /// A minus right before a number belongs to the number, so that the smallest int can be written.
  Node negative(std::vector<std::uint32_t>& starts);
  Node operation(Operator op, std::vector<Node> operands, std::uint32_t start);

  Node member();
  Node suffixes(Node node, std::uint32_t start);
  Node dotted(Node target, std::uint32_t start);

  /// Arguments and closing parenthesis of a call, and the macro it may be.
  Node call(Node node, std::uint32_t start);
  Node message(Node type, std::uint32_t start);

  Node primary();
  Node literal(Value value, std::uint32_t start);
  Node name_or_call();

  /// The lexer lets 9223372036854775808 pass, without a value, for the sake of a minus before it.
  bool is_too_large_int() const { return peek().literal.is(Kind::null) && peek().text != "null"; }

  /// Expressions with commas between up to `closing`; a list may end in a comma and have optional items.
  void items(std::string_view closing, Node& into, bool is_list);
  void entries(Node& into);
  void entry_is_optional(Node& into, std::size_t index);

  Limits const& limits_;
  std::uint32_t nesting_ = 0;
  std::uint32_t nodes_ = 0;
};

}  // namespace redress::cel
