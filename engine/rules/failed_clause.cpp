#include "engine/rules/failed_clause.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <cstdlib>

namespace redress::rules {
namespace {

using cel::Node;
using cel::NodeKind;
using cel::Operator;

constexpr std::size_t shown_bytes_max = 200;

std::string shown(cel::Value const& value) {
  if (value.is(cel::Kind::timestamp)) return format_rfc3339(cel::instant_from(value.as_timestamp()));
  if (value.is(cel::Kind::duration)) return duration_in_words(value.as_duration());
  return cel::to_literal(value, shown_bytes_max);
}

// `a <= b` is false: the same as `a > b` is true.
Operator opposite(Operator op) {
  switch (op) {
    case Operator::equal:
      return Operator::not_equal;
    case Operator::not_equal:
      return Operator::equal;
    case Operator::less:
      return Operator::greater_equal;
    case Operator::less_equal:
      return Operator::greater;
    case Operator::greater:
      return Operator::less_equal;
    case Operator::greater_equal:
      return Operator::less;
    default:
      return op;
  }
}

// `20000 >= order.paid_minor` is about the amount, not about 20000.
Operator mirrored(Operator op) {
  switch (op) {
    case Operator::less:
      return Operator::greater;
    case Operator::less_equal:
      return Operator::greater_equal;
    case Operator::greater:
      return Operator::less;
    case Operator::greater_equal:
      return Operator::less_equal;
    default:
      return op;
  }
}

bool reads_anything(Node const& node) {
  if (node.kind == NodeKind::variable || node.kind == NodeKind::has_variable || node.kind == NodeKind::local)
    return true;
  if (node.kind == NodeKind::call && node.op == Operator::none && !node.function) return true;  // a host function
  return std::ranges::any_of(node.children, reads_anything);
}

class Explainer {
 public:
  explicit Explainer(cel::Trace const& trace) : trace_(trace) {}

  void explain(Node const& node, bool wanted) {
    if (node.is(Operator::negate_truth)) return explain(node.children[0], !wanted);
    if (node.is(Operator::conditional)) return explain_taken_branch(node, wanted);
    if (node.kind == NodeKind::binding) return explain(node.children[1], wanted);
    if (node.is(Operator::all_of) || node.is(Operator::any_of)) {
      bool const each_counts = node.is(Operator::all_of) == wanted;
      return each_counts ? explain_each(node, wanted) : explain_together(node, wanted);
    }
    if (cel::is_comparison(node)) return explain_comparison(node, wanted);
    if (node.kind == NodeKind::has_variable || node.kind == NodeKind::has_field)
      return add(node, wanted ? "known" : "unknown", wanted ? "unknown" : "known");
    add(node, wanted ? "true" : "false", wanted ? "false" : "true");
  }

  Explanation take() { return std::move(found_); }

 private:
  bool came_out(Node const& node, bool truth) const {
    auto const* outcome = trace_.outcome_of(node);
    return outcome && outcome->is(truth);
  }

  void add(Node const& node, std::string expected, std::string actual) {
    found_.clauses.push_back({cel::to_source(node), std::move(expected), std::move(actual)});
  }

  void explain_each(Node const& node, bool wanted) {
    for (auto const& child : node.children)
      if (came_out(child, !wanted)) explain(child, wanted);
  }

  // Any one of the parts would have done, so they are one clause, whose sides are joined by ||.
  void explain_together(Node const& node, bool wanted) {
    Explainer parts(trace_);
    for (auto const& child : node.children)
      if (came_out(child, !wanted)) parts.explain(child, wanted);
    auto [clauses, evidence] = parts.take();
    std::vector<std::string> expected, actual;
    for (auto& clause : clauses) {
      expected.push_back(fmt::format("{}: {}", clause.expression, clause.expected));
      actual.push_back(fmt::format("{}: {}", clause.expression, clause.actual));
    }
    add(node, fmt::format("{}", fmt::join(expected, " || ")), fmt::format("{}", fmt::join(actual, "; ")));
    std::ranges::move(evidence, std::back_inserter(found_.evidence_wanting));
  }

  void explain_taken_branch(Node const& node, bool wanted) {
    explain(node.children[came_out(node.children[0], true) ? 1 : 2], wanted);
  }

  void explain_comparison(Node const& node, bool wanted) {
    bool const mirror =
        node.op != Operator::in && !reads_anything(node.children[0]) && reads_anything(node.children[1]);
    auto const& subject = node.children[mirror ? 1 : 0];
    auto const& measure = node.children[mirror ? 0 : 1];
    auto op = mirror ? mirrored(node.op) : node.op;
    if (!wanted) op = opposite(op);
    auto const* actual = trace_.outcome_of(subject);
    auto const* expected = trace_.outcome_of(measure);
    if (!actual || !expected || !actual->is_value() || !expected->is_value())
      return add(node, wanted ? "true" : "false", wanted ? "false" : "true");
    auto const symbol = op == Operator::in && !wanted ? "not in" : std::string(cel::symbol_of(op));
    add(node, fmt::format("{} {}", symbol, shown(expected->value())), shown(actual->value()));
    if (op == Operator::greater || op == Operator::greater_equal) note_evidence(subject);
  }

  void note_evidence(Node const& node) {
    if (node.kind == NodeKind::call && node.name == "evidence_count" && node.children[0].literal.is(cel::Kind::string))
      found_.evidence_wanting.push_back(node.children[0].literal.as_string());
  }

  cel::Trace const& trace_;
  Explanation found_;
};

}  // namespace

Explanation explain(cel::Program const& condition, cel::Trace const& trace, bool wanted) {
  Explainer explainer(trace);
  explainer.explain(condition.root(), wanted);
  return explainer.take();
}

std::string duration_in_words(cel::Duration span) {
  struct Unit {
    std::uint64_t seconds;
    std::string_view name;
  };
  constexpr std::array units{Unit{86'400, "d"}, Unit{3'600, "h"}, Unit{60, "min"}};
  bool const negative = span.nanos < 0;
  auto const nanos = negative ? 0 - static_cast<std::uint64_t>(span.nanos) : static_cast<std::uint64_t>(span.nanos);
  std::uint64_t seconds = nanos / 1'000'000'000;
  std::vector<std::string> words;
  for (auto const& unit : units) {
    if (seconds >= unit.seconds) words.push_back(fmt::format("{} {}", seconds / unit.seconds, unit.name));
    seconds %= unit.seconds;
  }
  if (auto const ms = nanos / 1'000'000 % 1'000; ms != 0)
    words.push_back(fmt::format("{}.{:03} s", seconds, ms));
  else if (seconds != 0 || words.empty())
    words.push_back(fmt::format("{} s", seconds));
  return fmt::format("{}{}", negative ? "-" : "", fmt::join(words, " "));
}

}  // namespace redress::rules
