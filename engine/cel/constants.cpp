#include "engine/cel/constants.hpp"

#include "engine/cel/function.hpp"
#include "engine/cel/lexer.hpp"
#include "engine/cel/pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

namespace redress::cel {
namespace {

constexpr std::size_t diagnostics_max = 20;

/// Constants are computed without facts.
class NoFacts final : public Activation {
 public:
  std::optional<Value> find(std::string_view) const override { return std::nullopt; }
};

class Preparation {
 public:
  Preparation(std::string_view source, bool named_time_zones) : source_(source), named_time_zones_(named_time_zones) {}

  void visit(Node& node) {
    for (Node& child : node.children) visit(child);
    if (node.kind == NodeKind::call && node.function != nullptr && !node.unresolved) call(node);
    bool const whole = node.optional_entries.empty() && std::all_of(node.children.begin(), node.children.end(), known);
    if (node.kind == NodeKind::list && whole) list(node);
    if (node.kind == NodeKind::map && whole) map(node);
  }

  std::vector<Diagnostic> diagnostics;

 private:
  static bool known(Node const& node) { return node.kind == NodeKind::literal || node.constant; }
  static bool is_text(Node const& node) { return node.kind == NodeKind::literal && node.literal.is(Kind::string); }

  static void become(Node& node, Value value) {
    node.literal = std::move(value);
    node.constant = true;
  }

  void call(Node& node) {
    if (node.children.empty() || !is_text(node.children.back())) return;
    std::string_view const name = node.function->name;
    if (name == "matches" && node.children.size() == 2) return pattern(node);
    if (name == "duration" || name == "timestamp") return moment(node);
    if (reads_zone(node)) zone(node.children[1]);
  }

  void pattern(Node& node) {
    auto compiled = compile_pattern(node.children[1].literal.as_string());
    if (auto const* wrong = std::get_if<std::string>(&compiled)) {
      return report(node.children[1].span, fmt::format("正则表达式不合法：{}", *wrong),
                    fmt::format("invalid regular expression: {}", *wrong));
    }
    node.pattern = std::get<0>(compiled);
  }

  void moment(Node& node) {
    std::array const arguments{node.children[0].literal};
    Overload const* overload = choose_overload(*node.function, arguments, node.member);
    if (overload == nullptr || node.children.size() != 1) return;
    Steps steps = std::numeric_limits<Steps>::max();
    Calling calling{no_facts_, steps};
    Outcome made = overload->body(calling, arguments);
    if (made.is_value()) return become(node, std::move(made.value()));
    report(node.children[0].span, std::move(made.error().says.zh), std::move(made.error().says.en));
  }

  static bool reads_zone(Node const& node) {
    return node.children.size() == 2 &&
           std::any_of(node.function->overloads.begin(), node.function->overloads.end(), [](Overload const& overload) {
             auto const& takes = overload.signature.parameters;
             return takes.size() == 2 && takes[0].is(TypeKind::timestamp) && takes[1].is(TypeKind::string);
           });
  }

  void zone(Node const& node) {
    constexpr Timestamp today_or_later{timestamp_seconds_max, 0};
    std::string const& name = node.literal.as_string();
    if (named_time_zones_ || fixed_utc_offset_s(name, today_or_later)) return;
    std::string const shown = to_literal(node.literal, 60);
    report(node.span,
           fmt::format("规则不能用时区 {}；应为 \"+08:00\" 这样的固定偏移、\"UTC\" 或 \"Asia/Shanghai\"", shown),
           fmt::format("rules cannot use the time zone {}; expected a fixed offset such as \"+08:00\", \"UTC\" or "
                       "\"Asia/Shanghai\"",
                       shown));
  }

  static void list(Node& node) {
    List items;
    items.reserve(node.children.size());
    for (Node const& child : node.children) items.push_back(child.literal);
    become(node, Value(std::move(items)));
  }

  static void map(Node& node) {
    std::vector<Map::Entry> entries;
    entries.reserve(node.children.size() / 2);
    for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
      entries.emplace_back(node.children[i].literal, node.children[i + 1].literal);
    }
    if (auto made = Map::of(std::move(entries))) become(node, Value(std::move(*made)));
  }

  void report(Span span, std::string zh, std::string en) {
    if (diagnostics.size() < diagnostics_max)
      diagnostics.push_back(diagnostic_at(source_, span, std::move(zh), std::move(en)));
  }

  std::string_view source_;
  bool named_time_zones_;
  NoFacts no_facts_;
};

}  // namespace

std::vector<Diagnostic> prepare_constants(Node& root, std::string_view source, bool named_time_zones) {
  Preparation preparation(source, named_time_zones);
  preparation.visit(root);
  return std::move(preparation.diagnostics);
}

}  // namespace redress::cel
