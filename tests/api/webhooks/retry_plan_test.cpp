#include "api/webhooks/retry_plan.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace redress::api::webhooks {
namespace {

TEST(RetryPlan, is_that_of_standard_webhooks) {
  std::int64_t const seconds[] = {0, 5, 300, 1800, 7200, 18'000, 36'000, 50'400, 72'000, 86'400};
  ASSERT_EQ(tries_max, 10);
  for (int tries = 0; tries < tries_max; ++tries) EXPECT_EQ(wait_ms(tries, 0, 0), seconds[tries] * 1000) << tries;
}

TEST(RetryPlan, heeds_the_receiver_for_a_day_and_no_longer) {
  EXPECT_EQ(wait_ms(1, 60'000, 0), 60'000);
  EXPECT_EQ(wait_ms(3, 60'000, 0), 30 * minute_ms) << "never sooner than planned";
  EXPECT_EQ(wait_ms(1, 24 * hour_ms, 0), 24 * hour_ms);
  EXPECT_EQ(wait_ms(1, 24 * hour_ms + 1, 0), 24 * hour_ms);
  EXPECT_EQ(wait_ms(1, -5, 0), 5000);
}

RC_GTEST_PROP(RetryPlanLaw, is_never_sooner_and_at_most_a_tenth_later, (std::uint32_t draw)) {
  auto const tries = *rc::gen::inRange(0, tries_max);
  auto const planned = wait_ms(tries, 0, 0);
  auto const drawn = wait_ms(tries, 0, draw);
  RC_ASSERT(drawn >= planned);
  RC_ASSERT(drawn <= planned + planned / 10);
}

}  // namespace
}  // namespace redress::api::webhooks
