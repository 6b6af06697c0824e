// What an entry tells webhooks.
#include "api/webhooks/hook_event.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace redress::api::webhooks {
namespace {

using boost::json::array;
using boost::json::object;

object sample() {
  return {{"shop", "s1"},
          {"kind", "refund"},
          {"platform", "taobao"},
          {"event", "agree_refund"},
          {"party", "seller"},
          {"outcome", "accepted"},
          {"actor", "tok_1"},
          {"role", "agent"},
          {"at", "2026-01-05T02:00:00.000Z"},
          {"from", "WAIT_SELLER_AGREE"},
          {"to", "REFUND_PAYING"},
          {"params", object{{"message", "CANARY"}}},
          {"private", object{{"note", "CANARY"}}},
          {"request_id", "CANARY"},
          {"nonce", "CANARY"},
          {"standing", object{{"final", false}}},
          {"due", object{{"at", "2026-01-06T02:00:00.000Z"}, {"owed_by", "payments"}, {"says", "CANARY"}}},
          {"effects", array{object{{"kind", "order_payout"},
                                   {"key", "entry_1/0"},
                                   {"amount", object{{"minor", 500}, {"currency", "CNY"}}},
                                   {"lines", array{object{{"id", "L1"}, {"minor", 500}}}}},
                            object{{"kind", "advance"}, {"key", "entry_1/1"}, {"event", "x"}}}}};
}

EntryNews told(object const& json, std::string case_id = "case_1", std::int64_t case_seq = 3) {
  return news_of({.seq = 41,
                  .id = "entry_1",
                  .case_id = std::move(case_id),
                  .case_seq = case_seq,
                  .bytes = boost::json::serialize(json),
                  .hash = {}});
}

TEST(HookEvent, is_a_cloud_event_of_its_entry) {
  auto const news = told(sample());
  ASSERT_EQ(news.events.size(), 2U) << "its own, and the payout's: its own next step is no order to the outside";
  EXPECT_EQ(news.shop, "s1");
  EXPECT_EQ(news.events[0].id, "entry_1");
  auto const body = boost::json::parse(news.events[0].body).as_object();
  object const expected{{"specversion", "1.0"},
                        {"id", "entry_1"},
                        {"source", "/stores/s1"},
                        {"type", "com.redress.case.transitioned.v1"},
                        {"time", "2026-01-05T02:00:00.000Z"},
                        {"datacontenttype", "application/json"},
                        {"subject", "case_1"},
                        {"sequence", "41"},
                        {"data", object{{"seq", 41},
                                        {"shop", "s1"},
                                        {"case_id", "case_1"},
                                        {"case_seq", 3},
                                        {"kind", "refund"},
                                        {"platform", "taobao"},
                                        {"event", "agree_refund"},
                                        {"party", "seller"},
                                        {"outcome", "accepted"},
                                        {"actor", "tok_1"},
                                        {"role", "agent"},
                                        {"from", "WAIT_SELLER_AGREE"},
                                        {"state", "REFUND_PAYING"},
                                        {"final", false},
                                        {"version", 4},
                                        {"due", object{{"at", "2026-01-06T02:00:00.000Z"}, {"owed_by", "payments"}}}}}};
  EXPECT_EQ(boost::json::value(body), boost::json::value(expected)) << news.events[0].body;
}

TEST(HookEvent, of_an_effect_has_its_key_for_an_id) {
  auto const news = told(sample());
  auto const& effect = news.events.at(1);
  EXPECT_EQ(effect.id, "entry_1/0");
  EXPECT_EQ(effect.type, "com.redress.effect.requested.v1");
  auto const data = boost::json::parse(effect.body).at("data").as_object();
  EXPECT_EQ(data.at("effect_id"), "entry_1/0");
  EXPECT_EQ(data.at("effect"), "order_payout");
  EXPECT_EQ(data.at("amount").at("minor"), 500);
  EXPECT_EQ(data.at("case_id"), "case_1");
}

TEST(HookEvent, has_a_type_by_what_was_recorded) {
  struct Row {
    std::string_view event, outcome, case_id;
    std::int64_t case_seq;
    std::string_view type;
  };
  for (auto const& row : {
           Row{"open", "accepted", "case_1", 0, "com.redress.case.opened.v1"},
           Row{"open", "refused", "case_1", 0, "com.redress.case.refused.v1"},
           Row{"agree_refund", "accepted", "case_1", 2, "com.redress.case.transitioned.v1"},
           Row{"agree_refund", "refused", "case_1", 2, "com.redress.case.refused.v1"},
           Row{"assigned", "accepted", "case_1", 2, "com.redress.case.recorded.v1"},
           Row{"token_created", "accepted", "office_s1", 2, "com.redress.office.recorded.v1"},
       }) {
    auto json = sample();
    json["event"] = row.event;
    json["outcome"] = row.outcome;
    json["effects"] = array{};
    EXPECT_EQ(told(json, std::string(row.case_id), row.case_seq).events.at(0).type, row.type) << row.event;
  }
}

TEST(HookEvent, tells_nothing_that_was_said_in_words) {
  for (auto const& event : told(sample()).events) EXPECT_EQ(event.body.find("CANARY"), std::string::npos) << event.body;
}

TEST(HookEvent, names_shops_as_a_url_must) {
  auto json = sample();
  json["shop"] = "茶 铺/1";
  EXPECT_EQ(boost::json::parse(told(json).events[0].body).at("source"), "/stores/%E8%8C%B6%20%E9%93%BA%2F1");
}

TEST(HookEvent, has_20000_bytes_and_leaves_lines_out_at_one_more) {
  auto json = sample();
  auto& lines = json["effects"].as_array()[0].as_object()["lines"].as_array();
  auto const size = [&] { return told(json).events.at(1).body.size(); };
  auto const before = size();
  lines[0].as_object()["id"] = std::string(2 + body_bytes_max - before, 'L');  // "L1" was two
  EXPECT_EQ(size(), body_bytes_max);
  EXPECT_FALSE(boost::json::parse(told(json).events.at(1).body).at("data").as_object().contains("shortened"));
  lines[0].as_object()["id"] = std::string(3 + body_bytes_max - before, 'L');
  auto const shortened = told(json).events.at(1).body;
  EXPECT_LT(shortened.size(), body_bytes_max);
  auto const data = boost::json::parse(shortened).at("data").as_object();
  EXPECT_EQ(data.at("shortened"), true);
  EXPECT_FALSE(data.contains("lines"));
  EXPECT_EQ(data.at("amount").at("minor"), 500);
}

TEST(HookEvent, refuses_an_entry_that_is_no_object) {
  EXPECT_THROW(news_of({.seq = 1, .id = "e", .case_id = "c", .bytes = "[]", .hash = {}}), FaultError);
}

}  // namespace
}  // namespace redress::api::webhooks
