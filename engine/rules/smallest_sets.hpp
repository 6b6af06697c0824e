// The search behind the nearest yes: the smallest sets of choices that turn a no, whatever is asked.
//
// Knows nothing of rules: there are levers, each with settings in the order in which they are to be tried, and somebody
// who answers yes or no to a set of choices. A no names levers of which at least one more must be moved before the
// answer can change, and only those are tried on top of it. Where that is true of every no, every minimal set of levers
// is found, by size, unless a limit cuts the search short. Pure and deterministic.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace redress::rules {

struct Choice {
  std::uint32_t lever = 0;
  std::uint32_t setting = 0;

  auto operator<=>(Choice const&) const = default;
};

/// By lever, each at most once.
using Choices = std::vector<Choice>;

struct Reply {
  bool yes = false;
  std::vector<std::uint32_t> try_next = {};  // of a no
};

struct SearchLimits {
  std::size_t changes_max = 4;  // choices in one set
  std::size_t sets_max = 8;
  std::size_t asked_max = 2'000;
};

struct SmallestSets {
  std::vector<Choices> sets;  // smallest first; of several settings of the same levers the first that does
  bool complete = true;       // false: a limit cut the search short
  std::size_t asked = 0;
};

/// `settings`: how many each lever has. The empty set is asked too, and is then the only answer.
SmallestSets smallest_sets(std::span<std::uint32_t const> settings, std::function<Reply(Choices const&)> const& ask,
                           SearchLimits const& limits = {});

}  // namespace redress::rules
