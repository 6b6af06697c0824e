#include "engine/rules/border.hpp"

#include "engine/cel/program.hpp"
#include "engine/rules/reading.hpp"

#include <algorithm>

namespace redress::rules {
namespace {

using cel::Kind;
using cel::Node;
using cel::NodeKind;
using cel::Operator;
using cel::Value;

bool counts_evidence(Node const& node) {
  return node.kind == NodeKind::call && node.name == "evidence_count" && node.children.size() == 1 &&
         node.children[0].kind == NodeKind::literal && node.children[0].literal.is(Kind::string);
}

std::string counted(Node const& node) { return std::string(evidence_border) + node.children[0].literal.as_string(); }

template <class T>
std::optional<Value> boxed(std::optional<T> const& value) {
  return value ? std::optional<Value>(*value) : std::nullopt;
}

std::optional<Value> sum(Value const& a, Value const& b) {
  if (a.is(Kind::int64) && b.is(Kind::int64)) {
    std::int64_t made = 0;
    return __builtin_add_overflow(a.as_int(), b.as_int(), &made) ? std::nullopt : std::optional<Value>(made);
  }
  if (a.is(Kind::timestamp) && b.is(Kind::duration)) return boxed(cel::add(a.as_timestamp(), b.as_duration()));
  if (a.is(Kind::duration) && b.is(Kind::timestamp)) return boxed(cel::add(b.as_timestamp(), a.as_duration()));
  if (a.is(Kind::duration) && b.is(Kind::duration)) return boxed(cel::add(a.as_duration(), b.as_duration()));
  return std::nullopt;
}

std::optional<Value> difference(Value const& a, Value const& b) {
  if (a.is(Kind::int64) && b.is(Kind::int64)) {
    std::int64_t made = 0;
    return __builtin_sub_overflow(a.as_int(), b.as_int(), &made) ? std::nullopt : std::optional<Value>(made);
  }
  if (a.is(Kind::timestamp) && b.is(Kind::timestamp)) return boxed(cel::subtract(a.as_timestamp(), b.as_timestamp()));
  if (a.is(Kind::timestamp) && b.is(Kind::duration)) return boxed(cel::subtract(a.as_timestamp(), b.as_duration()));
  if (a.is(Kind::duration) && b.is(Kind::duration)) return boxed(cel::subtract(a.as_duration(), b.as_duration()));
  return std::nullopt;
}

bool names(Node const& node, std::string_view name) {
  if (node.kind == NodeKind::variable && node.name == name) return true;
  if (counts_evidence(node)) return counted(node) == name;
  return std::ranges::any_of(node.children, [&](Node const& child) { return names(child, name); });
}

void collect(Node const& node, std::set<std::string>& found) {
  if (node.kind == NodeKind::variable) found.insert(node.name);
  if (counts_evidence(node)) {
    found.insert(counted(node));
    return;
  }
  for (auto const& child : node.children) collect(child, found);
}

bool chooses(Node const& node) {
  return node.is(Operator::conditional) ||
         (node.kind == NodeKind::call && (node.name == "min" || node.name == "max") && node.op == Operator::none);
}

}  // namespace

std::set<std::string> names_to_solve_for(Node const& node) {
  std::set<std::string> found;
  collect(node, found);
  return found;
}

std::optional<Value> evaluate_part(Node const& node, Situation const& situation) {
  if (node.kind == NodeKind::literal) return node.literal;
  auto const program = cel::compile(cel::to_source(node), declarations());
  if (!program) return std::nullopt;
  auto const outcome = program->evaluate(Reading(situation));
  return outcome.is_value() ? std::optional(outcome.value()) : std::nullopt;
}

std::optional<Value> solve(Node const& node, std::string_view name, Value const& target, Situation const& situation) {
  if (node.kind == NodeKind::variable || counts_evidence(node))
    return names(node, name) ? std::optional(target) : std::nullopt;
  if (chooses(node)) {
    for (auto const& child : node.children)
      if (&child != &node.children[0] || !node.is(Operator::conditional))
        if (names(child, name))
          if (auto const value = solve(child, name, target, situation)) return value;
    return std::nullopt;
  }
  if (node.is(Operator::negate) && target.is(Kind::int64)) {
    auto const inside = difference(Value(std::int64_t{0}), target);
    return inside ? solve(node.children[0], name, *inside, situation) : std::nullopt;
  }
  if ((!node.is(Operator::add) && !node.is(Operator::subtract)) || node.children.size() != 2) return std::nullopt;
  auto const& left = node.children[0];
  auto const& right = node.children[1];
  bool const in_left = names(left, name);
  if (in_left == names(right, name)) return std::nullopt;  // in neither, or not linear
  auto const other = evaluate_part(in_left ? right : left, situation);
  if (!other) return std::nullopt;
  std::optional<Value> inside;
  if (node.is(Operator::add))
    inside = difference(target, *other);
  else
    inside = in_left ? sum(target, *other) : difference(*other, target);
  return inside ? solve(in_left ? left : right, name, *inside, situation) : std::nullopt;
}

}  // namespace redress::rules
