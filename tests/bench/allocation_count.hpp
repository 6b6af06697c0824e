// How often the program asked for memory: operator new, counted. In a file of its own, so that no call of it is
// inlined.
#pragma once

#include <cstddef>

namespace redress::bench {

/// Calls of operator new so far. The benchmarks run on one thread.
std::size_t allocations();

}  // namespace redress::bench
