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

TEST(Ids, carry_their_millisecond) {
  // ulid/spec: 01ARYZ6S41... is 1469918176385 ms.
  VirtualClock clock{Instant{1'469'918'176'385}};
  SeededEntropy entropy{7};
  EXPECT_EQ(Ids(clock, entropy).next("x").substr(0, 12), "x_01ARYZ6S41");
}

}  // namespace
}  // namespace redress::api
