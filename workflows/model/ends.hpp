// What a whole walk shows and no single step does: situations without a way to an end, and appeals that turn in a
// circle without the platform.
//
// Pure.
#pragma once

#include "workflows/model/explorer.hpp"

#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace redress::model {

struct Edge {
  std::size_t from;
  std::size_t to;
  EventSpec const* event;  // nullptr: facts that were reported, or time that passed
};

/// Adds to the walk's findings those that are not among `seen`.
void check_ends(Walk& walk, std::vector<Edge> const& edges, std::set<std::string>& seen);

}  // namespace redress::model
