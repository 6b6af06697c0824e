// Waits between wrong passwords: how they grow, whom they keep waiting, and that they end.
#include "api/service/login_throttle.hpp"

#include <gtest/gtest.h>

namespace redress::api {
namespace {

struct Door {
  VirtualClock clock{Instant{1'000'000}};
  LoginThrottle throttle{clock};
  std::optional<std::int64_t> knock(std::string const& account, std::string const& address = {}) {
    return throttle.wait_ms(account, address);
  }
};

TEST(LoginThrottle, allows_five_tries_of_an_account_and_not_one_more) {
  Door door;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(door.knock("wang"), std::nullopt);
  EXPECT_EQ(door.knock("wang"), 1000);
  EXPECT_EQ(door.knock("zhao"), std::nullopt) << "somebody else";
}

TEST(LoginThrottle, waits_grow_to_a_minute_and_no_further) {
  Door door;
  for (int i = 0; i < 5; ++i) door.knock("wang");
  for (std::int64_t const wait : {1000, 2000, 4000, 8000, 16'000, 32'000, 60'000, 60'000}) {
    EXPECT_EQ(door.knock("wang"), wait);
    door.clock.advance(wait - 1);
    EXPECT_EQ(door.knock("wang"), 1) << "asking again too early makes no wait longer";
    door.clock.advance(1);
    EXPECT_EQ(door.knock("wang"), std::nullopt);
  }
}

TEST(LoginThrottle, a_clock_set_back_makes_no_wait_longer) {
  Door door;
  for (int i = 0; i < 5; ++i) door.knock("wang");
  door.clock.advance(-3'600'000);
  EXPECT_EQ(door.knock("wang"), 1000);
  door.clock.advance(1000);
  EXPECT_EQ(door.knock("wang"), std::nullopt);
}

TEST(LoginThrottle, allows_twenty_tries_of_an_address_and_not_one_more) {
  Door door;
  for (int i = 0; i < 20; ++i) EXPECT_EQ(door.knock("user" + std::to_string(i), "10.0.0.7"), std::nullopt);
  EXPECT_EQ(door.knock("user20", "10.0.0.7"), 1000);
  EXPECT_EQ(door.knock("user20", "10.0.0.8"), std::nullopt);
  for (std::int64_t wait = 1000; wait < 300'000; wait = std::min<std::int64_t>(2 * wait, 300'000)) {
    door.clock.advance(wait);
    EXPECT_EQ(door.knock("user21-" + std::to_string(wait), "10.0.0.7"), std::nullopt);
  }
  EXPECT_EQ(door.knock("last", "10.0.0.7"), 300'000);
}

TEST(LoginThrottle, a_right_password_clears_the_account_and_gives_the_address_its_try_back) {
  Door door;
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(door.knock("wang", "10.0.0.7"), std::nullopt) << i;
    door.throttle.succeeded("wang", "10.0.0.7");
  }
  for (int i = 0; i < 19; ++i) EXPECT_EQ(door.knock("guess" + std::to_string(i), "10.0.0.7"), std::nullopt);
  EXPECT_EQ(door.knock("wang", "10.0.0.7"), std::nullopt);
  door.throttle.succeeded("wang", "10.0.0.7");
  EXPECT_EQ(door.knock("guess19", "10.0.0.7"), std::nullopt);
  EXPECT_EQ(door.knock("guess20", "10.0.0.7"), 1000) << "an own account does not wash the guesses away";
}

TEST(LoginThrottle, what_was_neither_right_nor_wrong_is_taken_back_and_nothing_else) {
  Door door;
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(door.knock("wang", "10.0.0.7"), std::nullopt) << i;
    door.throttle.take_back("wang", "10.0.0.7");
  }
  for (int i = 0; i < 4; ++i) EXPECT_EQ(door.knock("wang", "10.0.0.7"), std::nullopt);
  EXPECT_EQ(door.knock("wang", "10.0.0.7"), std::nullopt);
  door.throttle.take_back("wang", "10.0.0.7");
  EXPECT_EQ(door.knock("wang", "10.0.0.7"), std::nullopt) << "the fifth wrong one";
  EXPECT_EQ(door.knock("wang", "10.0.0.7"), 1000);
}

TEST(LoginThrottle, forgets_after_a_quarter_of_an_hour_and_not_before) {
  Door door;
  for (int i = 0; i < 15; ++i) {
    while (auto const wait = door.knock("wang")) door.clock.advance(*wait);
  }
  door.clock.advance(900'000);
  EXPECT_EQ(door.knock("wang"), std::nullopt);
  EXPECT_EQ(door.knock("wang"), 60'000) << "still known";
  door.clock.advance(900'001);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(door.knock("wang"), std::nullopt);
}

TEST(LoginThrottle, remembers_ten_thousand_accounts_and_not_one_more) {
  Door door;
  for (int i = 0; i < 5; ++i) door.knock("first");
  for (int i = 0; i < 9999; ++i) {
    door.clock.advance(1);
    door.knock("n" + std::to_string(i));
  }
  door.clock.advance(-9999);
  EXPECT_TRUE(door.knock("first")) << "the ten thousandth account";
  door.clock.advance(9999);
  door.knock("one more");
  EXPECT_EQ(door.knock("first"), std::nullopt);
}

}  // namespace
}  // namespace redress::api
