// A caller bound to a shop who names another finds nothing: what may be seen and what was asked are both filters.
#include "tests/api/tea_shop.hpp"

namespace redress::api {
namespace {

class ShopAsked : public TeaShop {};

TEST_F(ShopAsked, nothing_is_found_in_a_shop_of_others) {
  open({{"reason", "do_not_want"}, {"wants", "refund_only"}});
  struct Row {
    std::string_view method, list;
    object params;
    Role role = Role::manager;
  };
  Row const rows[] = {
      {"case.list", "cases", {}},
      {"case.list", "cases", {{"sort", "due"}}},
      {"case.list", "cases", {{"order_id", "o1"}}},
      {"case.search", "cases", {{"text", "case"}}},
      {"case.search", "cases", {{"text", "o1"}}},
      {"case.counts", "by_state", {}},
      {"board.get", "funnel", {}},
      {"board.get", "heat", {}},
      {"board.get", "agents", {}},
      {"audit.query", "entries", {}, Role::auditor},
      {"audit.search", "cases", {{"text", "do_not_want"}}, Role::auditor},
      {"override.list", "overrides", {}, Role::auditor},
  };
  for (auto const& row : rows) {
    for (auto const* shop : {"s1", "s2", "nobodys"}) {
      auto params = row.params;
      params["shop"] = shop;
      auto const answer = call(row.method, std::move(params), row.role);
      auto const* result = answer.if_contains("result");
      ASSERT_NE(result, nullptr) << row.method << boost::json::serialize(answer);
      auto const* list = result->as_object().if_contains(row.list);
      ASSERT_NE(list, nullptr) << row.method << boost::json::serialize(*result);
      if (std::string_view{shop} != "s1") EXPECT_EQ(*list, array{}) << row.method << " of " << shop;
    }
  }
  EXPECT_EQ(call("case.list", {{"shop", "s1"}}).at("result").at("cases").as_array().size(), 1U);
  EXPECT_EQ(call("case.counts", {{"shop", "s2"}}).at("result").at("open"), 0);
  auto const stats = call("workflow.stats", {{"kind", "refund"}, {"shop", "s2"}}).at("result").as_object();
  for (auto const& edge : stats.at("edges").as_array()) EXPECT_EQ(edge.at("accepted"), 0);
  auto const summary = call("audit.summary", {{"shop", "s2"}}, Role::auditor).at("result").as_object();
  EXPECT_EQ(summary.at("outcomes"), array{}) << boost::json::serialize(summary);
  EXPECT_EQ(summary.at("shop"), "s2");
}

}  // namespace
}  // namespace redress::api
