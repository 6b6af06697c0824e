// Decides what each name of a parsed tree stands for: a declared variable, a constant, a type, a function or a variable
// bound by a macro around it.
//
// A path `a.b.c` is the longest declared name it begins with, looked up in the container first and outwards from there;
// what is left of the path are fields. A macro's variable hides declared names of the same first part.
#pragma once

#include "engine/cel/ast.hpp"
#include "engine/cel/declarations.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace redress::cel {

struct Resolved {
  std::vector<Diagnostic> diagnostics;  // unknown names; the nodes are marked `unresolved` too
  std::uint32_t node_count = 0;
  std::uint32_t frame_size = 0;  // places for the variables of comprehensions and bindings
  std::set<std::string> variables;
  std::set<std::string> host_functions;
};

/// Also numbers the nodes and gives bound variables their slots.
Resolved resolve(Node& root, std::string_view source, Declarations const& declarations);

}  // namespace redress::cel
