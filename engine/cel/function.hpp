// The functions and operators of the language as a table: name, overloads, implementation.
//
// The checker reads the signatures, the evaluator calls the bodies, and docs/cel.md lists the same rows. A body is
// called with known values of its overload's kinds; it must charge `steps` for what it looks through or produces.
#pragma once

#include "engine/cel/activation.hpp"
#include "engine/cel/ast.hpp"
#include "engine/cel/declarations.hpp"
#include "engine/cel/outcome.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace redress::cel {

/// What a body may use beside its arguments.
struct Calling {
  Activation const& activation;  // for named time zones only
  Steps& steps;

  void charge(std::size_t bytes_or_items) { steps -= static_cast<Steps>(bytes_or_items / 16 + 1); }
};

using Arguments = std::span<Value const>;
using Body = Outcome (*)(Calling&, Arguments);

struct Overload {
  Signature signature;
  Body body;
};

struct Function {
  std::string name;
  std::vector<Overload> overloads;
};

/// Null pointer if the standard library has no function of that name.
Function const* find_standard_function(std::string_view name);

/// All of them, by name.
std::vector<Function> const& standard_functions();

/// The overload for these arguments by their kinds; null pointer if there is none.
Overload const* choose_overload(Function const& function, Arguments arguments, bool member);

/// Whether a value of that kind may stand where `type` is asked for; parameters of lists and maps are not looked at.
bool kind_fits(Kind kind, Type const& type);

/// What the checker asks of an operator; empty for none, and for && || ?: whose operands need not all be evaluated.
std::vector<Signature> const& signatures_of(Operator op);

/// Carries out every operator but && || ?:.
Outcome apply(Operator op, Calling& calling, Arguments operands);

/// Whether the arguments are as many as the signature takes, and of its kinds.
bool fits(Signature const& signature, Arguments arguments);

/// "no such overload" for these kinds of arguments.
Outcome no_overload(std::string_view name, Arguments arguments);

// The parts of the table, each in its own file.
std::vector<Function> conversion_functions();
std::vector<Function> string_functions();
std::vector<Function> time_functions();
std::vector<Function> math_functions();
std::vector<Function> optional_functions();
std::vector<Function> network_functions();

}  // namespace redress::cel
