// How many steps an evaluation can take at most, proved from the tree alone, before anything is evaluated.
//
// Every sub-expression gets a bound on its cost and on the size of what it yields; a comprehension costs its body as
// often as its range has items. What no tree tells, the size of variables and of what host functions answer, is
// assumed. A bound is never below the true cost and may be far above it. Figures that would overflow stay at the
// largest.
#pragma once

#include "engine/cel/ast.hpp"

#include <cstdint>

namespace redress::cel {

/// The largest variables and answers of host functions that are reckoned with.
struct InputSizes {
  std::uint64_t text_bytes = 10'000;   // of a string or bytes
  std::uint64_t items = 100;           // of a list or map
  std::uint64_t item_bytes = 100;      // of a text in a list or map
  std::uint64_t total_bytes = 10'000;  // of a list, map or anything of unknown type: all texts in it and an item each
};

/// Steps of the evaluation that `root` is the tree of.
std::uint64_t steps_bound(Node const& root, InputSizes const& sizes);

/// The innermost part of the tree that alone may take more than `steps_max`; `root` if none does.
Node const& dearest_part(Node const& root, InputSizes const& sizes, std::uint64_t steps_max);

}  // namespace redress::cel
