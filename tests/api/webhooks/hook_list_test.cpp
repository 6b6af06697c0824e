// Which events a hook hears, and which patterns are none.
#include "api/webhooks/hook_list.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace redress::api::webhooks {
namespace {

EntryNews move_of(std::string shop, std::string kind = "refund", std::string name = "agree_refund") {
  return {
      .seq = 1,
      .shop = std::move(shop),
      .kind = std::move(kind),
      .name = std::move(name),
      .case_id = "case_1",
      .events = {{"e", "com.redress.case.transitioned.v1", "{}"}, {"e/0", "com.redress.effect.requested.v1", "{}"}}};
}

TEST(HookWish, hears_by_type_event_kind_and_shop) {
  struct Row {
    std::vector<std::string> events, kinds;
    std::string shop;
    bool own, effect;
  };
  for (auto const& row : {
           Row{{"*"}, {}, "s1", true, true},
           Row{{"*"}, {}, "s2", false, false},
           Row{{"*"}, {}, "", false, false},
           Row{{"com.redress.case.*"}, {}, "s1", true, false},
           Row{{"com.redress.case.transitioned.v1"}, {}, "s1", true, false},
           Row{{"com.redress.case.transitioned.v2"}, {}, "s1", false, false},
           Row{{"com.redress.effect.*"}, {}, "s1", false, true},
           Row{{"agree_refund"}, {}, "s1", true, false},
           Row{{"agree_*"}, {}, "s1", true, false},
           Row{{"refuse"}, {}, "s1", false, false},
           Row{{"refuse", "agree_refund"}, {}, "s1", true, false},
           Row{{"*"}, {"refund"}, "s1", true, true},
           Row{{"*"}, {"exchange"}, "s1", false, false},
           Row{{"*"}, {"exchange", "refund"}, "s1", true, true},
       }) {
    HookWish const wish{.id = "h", .shop = "s1", .url = "https://x.example", .events = row.events, .kinds = row.kinds};
    auto const news = move_of(row.shop);
    EXPECT_EQ(wants(wish, news, news.events[0]), row.own) << fmt::format("{}", fmt::join(row.events, ","));
    EXPECT_EQ(wants(wish, news, news.events[1]), row.effect) << fmt::format("{}", fmt::join(row.events, ","));
  }
}

TEST(HookWish, is_of_no_shop_only_where_nothing_is) {
  HookWish const wish{.id = "h", .shop = "", .url = "https://x.example", .events = {"*"}};
  auto const news = move_of("");
  EXPECT_FALSE(wants(wish, news, news.events[0])) << "acts for the whole deployment are told to no shop";
}

TEST(HookPatterns, are_refused_where_nothing_can_match) {
  for (auto const* pattern :
       {"*", "com.*", "com.redress.case.*", "com.redress.effect.requested.v1", "agree_refund", "payout_*", "withdraw"})
    EXPECT_TRUE(check_patterns({pattern}).has_value()) << pattern;
  for (auto const* pattern : {"", "com.redress.cases.*", "agree", "com.redress.case", "*.v1", "refund_*_x"}) {
    auto const checked = check_patterns({"*", pattern});
    ASSERT_FALSE(checked.has_value()) << pattern;
    EXPECT_EQ(checked.error().position, "params.events[1]");
  }
}

TEST(HookWish, is_told_without_its_url) {
  HookWish const wish{.id = "h", .shop = "s1", .url = "https://erp.example.com/x?key=SECRET", .events = {"*"}};
  auto const note = note_of(wish);
  EXPECT_EQ(boost::json::serialize(note.params).find("SECRET"), std::string::npos);
  EXPECT_EQ(note.params.at("host"), "erp.example.com");
}

}  // namespace
}  // namespace redress::api::webhooks
