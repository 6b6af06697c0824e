// Compiles a CEL expression once and evaluates it many times.
//
//   auto compiled = cel::compile("order.paid_minor <= 20000 && has_evidence('E-SIGN')", declarations,
//   {Type::boolean()}); if (!compiled) ... compiled.error() is the list of Diagnostics ... Outcome outcome =
//   compiled->evaluate(facts);
//
// A Program is immutable and cheap to copy; evaluating is pure and may run on many threads at once.
#pragma once

#include "engine/cel/activation.hpp"
#include "engine/cel/ast.hpp"
#include "engine/cel/cost.hpp"
#include "engine/cel/declarations.hpp"
#include "engine/cel/outcome.hpp"
#include "engine/cel/trace.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace redress::cel {

/// What bounds a source and its tree. Generous beside what the CEL definition asks every implementation to accept.
struct Limits {
  std::uint32_t source_bytes_max = 100'000;
  std::uint16_t depth_max = 200;  // nested parentheses, operators in a left-deep chain, selections in a row
  std::uint32_t nodes_max = 20'000;
};

/// What one evaluation may cost: a step for each node evaluated, and one for every 16 bytes or list item it produces or
/// looks through. Past it the outcome is an Error that no && or || absorbs.
inline constexpr Steps evaluation_steps_max = 1'000'000;

struct CompileOptions {
  Type expected = Type::dyn();  // what the whole expression must yield
  bool check_types = true;  // false: parse and resolve only; unknown names and wrong types are Errors when evaluated
  Limits limits = {};
  bool named_time_zones = false;  // true: the Activation knows more zones than the engine (checked programs only)
  std::uint64_t steps_max = 0;    // not 0: an expression that could cost more is refused (checked programs only)
  InputSizes input_sizes = {};    // what `steps_max` is reckoned for
};

class Compiled;

class Program {
 public:
  /// Never throws and never fails: whatever goes wrong is an Error outcome.
  Outcome evaluate(Activation const& activation, Steps steps_max = evaluation_steps_max) const;

  /// The same, and writes down how it came about.
  Outcome evaluate(Activation const& activation, Trace& trace, Steps steps_max = evaluation_steps_max) const;

  std::string_view source() const;
  Node const& root() const;
  std::size_t node_count() const;

  /// What an evaluation costs at most when no variable is larger than that, proved without evaluating.
  std::uint64_t steps_bound(InputSizes const& sizes = {}) const;

  /// The type the checker found; dyn if unchecked.
  Type const& type() const;

  /// Declared variables the expression names anywhere, sorted, each once; and host functions likewise.
  std::vector<std::string> const& variables() const;
  std::vector<std::string> const& host_functions() const;

 private:
  struct Parts;
  friend Compiled compile(std::string_view, Declarations const&, CompileOptions const&);
  explicit Program(std::shared_ptr<Parts const> parts) : parts_(std::move(parts)) {}

  std::shared_ptr<Parts const> parts_;
};

/// A Program, or why there is none. Diagnostics are in order of position, at least one, and never more than 20.
class Compiled {
 public:
  Compiled(Program program) : held_(std::move(program)) {}
  Compiled(std::vector<Diagnostic> diagnostics) : held_(std::move(diagnostics)) {}

  bool has_value() const { return held_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  // Asking for what is not there is a bug of the caller and asserts.
  Program const& operator*() const;
  Program const* operator->() const { return &**this; }
  std::vector<Diagnostic> const& error() const;

 private:
  std::variant<Program, std::vector<Diagnostic>> held_;
};

Compiled compile(std::string_view source, Declarations const& declarations, CompileOptions const& options = {});

/// The first diagnostic as a Fault `invalid_params`, positioned "line 1, column 5".
Fault fault_of(std::vector<Diagnostic> const& diagnostics);

}  // namespace redress::cel
