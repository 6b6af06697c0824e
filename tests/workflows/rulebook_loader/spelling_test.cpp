#include "workflows/rulebook_loader/spelling.hpp"

#include <gtest/gtest.h>

#include <array>

namespace redress::rules {
namespace {

TEST(Spelling, CountsEdits) {
  EXPECT_EQ(edit_distance("", ""), 0u);
  EXPECT_EQ(edit_distance("abc", ""), 3u);
  EXPECT_EQ(edit_distance("require", "requires"), 1u);
  EXPECT_EQ(edit_distance("recieved", "received"), 1u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
}

TEST(Spelling, SuggestsWhatIsNearAndNothingElse) {
  constexpr std::array<std::string_view, 4> known{"when", "require", "says", "on"};
  EXPECT_EQ(nearest("requires", known), "require");
  EXPECT_EQ(nearest("wehn", known), "when");
  EXPECT_EQ(nearest("on", known), "on");
  EXPECT_EQ(nearest("colour", known), std::nullopt);
  EXPECT_EQ(nearest("", known), std::nullopt);
  EXPECT_EQ(nearest(std::string(1000, 'x'), known), std::nullopt);
  EXPECT_EQ(did_you_mean("sayz", known).en, ", did you mean \"says\"");
  EXPECT_EQ(did_you_mean("colour", known), (Says{}));
}

}  // namespace
}  // namespace redress::rules
