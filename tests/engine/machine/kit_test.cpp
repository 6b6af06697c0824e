#include "tests/engine/machine/toy_workflow.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>
#include <vector>

namespace redress::machine::toy {
namespace {

using testing::ElementsAre;

class Answers final : public RowAsker {
 public:
  explicit Answers(bool yes) : yes_(yes) {}
  bool allows(RowSpec const& row) override {
    asked.push_back(&row);
    return yes_;
  }
  std::vector<RowSpec const*> asked = {};

 private:
  bool yes_;
};

class Throws final : public RowAsker {
 public:
  bool allows(RowSpec const&) override { throw std::runtime_error("the book is torn"); }
};

Facts facts_with(bool goods_received, bool shipped_back) {
  Facts facts;
  facts.set("claim.goods_received", goods_received);
  if (shipped_back) facts.set("returns.shipped_at", Instant{1});
  return facts;
}

TEST(Kit, says_what_it_is) {
  EXPECT_EQ(ring().kind(), "ring");
  EXPECT_EQ(ring().version(), 3);
  EXPECT_EQ(ring().initial().name, "S00");
  EXPECT_EQ(ring().states().size(), ring_size + 2);
  EXPECT_EQ(ring().events().size(), 5U);
}

// mpl::vector<...> ends at 20 rows, and one machine holds the rows of a few states only: neither may show.
TEST(Kit, lists_every_row_of_a_long_table_in_its_order) {
  auto const rows = ring().rows();
  ASSERT_EQ(rows.size(), 2 * ring_size + 2 + 3 + 3);
  for (std::size_t i = 0; i < ring_size; ++i) {
    EXPECT_EQ(rows[i].from->name, ring_names[i]);
    EXPECT_EQ(rows[i].on->name, "next");
    EXPECT_EQ(rows[i].to->name, ring_names[(i + 1) % ring_size]);
    EXPECT_EQ(rows[ring_size + i].on->name, "back");
  }
  EXPECT_THAT(std::vector(rows[2 * ring_size].effects.begin(), rows[2 * ring_size].effects.end()),
              ElementsAre(EffectKind::reserve_goods, EffectKind::order_payout));
}

TEST(Kit, stands_in_whichever_state_it_is_told_by_name) {
  for (std::size_t i = 0; i < ring_size; ++i)
    for (auto const* event : {"next", "back"}) {
      Answers yes{true};
      auto const step = ring().step(ring_names[i], event, {}, yes);
      ASSERT_EQ(step.outcome, Step::Outcome::moved) << ring_names[i];
      EXPECT_EQ(step.row->from->name, ring_names[i]);
      auto const there = (i + (event == std::string_view{"next"} ? 1 : ring_size - 1)) % ring_size;
      EXPECT_EQ(step.row->to->name, ring_names[there]);
      EXPECT_THAT(yes.asked, ElementsAre(step.row));
    }
}

TEST(Kit, does_not_move_when_the_asker_says_no) {
  Answers no{false};
  auto const step = ring().step("S03", "next", {}, no);
  EXPECT_EQ(step.outcome, Step::Outcome::refused);
  EXPECT_EQ(step.row->to->name, "S04");
  EXPECT_THAT(no.asked, ElementsAre(step.row));
}

struct Door {
  bool goods_received;
  bool shipped_back;
  std::string_view to;  // "": none
};

class Doors : public testing::TestWithParam<Door> {};

TEST_P(Doors, open_by_their_conditions_and_only_those_are_asked) {
  auto const& [goods_received, shipped_back, to] = GetParam();
  for (bool const yes : {true, false}) {
    Answers answers{yes};
    auto const step = ring().step("S07", "finish", facts_with(goods_received, shipped_back), answers);
    if (to.empty()) {
      EXPECT_EQ(step.outcome, Step::Outcome::no_guard);
      EXPECT_TRUE(answers.asked.empty());
      std::vector<std::string_view> unmet;
      for (auto const& guard : step.unmet) unmet.push_back(guard.name);
      EXPECT_THAT(unmet, testing::UnorderedElementsAre("received", "returned"));
    } else {
      EXPECT_EQ(step.outcome, yes ? Step::Outcome::moved : Step::Outcome::refused);
      EXPECT_EQ(step.row->to->name, to);
      EXPECT_THAT(answers.asked, ElementsAre(step.row));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Kit, Doors,
                         testing::Values(Door{true, false, "PAID"}, Door{true, true, "PAID"},
                                         Door{false, true, "REFUSED"}, Door{false, false, ""}));

TEST(Kit, knows_no_row_where_there_is_none) {
  Answers yes{true};
  EXPECT_EQ(ring().step("S06", "finish", facts_with(true, true), yes).outcome, Step::Outcome::no_row);
  EXPECT_EQ(ring().step("PAID", "next", {}, yes).outcome, Step::Outcome::no_row);
  EXPECT_TRUE(yes.asked.empty());
}

// MSM catches exceptions unless it is told not to, and a machine that threw stays busy for ever: ours is gone by then.
TEST(Kit, lets_an_exception_of_the_asker_out_and_keeps_nothing_of_it) {
  Throws throws;
  EXPECT_THROW(ring().step("S07", "next", {}, throws), std::runtime_error);
  Answers yes{true};
  auto const step = ring().step("S07", "next", {}, yes);
  EXPECT_EQ(step.outcome, Step::Outcome::moved);
  EXPECT_EQ(step.row->to->name, "S08");
}

TEST(Kit, one_row_of_several_states_is_a_row_of_each) {
  for (auto const* state : {"S05", "S12", "S23"}) {
    Answers yes{true};
    auto const stop = ring().step(state, "stop", {}, yes);
    ASSERT_EQ(stop.outcome, Step::Outcome::moved);
    EXPECT_EQ(stop.row->from->name, state);
    EXPECT_EQ(stop.row->to->name, "REFUSED");
    EXPECT_THAT(std::vector(stop.row->effects.begin(), stop.row->effects.end()),
                ElementsAre(EffectKind::notify_seller));
    auto const note = ring().step(state, "note", {}, yes);
    ASSERT_EQ(note.outcome, Step::Outcome::moved);
    EXPECT_EQ(note.row->from->name, state);
    EXPECT_EQ(note.row->to->name, state);
    EXPECT_EQ(yes.asked.size(), 2U);
  }
  Answers yes{true};
  EXPECT_EQ(ring().step("S06", "stop", {}, yes).outcome, Step::Outcome::no_row);
}

TEST(Kit, serves_many_threads_at_once) {
  std::vector<std::thread> threads;
  std::array<int, 4> moved{};
  for (std::size_t thread = 0; thread < moved.size(); ++thread)
    threads.emplace_back([&, thread] {
      std::string_view state = ring_names[thread];
      for (int i = 0; i < 1000; ++i) {
        Answers yes{true};
        state = ring().step(state, "next", {}, yes).row->to->name;
        moved[thread] += state == ring_names[(thread + static_cast<std::size_t>(i) + 1) % ring_size];
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_THAT(moved, testing::Each(1000));
}

#ifndef NDEBUG
TEST(KitDeath, a_name_of_no_state_or_event_is_our_bug) {
  Answers yes{true};
  EXPECT_DEATH(ring().step("NOWHERE", "next", {}, yes), "not this workflow's");
  EXPECT_DEATH(ring().step("S00", "vanish", {}, yes), "not this workflow's");
}
#endif

}  // namespace
}  // namespace redress::machine::toy
