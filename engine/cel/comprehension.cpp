#include "engine/cel/comprehension.hpp"

#include "engine/cel/function.hpp"

#include <fmt/format.h>

#include <array>
#include <bit>

namespace redress::cel {
namespace {

class Comprehension {
 public:
  Comprehension(Node const& node, BodyEvaluator& body) : node_(node), body_(body) {}

  Outcome run() {
    Outcome range = body_.evaluate(node_.children[0]);
    if (!range.is_value()) return range;
    Value const& over = range.value();
    if (node_.macro == Macro::opt_map || node_.macro == Macro::opt_flat_map) return of_optional(over);
    if (!over.is(Kind::list) && !over.is(Kind::map)) return no_overload(node_.name, std::array{over});
    switch (node_.macro) {
      case Macro::all:
        return quantified(over, false);
      case Macro::exists:
        return quantified(over, true);
      case Macro::exists_one:
        return exactly_one(over);
      case Macro::transform_map:
      case Macro::transform_map_entry:
        return collected_map(over);
      default:
        return collected_list(over);
    }
  }

 private:
  /// Binds the variables to each entry in turn while `step` asks for more.
  template <class Step>
  void each(Value const& over, Step step) {
    if (over.is(Kind::list)) {
      List const& items = over.as_list();
      for (std::size_t i = 0; i < items.size() && !body_.is_spent(); ++i) {
        bind(Value(static_cast<std::int64_t>(i)), items[i], items[i]);
        if (!step(Value(static_cast<std::int64_t>(i)), items[i])) return;
      }
      return;
    }
    for (auto const& [key, value] : over.as_map().entries()) {
      if (body_.is_spent()) return;
      bind(key, value, key);
      if (!step(key, value)) return;
    }
  }

  void bind(Value const& first, Value const& second, Value const& only) {
    if (node_.variables.size() == 1) return body_.set_local(node_.slot, only);
    body_.set_local(node_.slot, first);
    body_.set_local(node_.slot + 1, second);
  }

  Outcome quantified(Value const& over, bool deciding) {
    Absorbed rest;
    bool decided = false;
    each(over, [&](Value const&, Value const&) {
      Outcome outcome = body_.evaluate(node_.children[1]);
      decided = outcome.is(deciding);
      if (!decided) rest.add(std::move(outcome), node_.name);
      return !decided;
    });
    return decided ? Outcome(Value(deciding)) : rest.outcome_or(Value(!deciding));
  }

  /// A condition that must be known: true or false, or nullopt with the reason kept in stopped_ or missing_.
  std::optional<bool> condition(Node const& node) {
    Outcome outcome = body_.evaluate(node);
    if (outcome.is_unknown()) {
      join(missing_, std::move(outcome.unknown()));
    } else if (outcome.is_error()) {
      stopped_ = std::move(outcome.error());
    } else if (!outcome.value().is(Kind::boolean)) {
      stopped_ = no_overload(node_.name, std::array{outcome.value()}).error();
    } else {
      return outcome.value().as_bool();
    }
    return std::nullopt;
  }

  /// An error at any item outweighs unknowns, so items are gone through to the end even when one is unknown.
  Outcome strict(Outcome outcome) {
    if (stopped_) return std::move(*stopped_);
    if (missing_) return std::move(*missing_);
    return outcome;
  }

  Outcome exactly_one(Value const& over) {
    std::size_t holding = 0;
    each(over, [&](Value const&, Value const&) {
      holding += condition(node_.children[1]).value_or(false) ? 1 : 0;
      return !stopped_;
    });
    return strict(Value(holding == 1));
  }

  /// Evaluates the transform for each item that the condition, if there is one, lets through.
  template <class Keep>
  void transformed(Value const& over, Keep keep) {
    each(over, [&](Value const& key, Value const&) {
      if (node_.children.size() == 3 && !condition(node_.children[1]).value_or(false)) return !stopped_;
      Outcome outcome = body_.evaluate(node_.children.back());
      if (outcome.is_unknown()) {
        join(missing_, std::move(outcome.unknown()));
      } else if (outcome.is_error()) {
        stopped_ = std::move(outcome.error());
      } else {
        keep(key, std::move(outcome.value()));
      }
      return !stopped_;
    });
  }

  Outcome collected_list(Value const& over) {
    List items;
    if (node_.macro == Macro::filter) {
      each(over, [&](Value const& key, Value const& value) {
        if (condition(node_.children[1]).value_or(false)) items.push_back(over.is(Kind::map) ? key : value);
        return !stopped_;
      });
    } else {
      transformed(over, [&](Value const&, Value value) { items.push_back(std::move(value)); });
    }
    return strict(Value(std::move(items)));
  }

  Outcome collected_map(Value const& over) {
    std::vector<Map::Entry> entries;
    transformed(over, [&](Value const& key, Value value) {
      if (node_.macro == Macro::transform_map) {
        entries.emplace_back(key, std::move(value));
      } else if (value.is(Kind::map)) {
        body_.charge(value.as_map().size());
        if (!body_.is_spent())
          entries.insert(entries.end(), value.as_map().entries().begin(), value.as_map().entries().end());
      } else {
        stopped_ = no_overload(node_.name, std::array{value}).error();
      }
    });
    if (stopped_ || missing_) return strict(Value());
    body_.charge(sorting_items(entries));
    return body_.is_spent() ? Outcome(Value()) : map_of(std::move(entries));
  }

  Outcome of_optional(Value const& over) {
    if (!over.is(Kind::optional)) return no_overload(node_.name, std::array{over});
    auto const& held = over.as_optional().value;
    if (!held) return over;
    body_.set_local(node_.slot, *held);
    Outcome outcome = body_.evaluate(node_.children[1]);
    if (!outcome.is_value()) return outcome;
    if (node_.macro == Macro::opt_map)
      return Value(Optional{std::make_shared<Value const>(std::move(outcome.value()))});
    return outcome.value().is(Kind::optional) ? outcome : no_overload(node_.name, std::array{outcome.value()});
  }

  Node const& node_;
  BodyEvaluator& body_;
  std::optional<Error> stopped_;
  std::optional<Unknown> missing_;
};

}  // namespace

void join(std::optional<Unknown>& joined, Unknown&& more) {
  if (!joined) {
    joined = std::move(more);
  } else {
    joined->labels.merge(more.labels);
  }
}

void Absorbed::add(Outcome outcome, std::string_view operation) {
  if (outcome.is_unknown()) {
    join(unknown_, std::move(outcome.unknown()));
  } else if (outcome.is_error()) {
    if (!error_) error_ = std::move(outcome.error());
  } else if (!outcome.value().is(Kind::boolean) && !error_) {
    error_ = no_overload(operation, std::array{outcome.value()}).error();
  }
}

Outcome Absorbed::outcome_or(Value value) {
  if (unknown_) return std::move(*unknown_);
  if (error_) return std::move(*error_);
  return value;
}

std::size_t lookup_items(Value const& key, std::size_t among) {
  if (!key.is(Kind::string)) return 1;
  return (key.as_string().size() / 16 + 1) * static_cast<std::size_t>(std::bit_width(among));
}

std::size_t sorting_items(std::vector<Map::Entry> const& entries) {
  std::size_t items = 0;
  for (auto const& [key, value] : entries) items += lookup_items(key, entries.size());
  return items;
}

Outcome map_of(std::vector<Map::Entry> entries) {
  for (auto const& [key, value] : entries) {
    if (!may_be_key(key)) {
      return error(fmt::format("{} 不能作映射的键", key.type().name()),
                   fmt::format("unsupported map key type {}", key.type().name()));
    }
  }
  auto made = Map::of(std::move(entries));
  return made ? Outcome(Value(std::move(*made))) : error("映射里有重复的键", "duplicate key in map");
}

Outcome evaluate_comprehension(Node const& node, BodyEvaluator& body) { return Comprehension(node, body).run(); }

}  // namespace redress::cel
