// What the walk takes for one is one: setting more facts while trying finds no further fact that matters.
#include "workflows/model/turning_facts.hpp"

#include "tests/workflows/model/books.hpp"

#include <gtest/gtest.h>

#include <iostream>

namespace redress::model {
namespace {

class TurningFactsOf : public testing::TestWithParam<Workflow const*> {};

TEST_P(TurningFactsOf, are_the_same_with_one_and_with_two_other_facts_set) {
  auto const one = turning_facts(*GetParam(), 1);
  auto const two = turning_facts(*GetParam(), 2);
  ASSERT_EQ(one.facts.size(), two.facts.size());
  for (auto const& boundary : two.facts) EXPECT_NE(one.find(boundary.fact), nullptr) << boundary.fact;
  EXPECT_EQ(one.live, two.live);
}

INSTANTIATE_TEST_SUITE_P(Workflows, TurningFactsOf, testing::ValuesIn(workflows::all_workflows()),
                         [](auto const& each) { return std::string(each.param->kind()); });

class LikenessOf : public testing::TestWithParam<Workflow const*> {};

TEST_P(LikenessOf, tried_with_two_changes_shows_nothing_more) {
  auto const& checked = checked_book("taobao");
  auto const turning = turning_facts(*GetParam());
  auto const one = explore(*GetParam(), *checked.book, {.notes = &checked.notes, .turning = &turning});
  auto const two =
      explore(*GetParam(), *checked.book, {.notes = &checked.notes, .turning = &turning, .changes_together = 2});
  std::cout << one.situations.size() << " situations with one change tried, " << two.situations.size() << " with two\n";
  EXPECT_EQ(one.rows, two.rows);
  EXPECT_EQ(one.states, two.states);
  EXPECT_EQ(one.findings.size(), two.findings.size());
}

INSTANTIATE_TEST_SUITE_P(Workflows, LikenessOf, testing::ValuesIn(workflows::all_workflows()),
                         [](auto const& each) { return std::string(each.param->kind()); });

}  // namespace
}  // namespace redress::model
