// The model check finds what is wrong in at least 95 of 100 mutants, and what is left is known.
#include "tests/workflows/model/mutants.hpp"

#include "tests/workflows/model/books.hpp"
#include "workflows/model/rule_checks.hpp"
#include "workflows/model_check.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

namespace redress::model {
namespace {

struct Tally {
  std::size_t made = 0, killed = 0;
  std::vector<std::string> survivors = {};
};

// A mutant is killed by a finding the real workflow has not.
bool is_killed(Workflow const& workflow, TurningFacts const& turning, CheckedBook const& checked) {
  if (!workflows::check(workflow).empty()) return true;
  auto const walk =
      explore(workflow, *checked.book,
              {.notes = &checked.notes, .turning = &turning, .situations_max = 10'000, .stop_at_first = true});
  return !walk.findings.empty();
}

void expect_killed(std::map<std::string, Tally> const& tallies, std::size_t made_min) {
  std::size_t made = 0, killed = 0;
  for (auto const& [kind, tally] : tallies) {
    std::cout << fmt::format("{:<18} {:>4} of {:>4} killed\n", kind, tally.killed, tally.made);
    for (auto const& survivor : tally.survivors) std::cout << "  survives: " << survivor << "\n";
    made += tally.made;
    killed += tally.killed;
  }
  std::cout << fmt::format("{} of {} mutants killed\n", killed, made);
  EXPECT_GE(made, made_min);
  EXPECT_GE(killed * 100, made * 95);
}

class TableMutants : public testing::TestWithParam<Workflow const*> {};

TEST_P(TableMutants, are_killed) {
  auto const& workflow = *GetParam();
  auto const turning = turning_facts(workflow);
  auto const& checked = checked_book("taobao");
  std::map<std::string, Tally> tallies;
  // All of them take an hour: REDRESS_ALL_MUTANTS=1.
  std::size_t const most_of_a_kind = std::getenv("REDRESS_ALL_MUTANTS") ? 10'000 : 7;
  for (auto const& mutant : table_mutants(workflow, most_of_a_kind)) {
    auto& tally = tallies[mutant.kind];
    ++tally.made;
    if (is_killed(*mutant.workflow, turning, checked))
      ++tally.killed;
    else
      tally.survivors.push_back(mutant.what);
  }
  expect_killed(tallies, 25);  // a hundred of the four
}

INSTANTIATE_TEST_SUITE_P(Workflows, TableMutants, testing::ValuesIn(workflows::all_workflows()),
                         [](auto const& each) { return std::string(each.param->kind()); });

TEST(BookMutants, are_killed) {
  std::map<std::string, Tally> tallies;
  for (auto const* id : {"taobao", "tmall", "jd"}) {
    auto const& checked = checked_book(id);
    ASSERT_TRUE(check_examples(*checked.book, checked.notes).empty());
    for (auto const& mutant : book_mutants(*checked.book)) {
      auto& tally = tallies[mutant.kind];
      ++tally.made;
      if (!check_examples(*mutant.book, checked.notes).empty())
        ++tally.killed;
      else
        tally.survivors.push_back(fmt::format("{} {}", id, mutant.what));
    }
  }
  expect_killed(tallies, 500);
}

}  // namespace
}  // namespace redress::model
