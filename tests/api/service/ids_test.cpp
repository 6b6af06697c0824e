#include "api/seam/ids.hpp"

#include <gtest/gtest.h>

#include <set>

namespace redress::api {
namespace {

TEST(Ids, sort_in_the_order_they_were_drawn_even_when_the_clock_is_set_back) {
  VirtualClock clock{Instant{1'700'000'000'000}};
  SeededEntropy entropy{7};
  Ids ids{clock, entropy};
  std::string last;
  std::set<std::string> all;
  for (int i = 0; i < 1000; ++i) {
    if (i % 100 == 50) clock.advance(-5);
    if (i % 100 == 75) clock.advance(7);
    auto id = ids.next("case");
    EXPECT_LT(last, id);
    EXPECT_EQ(id.size(), 31U);
    all.insert(id);
    last = std::move(id);
  }
  EXPECT_EQ(all.size(), 1000U);
}

// Found by simulation: a clock set back over a restart let later entries have smaller ids, and verify relies on order.
TEST(Ids, go_on_after_what_an_earlier_process_drew_even_when_the_clock_was_set_back_meanwhile) {
  VirtualClock clock{Instant{1'700'000'000'000}};
  SeededEntropy entropy{7};
  auto const earlier = Ids(clock, entropy).next("entry");
  clock.advance(-3 * day_ms);
  Ids ids{clock, entropy};
  ids.continue_after(earlier);
  auto last = earlier;
  for (int i = 0; i < 1000; ++i) {
    auto id = ids.next("entry");
    EXPECT_LT(last, id);
    last = std::move(id);
  }
}

TEST(Ids, go_by_the_clock_again_once_it_has_caught_up) {
  VirtualClock clock{Instant{1'469'918'176'000}};
  SeededEntropy entropy{7};
  auto const earlier = Ids(clock, entropy).next("x");
  clock.set(Instant{1'469'918'176'385});
  Ids ids{clock, entropy};
  ids.continue_after(earlier);
  EXPECT_EQ(ids.next("x").substr(0, 12), "x_01ARYZ6S41");
}

TEST(Ids, take_no_notice_of_what_is_no_id) {
  VirtualClock clock{Instant{1'469'918'176'385}};
  SeededEntropy entropy{7};
  for (auto const* other : {"", "entry_1", "entry_ilou------01234567890123456"}) {
    Ids ids{clock, entropy};
    ids.continue_after(other);
    EXPECT_EQ(ids.next("x").substr(0, 12), "x_01ARYZ6S41") << other;
  }
}

TEST(Ids, carry_their_millisecond) {
  // ulid/spec: 01ARYZ6S41... is 1469918176385 ms.
  VirtualClock clock{Instant{1'469'918'176'385}};
  SeededEntropy entropy{7};
  EXPECT_EQ(Ids(clock, entropy).next("x").substr(0, 12), "x_01ARYZ6S41");
}

}  // namespace
}  // namespace redress::api
