// What operators join: literals, names, calls, lists, maps, and what follows them after a dot or in brackets.
#include "engine/cel/expression_parser.hpp"
#include "engine/cel/macros.hpp"

#include <fmt/format.h>

namespace redress::cel {

Node ExpressionParser::literal(Value value, std::uint32_t start) {
  Node node;
  node.literal = std::move(value);
  return finish(std::move(node), start);
}

Node ExpressionParser::member() {
  std::uint32_t const start = peek().span.offset;
  return suffixes(primary(), start);
}

Node ExpressionParser::suffixes(Node node, std::uint32_t start) {
  while (true) {
    if (take_if(".")) {
      node = dotted(std::move(node), start);
    } else if (take_if("[")) {
      Operator const op = take_if("?") ? Operator::optional_index : Operator::index;
      std::vector<Node> operands;
      operands.push_back(std::move(node));
      operands.push_back(expression());
      expect("]");
      node = operation(op, std::move(operands), start);
    } else if (at("{") && is_path(node)) {
      node = message(std::move(node), start);
    } else {
      return node;
    }
  }
}

Node ExpressionParser::dotted(Node target, std::uint32_t start) {
  bool const optional = take_if("?");
  if (!at_name()) unexpected("点后面的字段名或函数名", "a field or function name after the dot");
  Token const name = take();
  if (optional) {
    std::vector<Node> operands;
    operands.push_back(std::move(target));
    operands.push_back(literal(name.text, name.span.offset));
    return operation(Operator::optional_select, std::move(operands), start);
  }
  Node node;
  node.name = name.text;
  node.children.push_back(std::move(target));
  if (name.kind == TokenKind::quoted_identifier || !at("(")) {
    node.kind = NodeKind::select;
    return finish(std::move(node), start);
  }
  node.kind = NodeKind::call;
  node.member = true;
  return call(std::move(node), start);
}

Node ExpressionParser::call(Node node, std::uint32_t start) {
  expect("(");
  items(")", node, false);
  node.span = {start, end_of_last() - start};
  if (auto fault = expand_macro(node)) stop(fault->span, std::move(fault->says.zh), std::move(fault->says.en));
  return finish(std::move(node), start);
}

Node ExpressionParser::message(Node type, std::uint32_t start) {
  Node node;
  node.kind = NodeKind::message;
  node.name = path_of(type);
  expect("{");
  while (!at("}")) {
    take_if("?");
    if (!at_name()) unexpected("字段名", "a field name");
    node.variables.emplace_back(take().text);
    expect(":");
    node.children.push_back(expression());
    if (!at("}") && !take_if(",")) unexpected("逗号或“}”", "a comma or \"}\"");
  }
  take();
  return finish(std::move(node), start);
}

Node ExpressionParser::primary() {
  std::uint32_t const start = peek().span.offset;
  if (peek().kind == TokenKind::literal) {
    if (is_too_large_int()) stop(peek().span, "这个数超出了 64 位的范围", "this number does not fit in 64 bits");
    return literal(take().literal, start);
  }
  if (take_if("(")) {
    Node inner = expression();
    expect(")");
    return inner;
  }
  Node node;
  if (take_if("[")) {
    node.kind = NodeKind::list;
    items("]", node, true);
    return finish(std::move(node), start);
  }
  if (take_if("{")) {
    node.kind = NodeKind::map;
    entries(node);
    return finish(std::move(node), start);
  }
  return name_or_call();
}

Node ExpressionParser::name_or_call() {
  std::uint32_t const start = peek().span.offset;
  bool const rooted = take_if(".");
  if (peek().kind != TokenKind::identifier) unexpected("一个值", "a value");
  if (is_reserved(peek().text)) {
    stop(peek().span, fmt::format("“{}”是保留字，不能作名字", peek().text),
         fmt::format("\"{}\" is reserved and cannot be a name", peek().text));
  }
  Node node;
  node.name = (rooted ? "." : "") + std::string(take().text);
  if (at("(")) {
    node.kind = NodeKind::call;
    return call(std::move(node), start);
  }
  node.kind = NodeKind::variable;
  return finish(std::move(node), start);
}

void ExpressionParser::items(std::string_view closing, Node& into, bool is_list) {
  while (!at(closing)) {
    if (is_list) entry_is_optional(into, into.children.size());
    into.children.push_back(expression());
    if (!at(closing) && !at(","))
      unexpected(fmt::format("逗号或“{}”", closing), fmt::format("a comma or \"{}\"", closing));
    if (take_if(",") && !is_list && at(closing)) unexpected("下一个参数", "another argument");
  }
  take();
}

void ExpressionParser::entries(Node& into) {
  while (!at("}")) {
    entry_is_optional(into, into.children.size() / 2);
    into.children.push_back(expression());
    expect(":");
    into.children.push_back(expression());
    if (!at("}") && !take_if(",")) unexpected("逗号或“}”", "a comma or \"}\"");
  }
  take();
}

void ExpressionParser::entry_is_optional(Node& into, std::size_t index) {
  if (!take_if("?")) return;
  into.optional_entries.resize(index + 1);
  into.optional_entries[index] = true;
}

}  // namespace redress::cel
