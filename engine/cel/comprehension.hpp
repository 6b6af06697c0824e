// The comprehension macros at work, and the pieces of three-valued logic they share with && and ||.
#pragma once

#include "engine/cel/ast.hpp"
#include "engine/cel/outcome.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace redress::cel {

/// What a comprehension needs of the evaluator around it.
class BodyEvaluator {
 public:
  virtual Outcome evaluate(Node const& node) = 0;
  virtual void set_local(std::uint32_t slot, Outcome outcome) = 0;
  virtual bool is_spent() const = 0;
  virtual void charge(std::size_t items) = 0;

 protected:
  ~BodyEvaluator() = default;
};

/// `node` is of kind comprehension.
Outcome evaluate_comprehension(Node const& node, BodyEvaluator& body);

/// Labels of both.
void join(std::optional<Unknown>& joined, Unknown&& more);

/// The operands of && or || (or of all() and exists()) that did not decide: unknowns win over errors.
class Absorbed {
 public:
  /// A value that is no bool counts as an error of `operation`.
  void add(Outcome outcome, std::string_view operation);
  Outcome outcome_or(Value value);

 private:
  std::optional<Unknown> unknown_;
  std::optional<Error> error_;
};

/// What looking for a key among so many may cost, and sorting the entries of a map.
std::size_t lookup_items(Value const& key, std::size_t among);
std::size_t sorting_items(std::vector<Map::Entry> const& entries);

/// The map, or an Error for a key twice or of a type that is no key.
Outcome map_of(std::vector<Map::Entry> entries);

}  // namespace redress::cel
