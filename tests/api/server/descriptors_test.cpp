// A process that was started with few descriptors raises its own limit, and takes no more connections than it can hold.
#include "api/server/descriptors.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace redress::api {
namespace {

TEST(Descriptors, are_raised_to_what_is_wanted_and_never_lowered) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit const few{400, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
  EXPECT_EQ(raise_descriptors(300), 400U) << "nothing is taken back";
  EXPECT_EQ(raise_descriptors(500), 500U);
  rlimit now{};
  ::getrlimit(RLIMIT_NOFILE, &now);
  EXPECT_EQ(now.rlim_cur, 500U);
  if (before.rlim_max != RLIM_INFINITY) {
    EXPECT_EQ(raise_descriptors(before.rlim_max + 1), before.rlim_max);
  }
  ::setrlimit(RLIMIT_NOFILE, &before);
}

TEST(Descriptors, leave_room_for_what_is_not_a_connection) {
  EXPECT_EQ(connections_within(descriptors_of_ours + 4096, 4096), 4096U);
  EXPECT_EQ(connections_within(descriptors_of_ours + 4095, 4096), 4095U);
  EXPECT_EQ(connections_within(1'000'000, 4096), 4096U);
  EXPECT_EQ(connections_within(100, 4096), 50U);
  EXPECT_EQ(connections_within(0, 4096), 1U);
}

}  // namespace
}  // namespace redress::api
