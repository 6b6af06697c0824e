// The one source of everything that happens by chance in a simulation: the same seed, the same answers.
//
// Draws are made of raw 64-bit numbers by our own arithmetic, because the standard library's distributions differ from
// one library to the next. One thread.
#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <vector>

namespace redress::simulation {

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : engine_(seed) {}

  std::uint64_t draw() { return engine_(); }
  /// 0 <= answer < count; count is at least 1.
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(draw() % count); }
  /// low <= answer <= high.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(draw() % static_cast<std::uint64_t>(high - low + 1));
  }
  bool percent(unsigned chance) { return draw() % 100 < chance; }
  bool permille(unsigned chance) { return draw() % 1000 < chance; }

  template <class Item>
  Item const& one_of(std::vector<Item> const& items) {
    return items[below(items.size())];
  }
  /// An index, each with the chance of its weight among all.
  std::size_t weighted(std::span<int const> weights) {
    std::uint64_t all = 0;
    for (auto const weight : weights) all += static_cast<std::uint64_t>(weight);
    auto left = draw() % all;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      auto const weight = static_cast<std::uint64_t>(weights[i]);
      if (left < weight) return i;
      left -= weight;
    }
    return weights.size() - 1;
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace redress::simulation
