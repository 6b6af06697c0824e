#include "engine/base/money.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <numeric>

namespace redress {
namespace {

__extension__ using Wide = __int128;
constexpr auto max_minor = std::numeric_limits<std::int64_t>::max();

TEST(Money, yuan_texts) {
  struct Case {
    std::string_view text;
    std::int64_t minor;
  };
  for (auto [text, minor] : {Case{"199.00", 19900}, Case{"199", 19900}, Case{"0.1", 10}, Case{"0.01", 1},
                             Case{"200.07", 20007}, Case{"0", 0}, Case{"92233720368547758.07", max_minor}}) {
    EXPECT_EQ(parse_yuan(text).value().minor, minor) << text;
  }
  for (std::string_view text : {"", ".", "1.", ".5", "-1.00", "+1", "1.001", "1e2", " 1", "1 ", "1,000.00", "１.00",
                                "92233720368547758.08", "99999999999999999999"})
    EXPECT_FALSE(parse_yuan(text).has_value()) << text;
}

TEST(Money, arithmetic_is_checked) {
  EXPECT_EQ(add({max_minor - 1}, {1}).value().minor, max_minor);
  EXPECT_FALSE(add({max_minor}, {1}).has_value());
  EXPECT_FALSE(subtract({std::numeric_limits<std::int64_t>::min()}, {1}).has_value());
  EXPECT_FALSE(add({1}, {1, Currency::parse("USD").value()}).has_value());
  EXPECT_FALSE(per_mille_of({max_minor}, 1001).has_value());
  EXPECT_EQ(per_mille_of({15000}, 50).value().minor, 750);
  EXPECT_EQ(per_mille_of({1010}, 50).value().minor, 51);  // 50.5 rounds half up
}

TEST(Money, currencies_are_three_capitals) {
  EXPECT_EQ(Currency::parse("USD").value().code(), "USD");
  for (std::string_view code : {"", "us", "usd", "USDT", "U1D"})
    EXPECT_FALSE(Currency::parse(code).has_value()) << code;
}

TEST(Money, json_form) {
  EXPECT_EQ(boost::json::serialize(to_json(Money{20007})), R"({"minor":20007,"currency":"CNY"})");
  for (auto text : {R"({"minor":20007,"currency":"CNY"})", R"({"currency":"CNY","minor":20007})"})
    EXPECT_EQ(money_from_json(boost::json::parse(text), "x").value(), Money{20007});
  for (auto text :
       {"1", "{}", R"({"minor":1})", R"({"minor":1.5,"currency":"CNY"})", R"({"minor":"1","currency":"CNY"})",
        R"({"minor":1,"currency":"cny"})", R"({"minor":1,"currency":"CNY","x":1})"})
    EXPECT_EQ(money_from_json(boost::json::parse(text), "order.paid").error().position, "order.paid") << text;
}

TEST(Money, is_told_up_to_a_hundred_billion_yuan) {
  auto const told = [](std::int64_t minor) { return money_from_json(to_json(Money{minor}), "order.paid"); };
  constexpr std::int64_t money_minor_max = 10'000'000'000'000;
  for (auto const minor : {money_minor_max, -money_minor_max}) EXPECT_EQ(told(minor).value().minor, minor);
  for (auto const minor : {money_minor_max + 1, -money_minor_max - 1})
    EXPECT_EQ(told(minor).error().position, "order.paid");
  EXPECT_LT(500 * money_minor_max, std::int64_t{1} << 53) << "the lines of an order";
}

RC_GTEST_PROP(MoneyLaws, an_allocation_adds_up_and_is_fair, ()) {
  auto const total = *rc::gen::inRange<std::int64_t>(0, max_minor);
  auto const weights = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 1'000'000'000));
  RC_PRE(!weights.empty());
  auto const parts = allocate(Money{total}, weights);
  Wide sum = 0;
  for (auto part : parts) sum += part.minor;
  RC_ASSERT(sum == total);
  Wide const all = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
  for (std::size_t i = 0; i < parts.size() && all > 0; ++i) {  // no part is a whole unit away from its exact share
    Wide const exact = Wide{total} * weights[i];
    Wide const got = Wide{parts[i].minor} * all;
    RC_ASSERT((got > exact ? got - exact : exact - got) < all);
  }
}

RC_GTEST_PROP(MoneyLaws, yuan_text_round_trips, ()) {
  auto const minor = *rc::gen::inRange<std::int64_t>(0, max_minor);
  RC_ASSERT(parse_yuan(format_major(Money{minor})).value().minor == minor);
}

}  // namespace
}  // namespace redress
