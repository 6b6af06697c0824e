#include "engine/rules/smallest_sets.hpp"

#include <algorithm>
#include <numeric>
#include <set>

namespace redress::rules {
namespace {

bool has_lever(Choices const& choices, std::uint32_t lever) {
  return std::ranges::any_of(choices, [&](Choice const& each) { return each.lever == lever; });
}

bool covers_levers(Choices const& larger, Choices const& smaller) {
  return std::ranges::all_of(smaller, [&](Choice const& each) { return has_lever(larger, each.lever); });
}

// Settings nearer to the front first, then by lever.
bool sooner(Choices const& one, Choices const& other) {
  auto const weight = [](Choices const& choices) {
    return std::accumulate(choices.begin(), choices.end(), std::uint64_t{0},
                           [](std::uint64_t sum, Choice const& each) { return sum + each.setting; });
  };
  auto const a = weight(one), b = weight(other);
  return a != b ? a < b : one < other;
}

}  // namespace

SmallestSets smallest_sets(std::span<std::uint32_t const> settings, std::function<Reply(Choices const&)> const& ask,
                           SearchLimits const& limits) {
  SmallestSets found;
  std::vector<Choices> level{{}};
  for (std::size_t size = 0; !level.empty(); ++size) {
    std::set<Choices> next;
    for (auto const& choices : level) {
      if (std::ranges::any_of(found.sets, [&](auto const& set) { return covers_levers(choices, set); })) continue;
      if (found.asked == limits.asked_max || found.sets.size() == limits.sets_max) {
        found.complete = false;
        return found;
      }
      ++found.asked;
      auto const reply = ask(choices);
      if (reply.yes) {
        found.sets.push_back(choices);
        continue;
      }
      for (auto const lever : reply.try_next) {
        if (has_lever(choices, lever)) continue;
        for (std::uint32_t setting = 0; setting < settings[lever]; ++setting) {
          auto more = choices;
          more.insert(std::ranges::lower_bound(more, Choice{lever, setting}), {lever, setting});
          next.insert(std::move(more));
        }
      }
    }
    level.assign(next.begin(), next.end());
    std::ranges::sort(level, sooner);
    if (size == limits.changes_max && !level.empty()) {
      found.complete = false;
      return found;
    }
  }
  return found;
}

}  // namespace redress::rules
