#include "engine/cel/evaluator.hpp"

#include "engine/cel/comprehension.hpp"
#include "engine/cel/function.hpp"
#include "engine/cel/pattern.hpp"
#include "engine/cel/well_known.hpp"

#include <boost/container/small_vector.hpp>

#include <fmt/format.h>

#include <array>

namespace redress::cel {
namespace {

class Evaluator final : public BodyEvaluator {
 public:
  explicit Evaluator(Evaluation const& evaluation)
      : evaluation_(evaluation), steps_(evaluation.steps), frame_(evaluation.frame_size, Value()) {}

  Outcome run(Node const& root) {
    Outcome outcome = evaluate(root);
    return steps_ < 0 ? spent() : outcome;
  }

  Outcome evaluate(Node const& node) override {
    if (--steps_ < 0) return spent();
    Outcome outcome = bare(node);
    if (outcome.is_value() && outcome.value().depth() > value_depth_max) outcome = too_deep();
    if (outcome.is_error() && outcome.error().span == Span{}) outcome.error().span = node.span;
    if (evaluation_.trace != nullptr) evaluation_.trace->record(node, outcome);
    return outcome;
  }

  void set_local(std::uint32_t slot, Outcome outcome) override { frame_[slot] = std::move(outcome); }
  bool is_spent() const override { return steps_ < 0; }
  void charge(std::size_t items) override { steps_ -= static_cast<Steps>(items); }

 private:
  static Outcome spent() { return error("求值超出步数上限", "evaluation step budget exceeded"); }

  static Outcome too_deep() {
    return error(fmt::format("值的嵌套超过 {} 层", value_depth_max),
                 fmt::format("a value is nested deeper than {} levels", value_depth_max));
  }

  Outcome bare(Node const& node) {
    if (node.constant) return node.literal;
    switch (node.kind) {
      case NodeKind::literal:
        return node.literal;
      case NodeKind::variable:
        return variable(node);
      case NodeKind::local:
        return frame_[node.slot];
      case NodeKind::select:
        return select(node);
      case NodeKind::has_variable:
        return Value(read(node.name).has_value());
      case NodeKind::has_field:
        return has_field(node);
      case NodeKind::call:
        return call(node);
      case NodeKind::list:
        return list(node);
      case NodeKind::map:
        return map(node);
      case NodeKind::comprehension:
        return evaluate_comprehension(node, *this);
      case NodeKind::binding:
        // Bound as it is, so that a body that needs no value of it does not fail for want of one.
        frame_[node.slot] = evaluate(node.children[0]);
        return evaluate(node.children[1]);
      case NodeKind::message:
        return message(node);
    }
    return Value();
  }

  Outcome message(Node const& node) {
    if (node.unresolved)
      return error(fmt::format("没有 {} 这种消息类型", node.name), fmt::format("unknown message type {}", node.name));
    Values values;
    if (auto stopped = gather(node, values)) return std::move(*stopped);
    charge(node.name.size());
    return well_known(node.name, node.variables, values);
  }

  std::optional<Value> read(std::string const& name) {
    std::optional<Value> value = evaluation_.activation.find(name);
    if (evaluation_.trace != nullptr) evaluation_.trace->record_read(name, value);
    return value;
  }

  Outcome variable(Node const& node) {
    if (node.unresolved)
      return error(fmt::format("没有叫 {} 的名字", node.name), fmt::format("unknown name {}", node.name));
    std::optional<Value> value = read(node.name);
    if (!value) return cel::unknown(node.name);
    if (!kind_fits(value->kind(), node.type)) {
      return error(
          fmt::format("{} 应为 {}，给的却是 {}", node.name, node.type.to_string(), value->type().name()),
          fmt::format("{} should be {}, but {} was given", node.name, node.type.to_string(), value->type().name()));
    }
    return std::move(*value);
  }

  Outcome select(Node const& node) {
    Outcome operand = evaluate(node.children[0]);
    if (!operand.is_value()) return operand;
    Value const& from = operand.value();
    if (!from.is(Kind::map) && !from.is(Kind::optional)) return no_field(from, node.name);
    Calling calling{evaluation_.activation, steps_};
    return apply(Operator::index, calling, std::array{from, node.literal});
  }

  static Outcome no_field(Value const& from, std::string_view name) {
    return error(fmt::format("{} 没有字段，取不出“{}”", from.type().name(), name),
                 fmt::format("{} does not support field selection of \"{}\"", from.type().name(), name));
  }

  Outcome has_field(Node const& node) {
    if (node.unresolved)
      return error(fmt::format("没有叫 {} 的名字", node.name), fmt::format("unknown name {}", node.name));
    Outcome operand = evaluate(node.children[0]);
    if (!operand.is_value()) return operand;
    Value const* from = &operand.value();
    while (from->is(Kind::optional)) {
      if (!from->as_optional().value) return Value(false);
      from = from->as_optional().value.get();
    }
    if (!from->is(Kind::map)) return no_field(*from, node.name);
    charge(lookup_items(node.literal, from->as_map().size()));
    return Value(from->as_map().find(node.literal) != nullptr);
  }

  Outcome call(Node const& node) {
    switch (node.op) {
      case Operator::all_of:
        return chain(node, false);
      case Operator::any_of:
        return chain(node, true);
      case Operator::conditional:
        return conditional(node);
      default:
        break;
    }
    if (node.unresolved)
      return error(fmt::format("没有叫 {} 的函数", node.name), fmt::format("unknown function {}", node.name));
    Values arguments;
    if (auto stopped = gather(node, arguments)) return std::move(*stopped);
    Calling calling{evaluation_.activation, steps_};
    if (node.op != Operator::none) return apply(node.op, calling, arguments);
    if (node.pattern && arguments[0].is(Kind::string)) {
      return matches(calling, *node.pattern, arguments[0].as_string());
    }
    if (node.function == nullptr) return host_call(node, arguments);
    Overload const* overload = choose_overload(*node.function, arguments, node.member);
    return overload != nullptr ? overload->body(calling, arguments) : no_overload(node.name, arguments);
  }

  using Values = boost::container::small_vector<Value, 3>;

  /// The values of all children, or the error or unknown that stands in their way.
  std::optional<Outcome> gather(Node const& node, Values& values) {
    std::optional<Unknown> missing;
    for (Node const& child : node.children) {
      Outcome outcome = evaluate(child);
      if (outcome.is_error()) return outcome;
      if (outcome.is_unknown()) {
        join(missing, std::move(outcome.unknown()));
      } else if (!missing) {
        values.push_back(std::move(outcome.value()));
      }
    }
    if (missing) return std::optional<Outcome>(std::in_place, std::move(*missing));
    return std::nullopt;
  }

  Outcome host_call(Node const& node, Arguments arguments) {
    auto const declared = evaluation_.host_functions.find(node.name);
    Signature const* found = nullptr;
    for (Signature const& signature : declared->second) {
      if (found == nullptr && signature.member == node.member && fits(signature, arguments)) found = &signature;
    }
    if (found == nullptr) return no_overload(node.name, arguments);
    Outcome outcome = evaluation_.activation.call(node.name, arguments);
    if (outcome.is_value() && !kind_fits(outcome.value().kind(), found->result)) {
      outcome = error(fmt::format("函数 {} 的结果类型不对", node.name),
                      fmt::format("function {} answered a value of another type", node.name));
    }
    if (evaluation_.trace != nullptr) evaluation_.trace->record_call(node, arguments, outcome);
    return outcome;
  }

  /// && and ||: `deciding` is the operand that settles it.
  Outcome chain(Node const& node, bool deciding) {
    Absorbed rest;
    for (Node const& child : node.children) {
      Outcome outcome = evaluate(child);
      if (outcome.is(deciding)) return outcome;
      rest.add(std::move(outcome), node.name);
    }
    return rest.outcome_or(Value(!deciding));
  }

  Outcome conditional(Node const& node) {
    Outcome condition = evaluate(node.children[0]);
    if (!condition.is_value()) return condition;
    if (!condition.value().is(Kind::boolean)) return no_overload(node.name, std::array{condition.value()});
    return evaluate(node.children[condition.value().as_bool() ? 1 : 2]);
  }

  static bool is_optional(Node const& node, std::size_t entry) {
    return entry < node.optional_entries.size() && node.optional_entries[entry];
  }

  static Outcome no_optional() { return error("带 ? 的项应是 optional", "an entry with ? must be optional"); }

  Outcome list(Node const& node) {
    Values values;
    if (auto stopped = gather(node, values)) return std::move(*stopped);
    List items;
    items.reserve(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!is_optional(node, i)) {
        items.push_back(std::move(values[i]));
      } else if (!values[i].is(Kind::optional)) {
        return no_optional();
      } else if (auto const& held = values[i].as_optional().value) {
        items.push_back(*held);
      }
    }
    return Value(std::move(items));
  }

  Outcome map(Node const& node) {
    Values values;
    if (auto stopped = gather(node, values)) return std::move(*stopped);
    std::vector<Map::Entry> entries;
    entries.reserve(values.size() / 2);
    for (std::size_t i = 0; i + 1 < values.size(); i += 2) {
      if (!is_optional(node, i / 2)) {
        entries.emplace_back(std::move(values[i]), std::move(values[i + 1]));
      } else if (!values[i + 1].is(Kind::optional)) {
        return no_optional();
      } else if (auto const& held = values[i + 1].as_optional().value) {
        entries.emplace_back(std::move(values[i]), *held);
      }
    }
    charge(sorting_items(entries));
    return is_spent() ? spent() : map_of(std::move(entries));
  }

  Evaluation const& evaluation_;
  Steps steps_;
  std::vector<Outcome> frame_;  // variables of the comprehensions and bindings around the node
};

}  // namespace

Outcome evaluate(Node const& root, Evaluation const& evaluation) { return Evaluator(evaluation).run(root); }

}  // namespace redress::cel
