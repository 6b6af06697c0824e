// What the runner does by itself when its moves are refused.
#include "tests/api/house_of_desks.hpp"

#include <gtest/gtest.h>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

object money(std::int64_t minor) { return {{"minor", minor}, {"currency", "CNY"}}; }

std::string open_refund(HouseOfDesks& house, std::string request_id) {
  auto const opened = house.call(
      "case.open",
      {{"shop", "s1"},
       {"kind", "refund"},
       {"platform", "taobao"},
       {"order",
        object{{"id", "9900"},
               {"placed_at", "2026-01-04T02:00:00Z"},
               {"paid_at", "2026-01-04T02:01:00Z"},
               {"paid", money(20000)},
               {"lines", array{object{{"id", "L1"}, {"title", "茶"}, {"quantity", 1}, {"paid", money(20000)}}}}}},
       {"claim", object{{"reason", "do_not_want"}, {"wants", "refund_only"}}},
       {"request_id", std::move(request_id)}});
  return std::string(opened.at("result").at("case").at("id").as_string());
}

std::size_t trail_length(HouseOfDesks& house, std::string const& id) {
  return house.call("case.trail", {{"case_id", id}}).at("result").at("entries").as_array().size();
}

// The order's money went out with another case, so the expiry that would pay it once more is refused - once, not for
// ever.
TEST(Runner, ADeadlineThatIsRefusedIsTriedOnceAndAgainWhenTheCaseMovesOn) {
  HouseOfDesks house;
  auto const paid = open_refund(house, "open-1");
  auto const late = open_refund(house, "open-2");
  ASSERT_TRUE(house
                  .call("case.apply",
                        {{"case_id", paid}, {"event", "agree_refund"}, {"party", "seller"}, {"request_id", "agree"}})
                  .contains("result"));
  house.clock().advance(30 * day_ms);
  house.runner().run_until_idle();
  EXPECT_EQ(trail_length(house, late), 2U) << "opened, and one refused expiry";
  house.runner().run_until_idle();
  EXPECT_EQ(trail_length(house, late), 2U);

  ASSERT_TRUE(house
                  .call("case.facts", {{"case_id", late},
                                       {"set", object{{"order.dispatched_at", "2026-01-05T02:00:00Z"}}},
                                       {"source", "erp"},
                                       {"request_id", "facts"}})
                  .contains("result"));
  house.runner().run_until_idle();
  auto const after = trail_length(house, late);
  house.runner().run_until_idle();
  EXPECT_EQ(trail_length(house, late), after);
  EXPECT_LE(after, 4U) << "the fact, and at most one more try";
}

}  // namespace
}  // namespace redress::api
