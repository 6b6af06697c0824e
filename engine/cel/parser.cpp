// Operators and the bounds of the tree; members, calls and literals are in member_parser.cpp.
#include "engine/cel/parser.hpp"

#include "engine/cel/expression_parser.hpp"
#include "engine/cel/literals.hpp"
#include "engine/cel/precedence.hpp"
#include "engine/cel/program.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::cel {

Node ExpressionParser::run() {
  Node root = expression();
  if (peek().kind != TokenKind::end) unexpected("运算符或表达式的结尾", "an operator or the end of the expression");
  return root;
}

Node ExpressionParser::finish(Node node, std::uint32_t start) {
  node.span = {start, end_of_last() - start};
  std::uint16_t below = 0;
  for (Node const& child : node.children) below = std::max(below, child.depth);
  node.depth = static_cast<std::uint16_t>(below + 1);
  if (node.depth > limits_.depth_max) too_deep(node.span);
  if (++nodes_ > limits_.nodes_max) stop(node.span, "表达式太长", "the expression has too many parts");
  return node;
}

void ExpressionParser::too_deep(Span span) const {
  stop(span, fmt::format("嵌套超过 {} 层", limits_.depth_max),
       fmt::format("nested deeper than {} levels", limits_.depth_max));
}

Node ExpressionParser::operation(Operator op, std::vector<Node> operands, std::uint32_t start) {
  Node node;
  node.kind = NodeKind::call;
  node.op = op;
  node.name = symbol_of(op);
  node.children = std::move(operands);
  return finish(std::move(node), start);
}

Node ExpressionParser::expression() {
  if (++nesting_ > limits_.depth_max) too_deep(peek().span);
  std::uint32_t const start = peek().span.offset;
  Node node = binary(0);
  if (take_if("?")) node = conditional(std::move(node), start);
  --nesting_;
  return node;
}

Node ExpressionParser::conditional(Node condition, std::uint32_t start) {
  std::vector<Node> parts;
  parts.push_back(std::move(condition));
  parts.push_back(binary(0));
  expect(":");
  parts.push_back(expression());
  return operation(Operator::conditional, std::move(parts), start);
}

std::optional<ExpressionParser::Found> ExpressionParser::operator_here(std::size_t loosest) const {
  if (peek().kind != TokenKind::symbol) return std::nullopt;
  for (std::size_t level = loosest; level < levels.size(); ++level) {
    for (BinaryOperator const& row : levels[level]) {
      if (row.symbol == peek().text) return Found{row.op, level};
    }
  }
  return std::nullopt;
}

Node ExpressionParser::binary(std::size_t loosest) {
  std::uint32_t const start = peek().span.offset;
  Node left = unary();
  while (auto const found = operator_here(loosest)) {
    bool const chain = found->level < 2;  // && and || make one flat node of a whole chain
    std::vector<Node> operands;
    operands.push_back(std::move(left));
    do {
      take();
      operands.push_back(binary(found->level + 1));
    } while (chain && at(symbol_of(found->op)));
    left = operation(found->op, std::move(operands), start);
  }
  return left;
}

Node ExpressionParser::unary() {
  std::vector<std::uint32_t> starts;
  if (!at("!") && !at("-")) return member();
  std::string_view const symbol = peek().text;
  while (at(symbol)) starts.push_back(take().span.offset);
  if (at("!") || at("-")) unexpected("一个值", "a value");
  Node node = symbol == "-" && peek().kind == TokenKind::literal ? negative(starts) : member();
  Operator const op = symbol == "!" ? Operator::negate_truth : Operator::negate;
  while (!starts.empty()) {
    std::vector<Node> operands;
    operands.push_back(std::move(node));
    node = operation(op, std::move(operands), starts.back());
    starts.pop_back();
  }
  return node;
}

Node ExpressionParser::negative(std::vector<std::uint32_t>& starts) {
  Value const& number = peek().literal;
  std::optional<Value> made;
  if (number.is(Kind::float64)) made = -number.as_double();
  if (number.is(Kind::int64) || is_too_large_int()) made = parse_negative_int(peek().text);
  if (!made) return member();
  std::uint32_t const start = starts.back();
  starts.pop_back();
  take();
  return suffixes(literal(*made, start), start);
}

std::variant<Node, Diagnostic> parse(std::string_view source, Limits const& limits) {
  if (source.size() > limits.source_bytes_max) {
    return diagnostic_at(source, {0, 0}, fmt::format("表达式超过 {} 字节", limits.source_bytes_max),
                         fmt::format("the expression is longer than {} bytes", limits.source_bytes_max));
  }
  if (!is_valid_utf8(source))
    return diagnostic_at(source, {0, 0}, "表达式不是合法的 UTF-8", "the expression is not valid UTF-8");
  Lexed lexed = lex(source);
  if (!lexed.diagnostics.empty()) return lexed.diagnostics.front();
  try {
    return ExpressionParser(source, std::move(lexed.tokens), limits).run();
  } catch (Stop& stopped) {
    return std::move(stopped.diagnostic);
  }
}

}  // namespace redress::cel
