// Figures of the cost reckoning that never wrap, and how large values are.
#pragma once

#include "engine/cel/value.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace redress::cel {

/// A whole number that stays at the largest instead of wrapping.
struct Bound {
  std::uint64_t count = 0;

  friend Bound operator+(Bound a, Bound b) {
    std::uint64_t sum = 0;
    return {__builtin_add_overflow(a.count, b.count, &sum) ? std::numeric_limits<std::uint64_t>::max() : sum};
  }
  friend Bound operator*(Bound a, Bound b) {
    std::uint64_t product = 0;
    return {__builtin_mul_overflow(a.count, b.count, &product) ? std::numeric_limits<std::uint64_t>::max() : product};
  }
  Bound& operator+=(Bound more) { return *this = *this + more; }
  friend Bound max(Bound a, Bound b) { return {std::max(a.count, b.count)}; }
};

/// What a value comes to: its bytes, items or entries; and with all it holds, an item for each value and a byte for
/// each of their bytes; `part` is the largest total of anything inside. `total` is at least 1, `size` and `part`.
struct Extent {
  Bound size{0};
  Bound total{1};
  Bound part{1};
};

inline constexpr Extent scalar_extent{{1}, {1}, {1}};

/// Whether every value of the type is of one item.
bool is_scalar(Type const& type);

Extent extent_of(Value const& value);

}  // namespace redress::cel
