// The record of one evaluation: what each sub-expression came to, and what was read.
//
// Only what was really evaluated is here; a conjunct behind a false one has no outcome. The body of a comprehension is
// evaluated once an item and keeps its last outcome, which is the deciding one where the macro stopped early.
// One Trace serves one evaluation and refers to its Program's tree; keep the Program while using it.
#pragma once

#include "engine/cel/ast.hpp"
#include "engine/cel/outcome.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace redress::cel {

class Trace {
 public:
  /// A declared variable that was read or asked for with has(); nullopt: it was not known. Each name once.
  struct Read {
    std::string name;
    std::optional<Value> value;
  };
  struct Call {
    Node const* node;  // of a host function
    std::vector<Value> arguments;
    Outcome outcome;
  };

  /// Null pointer if the sub-expression was not evaluated.
  Outcome const* outcome_of(Node const& node) const;

  /// In the order of first reading.
  std::vector<Read> const& reads() const { return reads_; }

  /// Host functions called, in order; at most `calls_max` are kept.
  std::vector<Call> const& calls() const { return calls_; }
  static constexpr std::size_t calls_max = 1000;

  // For the evaluator.
  void begin(std::size_t node_count);
  void record(Node const& node, Outcome const& outcome);
  void record_read(std::string_view name, std::optional<Value> const& value);
  void record_call(Node const& node, std::span<Value const> arguments, Outcome const& outcome);

 private:
  std::vector<std::optional<Outcome>> outcomes_;  // by node id
  std::vector<Read> reads_;
  std::vector<Call> calls_;
};

}  // namespace redress::cel
