// Evaluates a resolved tree once.
//
// && and || absorb: a deciding operand wins over errors and unknowns, an unknown over errors. Everywhere else an error
// wins over unknowns, and unknowns join their labels. Every node costs a step; when none is left, all that remains is
// skipped and the outcome is an Error.
#pragma once

#include "engine/cel/activation.hpp"
#include "engine/cel/ast.hpp"
#include "engine/cel/declarations.hpp"
#include "engine/cel/trace.hpp"

#include <map>
#include <string>
#include <vector>

namespace redress::cel {

using HostFunctions = std::map<std::string, std::vector<Signature>, std::less<>>;

struct Evaluation {
  Activation const& activation;
  HostFunctions const& host_functions;
  std::uint32_t frame_size;
  Trace* trace;  // may be null
  Steps steps;
};

Outcome evaluate(Node const& root, Evaluation const& evaluation);

}  // namespace redress::cel
