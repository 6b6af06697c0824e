#include "engine/cel/parser.hpp"

#include "engine/cel/literals.hpp"
#include "engine/cel/macros.hpp"
#include "engine/cel/precedence.hpp"
#include "engine/cel/program.hpp"
#include "engine/cel/token_cursor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace redress::cel {
namespace {

class Parser : private TokenCursor {
 public:
  Parser(std::string_view source, std::vector<Token> tokens, Limits const& limits)
      : TokenCursor(source, std::move(tokens)), limits_(limits) {}

  Node run() {
    Node root = expression();
    if (peek().kind != TokenKind::end) unexpected("运算符或表达式的结尾", "an operator or the end of the expression");
    return root;
  }

 private:
  /// Closes a node whose source began at `start`, and keeps the tree within its bounds.
  Node finish(Node node, std::uint32_t start) {
    node.span = {start, end_of_last() - start};
    std::uint16_t below = 0;
    for (Node const& child : node.children) below = std::max(below, child.depth);
    node.depth = static_cast<std::uint16_t>(below + 1);
    if (node.depth > limits_.depth_max) too_deep(node.span);
    if (++nodes_ > limits_.nodes_max) stop(node.span, "表达式太长", "the expression has too many parts");
    return node;
  }
  [[noreturn]] void too_deep(Span span) const {
    stop(span, fmt::format("嵌套超过 {} 层", limits_.depth_max),
         fmt::format("nested deeper than {} levels", limits_.depth_max));
  }

  Node operation(Operator op, std::vector<Node> operands, std::uint32_t start) {
    Node node;
    node.kind = NodeKind::call;
    node.op = op;
    node.name = symbol_of(op);
    node.children = std::move(operands);
    return finish(std::move(node), start);
  }

  Node expression() {
    if (++nesting_ > limits_.depth_max) too_deep(peek().span);
    std::uint32_t const start = peek().span.offset;
    Node node = binary(0);
    if (take_if("?")) node = conditional(std::move(node), start);
    --nesting_;
    return node;
  }

  Node conditional(Node condition, std::uint32_t start) {
    std::vector<Node> parts;
    parts.push_back(std::move(condition));
    parts.push_back(binary(0));
    expect(":");
    parts.push_back(expression());
    return operation(Operator::conditional, std::move(parts), start);
  }

  struct Found {
    Operator op;
    std::size_t level;
  };

  /// The binary operator here, if it binds at least as tightly as level `loosest`.
  std::optional<Found> operator_here(std::size_t loosest) const {
    if (peek().kind != TokenKind::symbol) return std::nullopt;
    for (std::size_t level = loosest; level < levels.size(); ++level) {
      for (BinaryOperator const& row : levels[level]) {
        if (row.symbol == peek().text) return Found{row.op, level};
      }
    }
    return std::nullopt;
  }

  /// Climbs from unary operands up to operators of level `loosest`, in one frame for all levels: nested parentheses
  /// then cost few frames each.
  Node binary(std::size_t loosest) {
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

  Node unary() {
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

  /// A minus right before a number belongs to the number, so that the smallest int can be written.
  Node negative(std::vector<std::uint32_t>& starts) {
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

  /// The lexer lets 9223372036854775808 pass, without a value, for the sake of a minus before it.
  bool is_too_large_int() const { return peek().literal.is(Kind::null) && peek().text != "null"; }

  Node literal(Value value, std::uint32_t start) {
    Node node;
    node.literal = std::move(value);
    return finish(std::move(node), start);
  }

  Node member() {
    std::uint32_t const start = peek().span.offset;
    return suffixes(primary(), start);
  }

  Node suffixes(Node node, std::uint32_t start) {
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

  Node dotted(Node target, std::uint32_t start) {
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

  /// Arguments and closing parenthesis of a call, and the macro it may be.
  Node call(Node node, std::uint32_t start) {
    expect("(");
    items(")", node, false);
    node.span = {start, end_of_last() - start};
    if (auto fault = expand_macro(node)) stop(fault->span, std::move(fault->says.zh), std::move(fault->says.en));
    return finish(std::move(node), start);
  }

  /// Expressions with commas between up to `closing`; a list may end in a comma and have optional items.
  void items(std::string_view closing, Node& into, bool is_list) {
    while (!at(closing)) {
      if (is_list) entry_is_optional(into, into.children.size());
      into.children.push_back(expression());
      if (!at(closing) && !at(","))
        unexpected(fmt::format("逗号或“{}”", closing), fmt::format("a comma or \"{}\"", closing));
      if (take_if(",") && !is_list && at(closing)) unexpected("下一个参数", "another argument");
    }
    take();
  }

  void entry_is_optional(Node& into, std::size_t index) {
    if (!take_if("?")) return;
    into.optional_entries.resize(index + 1);
    into.optional_entries[index] = true;
  }

  Node primary() {
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
    bool const rooted = take_if(".");
    if (peek().kind != TokenKind::identifier) unexpected("一个值", "a value");
    if (is_reserved(peek().text)) {
      stop(peek().span, fmt::format("“{}”是保留字，不能作名字", peek().text),
           fmt::format("\"{}\" is reserved and cannot be a name", peek().text));
    }
    node.name = (rooted ? "." : "") + std::string(take().text);
    if (at("(")) {
      node.kind = NodeKind::call;
      return call(std::move(node), start);
    }
    node.kind = NodeKind::variable;
    return finish(std::move(node), start);
  }

  void entries(Node& into) {
    while (!at("}")) {
      entry_is_optional(into, into.children.size() / 2);
      into.children.push_back(expression());
      expect(":");
      into.children.push_back(expression());
      if (!at("}") && !take_if(",")) unexpected("逗号或“}”", "a comma or \"}\"");
    }
    take();
  }

  Node message(Node type, std::uint32_t start) {
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

  Limits const& limits_;
  std::uint32_t nesting_ = 0;
  std::uint32_t nodes_ = 0;
};

}  // namespace

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
    return Parser(source, std::move(lexed.tokens), limits).run();
  } catch (Stop& stopped) {
    return std::move(stopped.diagnostic);
  }
}

}  // namespace redress::cel
