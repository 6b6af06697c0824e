// Every state, event and boundary fact of every workflow: what the machine does, the table says, and never more.
#include "workflows/boundary_facts.hpp"
#include "workflows/catalogue.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace redress::workflows {
namespace {

class Asker final : public RowAsker {
 public:
  bool allows(RowSpec const& row) override {
    asked.push_back(&row);
    return says_yes;
  }
  bool says_yes = true;
  std::vector<RowSpec const*> asked = {};
};

using Pair = std::pair<std::string_view, std::string_view>;  // state, event

bool same(RowSpec const& one, RowSpec const& other) {
  return one.from == other.from && one.on == other.on && one.to == other.to && one.guard.name == other.guard.name &&
         std::ranges::equal(one.effects, other.effects);
}

class BoundaryWalk : public testing::TestWithParam<Workflow const*> {
 protected:
  Workflow const& workflow() const { return *GetParam(); }

  std::map<Pair, std::vector<RowSpec const*>> rows_by_pair() const {
    std::map<Pair, std::vector<RowSpec const*>> rows;
    for (auto const& row : workflow().rows()) rows[{row.from->name, row.on->name}].push_back(&row);
    return rows;
  }
};

TEST_P(BoundaryWalk, an_event_without_a_row_means_nothing) {
  auto const rows = rows_by_pair();
  int without = 0;
  for (auto const* state : workflow().states())
    for (auto const* event : workflow().events()) {
      if (rows.contains({state->name, event->name})) continue;
      Asker asker;
      EXPECT_EQ(workflow().step(state->name, event->name, {}, asker).outcome, Step::Outcome::no_row)
          << state->name << " " << event->name;
      EXPECT_TRUE(asker.asked.empty());
      ++without;
    }
  EXPECT_GT(without, 100);
}

// The machine and its table are of one mind: whoever says yes moves along the row that was asked about, whoever says no
// stays, and of several rows at most one has a condition that holds.
TEST_P(BoundaryWalk, every_move_was_asked_once_and_is_a_row_of_the_table) {
  auto const pairs = rows_by_pair();
  std::map<std::tuple<std::string_view, std::string_view, std::string_view>, std::set<bool>> seen;
  std::int64_t looks = 0;
  each_boundary(boundary_facts(), 3, [&](Facts const& facts) {
    ++looks;
    for (auto const& [pair, rows] : pairs) {
      bool const guarded = std::ranges::any_of(rows, [](auto const* row) { return !row->guard.name.empty(); });
      if (!guarded && looks > 100) continue;  // nothing reads the facts there
      Asker no;
      no.says_yes = false;
      auto const refused = workflow().step(pair.first, pair.second, facts, no);
      ASSERT_LE(no.asked.size(), 1U) << fmt::format("two conditions hold at once: {} {} {}", pair.first, pair.second,
                                                    boost::json::serialize(facts.all_to_json()));
      for (auto const* row : rows) {
        bool const holds = !no.asked.empty() && no.asked.front()->guard.name == row->guard.name;
        seen[{row->from->name, row->on->name, row->guard.name}].insert(holds);
      }
      Asker yes;
      auto const moved = workflow().step(pair.first, pair.second, facts, yes);
      ASSERT_EQ(yes.asked.size(), no.asked.size());
      if (yes.asked.empty()) {
        ASSERT_EQ(moved.outcome, Step::Outcome::no_guard);
        ASSERT_EQ(refused.outcome, Step::Outcome::no_guard);
        ASSERT_EQ(moved.unmet.size(), rows.size());
        continue;
      }
      ASSERT_EQ(moved.outcome, Step::Outcome::moved);
      ASSERT_EQ(refused.outcome, Step::Outcome::refused);
      ASSERT_EQ(moved.row, yes.asked.front());
      ASSERT_EQ(refused.row, no.asked.front());
      ASSERT_TRUE(std::ranges::any_of(rows, [&](auto const* row) { return same(*row, *moved.row); }));
      ASSERT_NE(workflow().find_state(moved.row->to->name), nullptr);
    }
  });
  // A guard that never holds, or never fails, is not covered by these boundaries or says nothing.
  for (auto const& [row, outcomes] : seen) {
    auto const& [from, on, guard] = row;
    EXPECT_TRUE(outcomes.contains(true)) << fmt::format("never holds: {} {} {}", from, on, guard);
    EXPECT_TRUE(guard.empty() || outcomes.contains(false)) << fmt::format("always holds: {} {} {}", from, on, guard);
  }
  EXPECT_GT(looks, 5'000);
}

// The word of the timer, the platform, payments and a carrier is never answered with "not under these facts": nobody is
// there to hear it. A decision needs its outcome, which every such event brings along.
TEST_P(BoundaryWalk, what_is_reported_from_outside_always_finds_its_row) {
  std::set<std::string_view> const automation{"auto_agree", "instant_refund"};  // applied only where a rule says so
  auto const pairs = rows_by_pair();
  each_boundary(boundary_facts(), 2, [&](Facts const& told) {
    auto facts = told;
    if (!facts.known("dispute.outcome")) facts.set("dispute.outcome", std::string("refund"));
    for (auto const& [pair, rows] : pairs) {
      auto const party = rows.front()->on->party;
      if (party == Party::seller || party == Party::buyer || automation.contains(pair.second)) continue;
      Asker yes;
      ASSERT_EQ(workflow().step(pair.first, pair.second, facts, yes).outcome, Step::Outcome::moved)
          << fmt::format("{} {} {}", pair.first, pair.second, boost::json::serialize(facts.all_to_json()));
    }
  });
}

INSTANTIATE_TEST_SUITE_P(Workflows, BoundaryWalk, testing::ValuesIn(all_workflows().begin(), all_workflows().end()),
                         [](auto const& each) { return std::string(each.param->kind()); });

}  // namespace
}  // namespace redress::workflows
