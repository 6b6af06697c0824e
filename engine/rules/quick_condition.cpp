#include "engine/rules/quick_condition.hpp"

#include <algorithm>
#include <compare>

namespace redress::rules {
namespace {

using cel::Node;
using cel::NodeKind;
using cel::Operator;

// Programs compiled against the facts number their variables as the schema does.
bool is_fact(Node const& node) {
  return node.slot < fact_schema().size() && fact_schema()[node.slot].path == node.name;
}

// Operators that come to nothing where one of their operands is not known.
bool is_strict(Operator op) {
  switch (op) {
    case Operator::none:
    case Operator::all_of:
    case Operator::any_of:
    case Operator::conditional:
    case Operator::optional_index:
    case Operator::optional_select:
      return false;
    default:
      return true;
  }
}

// Whether it comes to no value at all.
bool is_unknown(Node const& node, Facts const& facts) {
  if (node.kind == NodeKind::variable) return is_fact(node) && !facts.at(node.slot);
  if (node.kind != NodeKind::call || node.constant || !is_strict(node.op)) return false;
  return std::ranges::any_of(node.children, [&](Node const& child) { return is_unknown(child, facts); });
}

// A fact or a literal beside a comparison; one of the two.
struct Side {
  FactValue const* fact = nullptr;
  cel::Value const* literal = nullptr;
};

std::optional<std::partial_ordering> compared(FactValue const& fact, cel::Value const& literal) {
  if (auto const* text = std::get_if<std::string>(&fact); text && literal.is(cel::Kind::string))
    return text->compare(literal.as_string()) <=> 0;
  if (auto const* number = std::get_if<std::int64_t>(&fact); number && literal.is(cel::Kind::int64))
    return *number <=> literal.as_int();
  if (auto const* truth = std::get_if<bool>(&fact); truth && literal.is(cel::Kind::boolean))
    return *truth <=> literal.as_bool();
  return std::nullopt;
}

std::optional<std::partial_ordering> compared(FactValue const& a, FactValue const& b) {
  if (auto const* at = std::get_if<Instant>(&a))
    if (auto const* other = std::get_if<Instant>(&b); other && cel::timestamp_from(*at) && cel::timestamp_from(*other))
      return *at <=> *other;
  if (auto const* number = std::get_if<std::int64_t>(&a))
    if (auto const* other = std::get_if<std::int64_t>(&b)) return *number <=> *other;
  return std::nullopt;
}

std::optional<std::partial_ordering> compared(Side const& a, Side const& b) {
  if (a.fact && b.fact) return compared(*a.fact, *b.fact);
  if (a.fact) return compared(*a.fact, *b.literal);
  if (!b.fact) return std::nullopt;
  auto const turned = compared(*b.fact, *a.literal);
  return turned ? std::optional(0 <=> *turned) : std::nullopt;
}

class Settling {
 public:
  explicit Settling(Reading const& reading) : reading_(reading) {}

  std::optional<bool> truth(Node const& node) const {
    switch (node.kind) {
      case NodeKind::literal:
        return as_truth(node.literal);
      case NodeKind::has_variable:
        if (!is_fact(node)) return std::nullopt;
        return reading_.read_at(node.slot) != nullptr;
      case NodeKind::variable: {
        auto const* value = known(node);
        auto const* held = value ? std::get_if<bool>(value) : nullptr;
        return held ? std::optional(*held) : std::nullopt;
      }
      case NodeKind::call:
        return node.constant ? as_truth(node.literal) : call(node);
      default:
        return std::nullopt;
    }
  }

 private:
  static std::optional<bool> as_truth(cel::Value const& value) {
    return value.is(cel::Kind::boolean) ? std::optional(value.as_bool()) : std::nullopt;
  }

  FactValue const* known(Node const& node) const {
    return node.unresolved || !is_fact(node) ? nullptr : reading_.read_at(node.slot);
  }

  std::optional<bool> call(Node const& node) const {
    switch (node.op) {
      case Operator::all_of:
        return chain(node, false);
      case Operator::any_of:
        return chain(node, true);
      case Operator::negate_truth: {
        auto const of = truth(node.children[0]);
        return of ? std::optional(!*of) : std::nullopt;
      }
      case Operator::in:
        return is_in(node.children[0], node.children[1]);
      case Operator::equal:
      case Operator::not_equal:
      case Operator::less:
      case Operator::less_equal:
      case Operator::greater:
      case Operator::greater_equal:
        return comparison(node);
      default:
        return std::nullopt;
    }
  }

  // && and ||: `deciding` settles it, and what stands behind is not read.
  std::optional<bool> chain(Node const& node, bool deciding) const {
    for (auto const& child : node.children) {
      auto const each = truth(child);
      if (!each) return std::nullopt;
      if (*each == deciding) return deciding;
    }
    return !deciding;
  }

  std::optional<Side> side(Node const& node) const {
    if (node.kind == NodeKind::literal || node.constant) return Side{.literal = &node.literal};
    if (node.kind != NodeKind::variable) return std::nullopt;
    auto const* value = known(node);
    return value ? std::optional(Side{.fact = value}) : std::nullopt;
  }

  std::optional<bool> comparison(Node const& node) const {
    auto const left = side(node.children[0]);
    auto const right = left ? side(node.children[1]) : std::nullopt;
    auto const order = right ? compared(*left, *right) : std::nullopt;
    if (!order) return std::nullopt;
    switch (node.op) {
      case Operator::equal:
        return *order == 0;
      case Operator::not_equal:
        return *order != 0;
      case Operator::less:
        return *order < 0;
      case Operator::less_equal:
        return *order <= 0;
      case Operator::greater:
        return *order > 0;
      default:
        return *order >= 0;
    }
  }

  // A text among the literals of a list, or a literal among a fact's texts.
  std::optional<bool> is_in(Node const& item, Node const& list) const {
    auto const left = side(item);
    auto const right = left ? side(list) : std::nullopt;
    if (!right) return std::nullopt;
    if (left->fact && right->literal && right->literal->is(cel::Kind::list)) {
      auto const* text = std::get_if<std::string>(left->fact);
      auto const& items = right->literal->as_list();
      if (!text || !std::ranges::all_of(items, [](auto const& each) { return each.is(cel::Kind::string); }))
        return std::nullopt;
      return std::ranges::any_of(items, [&](auto const& each) { return each.as_string() == *text; });
    }
    if (left->literal && left->literal->is(cel::Kind::string) && right->fact)
      if (auto const* texts = std::get_if<std::vector<std::string>>(right->fact))
        return std::ranges::find(*texts, left->literal->as_string()) != texts->end();
    return std::nullopt;
  }

  Reading const& reading_;
};

}  // namespace

std::optional<bool> settled_quickly(cel::Node const& condition, Reading const& reading) {
  auto const before = reading.reads();
  auto const settled = Settling(reading).truth(condition);
  if (!settled) reading.forget_reads(before);
  return settled;
}

bool waits_for_fact(Node const& condition, Facts const& facts) {
  auto const waits = [&](Node const& part) { return waits_for_fact(part, facts); };
  if (condition.is(Operator::all_of)) return std::ranges::any_of(condition.children, waits);
  if (condition.is(Operator::any_of)) return std::ranges::all_of(condition.children, waits);
  return is_unknown(condition, facts);
}

}  // namespace redress::rules
