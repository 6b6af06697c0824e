#include "engine/rules/smallest_sets.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace redress::rules {
namespace {

using Levers = std::set<std::uint32_t>;

std::vector<std::uint32_t> all_of(std::size_t count) {
  std::vector<std::uint32_t> levers(count);
  std::iota(levers.begin(), levers.end(), 0U);
  return levers;
}

Levers levers_of(Choices const& choices) {
  Levers levers;
  for (auto const& each : choices) levers.insert(each.lever);
  return levers;
}

TEST(SmallestSets, AnswersTheEmptySetWhereNothingIsToBeTurned) {
  auto const found = smallest_sets({}, [](auto const&) { return Reply{.yes = true}; });
  ASSERT_EQ(found.sets.size(), 1U);
  EXPECT_TRUE(found.sets.front().empty());
  EXPECT_TRUE(found.complete);
}

TEST(SmallestSets, TakesTheFirstSettingThatDoes) {
  std::vector<std::uint32_t> const settings{5};
  auto const found = smallest_sets(settings, [](Choices const& choices) {
    return Reply{.yes = !choices.empty() && choices[0].setting >= 2, .try_next = {0}};
  });
  ASSERT_EQ(found.sets.size(), 1U);
  EXPECT_EQ(found.sets[0], (Choices{{0, 2}}));
}

TEST(SmallestSets, StopsAtEachLimitAndSaysSo) {
  std::vector<std::uint32_t> const settings(10, 2);
  auto const never = [](auto const&) { return Reply{.try_next = all_of(10)}; };
  auto const few = smallest_sets(settings, never, {.changes_max = 2});
  EXPECT_FALSE(few.complete);
  EXPECT_EQ(few.asked, 1U + 20U + 45U * 4U);
  EXPECT_EQ(smallest_sets(settings, never, {.asked_max = 50}).asked, 50U);
  auto const single = [](Choices const& choices) { return Reply{.yes = choices.size() == 1, .try_next = all_of(10)}; };
  auto const some = smallest_sets(settings, single, {.sets_max = 3});
  EXPECT_EQ(some.sets.size(), 3U);
  EXPECT_FALSE(some.complete);
  EXPECT_TRUE(smallest_sets(settings, single, {.sets_max = 11}).complete);
}

// Any function from settings to yes and no, monotonic or not: with every lever named by every no, all minimal sets
// come.
RC_GTEST_PROP(SmallestSetsLaw, AreAllTheMinimalSetsOfAnyFunction, ()) {
  auto const count = *rc::gen::inRange<std::size_t>(0, 5);
  std::vector<std::uint32_t> settings;
  for (std::size_t i = 0; i < count; ++i) settings.push_back(*rc::gen::inRange<std::uint32_t>(1, 4));
  std::map<Choices, bool> answers;
  std::vector<Choices> every{{}};
  for (std::uint32_t lever = 0; lever < count; ++lever)
    for (std::size_t i = 0, before = every.size(); i < before; ++i)
      for (std::uint32_t setting = 0; setting < settings[lever]; ++setting) {
        every.push_back(every[i]);
        every.back().push_back({lever, setting});
      }
  for (auto const& choices : every) answers[choices] = *rc::gen::inRange(0, 6) == 0;
  std::set<Levers> yes, minimal;
  for (auto const& [choices, answer] : answers)
    if (answer) yes.insert(levers_of(choices));
  for (auto const& set : yes)
    if (std::ranges::none_of(yes,
                             [&](Levers const& other) { return other != set && std::ranges::includes(set, other); }))
      minimal.insert(set);

  auto const found = smallest_sets(
      settings, [&](Choices const& choices) { return Reply{.yes = answers.at(choices), .try_next = all_of(count)}; },
      {.changes_max = 9, .sets_max = 1'000, .asked_max = 100'000});
  std::set<Levers> sets;
  std::size_t largest = 0;
  for (auto const& choices : found.sets) {
    RC_ASSERT(answers.at(choices));
    RC_ASSERT(choices.size() >= largest);  // smallest first
    largest = choices.size();
    sets.insert(levers_of(choices));
  }
  RC_ASSERT(found.complete);
  RC_ASSERT(sets.size() == found.sets.size());
  RC_ASSERT(sets == minimal);
}

}  // namespace
}  // namespace redress::rules
