// What is squeezed comes back, and nothing larger than allowed does.
#include "api/packs/squeezed_text.hpp"

#include <gtest/gtest.h>

namespace redress::packs {
namespace {

TEST(SqueezedText, comes_back_and_is_the_same_bytes_each_time) {
  for (auto const& text : {std::string("x"), std::string(3'000'000, 'a'), std::string("售后\0\n", 8)}) {
    auto const bytes = squeezed(text).value();
    EXPECT_EQ(bytes, squeezed(text).value());
    EXPECT_EQ(unsqueezed(bytes, text.size()).value(), text);
    EXPECT_EQ(unsqueezed(bytes, text.size() - 1).error().kind, FaultKind::too_large) << "one past the limit";
  }
  EXPECT_LT(squeezed(std::string(3'000'000, 'a'))->size(), 10'000U);
}

TEST(SqueezedText, of_something_else_is_refused) {
  auto const whole = squeezed(std::string(100'000, 'a') + "b").value();
  for (auto const& bytes : {std::string(), std::string("no gzip at all"), whole.substr(0, whole.size() / 2)}) {
    auto const text = unsqueezed(bytes, 1'000'000);
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().kind, FaultKind::parse_error);
  }
}

}  // namespace
}  // namespace redress::packs
