#include "api/service/opening.hpp"

#include "tests/api/house_of_desks.hpp"

#include <gtest/gtest.h>

namespace redress::api {
namespace {

boost::json::object params(
    std::string_view claim,
    std::string_view lines = R"([{"id":"1","quantity":2,"paid":{"minor":100,"currency":"CNY"}}])",
    std::string_view more = "") {
  return boost::json::parse(R"({"shop":"s1","kind":"refund","platform":"taobao","request_id":"r",
            "order":{"id":"1","paid":{"minor":100,"currency":"CNY"},"lines":)" +
                            std::string(lines) + R"(},"claim":)" + std::string(claim) + std::string(more) + "}")
      .as_object();
}

TEST(Opening, what_the_schema_cannot_say_is_refused_with_its_place) {
  struct Row {
    boost::json::object params;
    std::string_view position;
  };
  for (auto const& row : {
           Row{params(R"({"reason":"quality","lines":[{"id":"2","quantity":1}]})"), "params.claim.lines[0].id"},
           Row{params(R"({"reason":"quality","lines":[{"id":"1","quantity":1},{"id":"1","quantity":1}]})"),
               "params.claim.lines[1].id"},
           Row{params(R"({"reason":"quality","amount":{"minor":1,"currency":"USD"}})"), "params.claim.amount"},
           Row{params(R"({"reason":"quality","amount":{"minor":0,"currency":"CNY"}})"), "params.claim.amount"},
           Row{params(R"({"reason":"quality"})", R"([{"id":"1","quantity":1,"paid":{"minor":1,"currency":"USD"}}])"),
               "params.order.lines[0].paid"},
           Row{params(R"({"reason":"quality"})",
                      R"([{"id":"postage","quantity":1,"paid":{"minor":1,"currency":"CNY"}}])"),
               "params.order.lines[0].id"},
           Row{params(R"({"reason":"quality"})", R"([{"id":"1","quantity":1,"paid":{"minor":1,"currency":"CNY"}}])",
                      R"(,"facts":{"order.color":1})"),
               "params.facts.order.color"},
           Row{params(R"({"reason":"quality"})", R"([{"id":"1","quantity":1,"paid":{"minor":1,"currency":"CNY"}}])",
                      R"(,"facts":{"now":"2026-01-01T00:00:00Z"})"),
               "params.facts.now"},
       }) {
    auto const opening = read_opening(row.params);
    ASSERT_FALSE(opening.has_value()) << boost::json::serialize(row.params);
    EXPECT_EQ(opening.error().position, row.position);
    EXPECT_FALSE(opening.error().says.zh.empty());
  }
}

TEST(Opening, reasons_are_understood_in_the_platforms_words) {
  for (auto [given, code] : {std::pair{"质量问题", "quality"}, std::pair{"七天无理由", "no_reason"},
                             std::pair{"quality", "quality"}, std::pair{"天气不好", "other"}}) {
    auto const opening = read_opening(params("{\"reason\":\"" + std::string(given) + "\"}"));
    EXPECT_EQ(opening->case_.facts.text("claim.reason"), code);
    EXPECT_EQ(opening->case_.reason, given);
  }
}

TEST(Opening, an_order_discount_is_spread_over_the_lines) {
  auto const opening = read_opening(params(R"({"reason":"quality"})",
                                           R"([{"id":"1","quantity":1,"paid":{"minor":100,"currency":"CNY"}},
          {"id":"2","quantity":1,"paid":{"minor":50,"currency":"CNY"}}])"));
  EXPECT_EQ(opening->order.lines[0].paid_minor + opening->order.lines[1].paid_minor, 100);
  EXPECT_EQ(opening->order.lines[0].paid_minor, 67);
}

TEST(Opening, pieces_that_went_back_bind_only_cases_that_move_goods) {
  HouseOfDesks house;
  auto const opened = [&](std::string_view kind, std::string_view claim, std::string_view more = "") {
    auto request = params(claim, R"([{"id":"1","quantity":2,"paid":{"minor":100,"currency":"CNY"}}])", more);
    request["kind"] = kind;
    request["request_id"] = "r" + std::string(kind) + std::string(claim);
    auto const response = house.call("case.open", request);
    return response.contains("error") ? std::string(response.at("error").at("data").at("kind").as_string())
                                      : std::string(response.at("result").at("case").at("id").as_string());
  };
  auto const all = R"({"reason":"quality","wants":"return_refund","lines":[{"id":"1","quantity":2}]})";
  auto const id = opened("refund", all);
  auto const agreed = house.call(
      "case.apply",
      {{"case_id", id}, {"event", "agree_return"}, {"params", {{"address_id", "a1"}}}, {"request_id", "agree"}},
      Role::agent);
  ASSERT_FALSE(agreed.contains("error")) << boost::json::serialize(agreed);
  EXPECT_EQ(opened("exchange", R"({"reason":"quality","wants":"exchange","lines":[{"id":"1","quantity":1}]})"),
            "over_quantity");
  auto const late = R"({"reason":"late_dispatch","lines":[{"id":"1","quantity":1}]})";
  EXPECT_EQ(opened("logistics_delay", late).substr(0, 5), "case_");
  auto const review = R"(,"review":{"id":"v1","score":1,"text":"差","posted_at":"2026-01-04T02:00:00Z"})";
  EXPECT_EQ(opened("bad_review", late, review).substr(0, 5), "case_");
  EXPECT_EQ(opened("logistics_delay", R"({"reason":"late_dispatch","lines":[{"id":"1","quantity":3}]})"),
            "over_quantity")
      << "more than was bought";
}

boost::json::object with_postage(std::string_view lines, std::string_view request_id) {
  auto request = params(R"({"reason":"quality"})", lines);
  auto& order = request["order"].as_object();
  order["paid"] = {{"minor", 110}, {"currency", "CNY"}};
  order["postage"] = {{"minor", 10}, {"currency", "CNY"}};
  request["request_id"] = request_id;
  return request;
}

TEST(Opening, an_order_discount_leaves_the_postage_beside_the_lines) {
  auto const opening = read_opening(with_postage(R"([{"id":"1","quantity":1,"paid":{"minor":80,"currency":"CNY"}},
          {"id":"2","quantity":1,"paid":{"minor":40,"currency":"CNY"}}])",
                                                 "r"));
  EXPECT_EQ(opening->order.lines[0].paid_minor, 67);
  EXPECT_EQ(opening->order.lines[1].paid_minor, 33);
  EXPECT_EQ(opening->case_.facts.integer("order.paid_minor"), 100) << "postage excluded";
}

// An order kept from before postage was left out of the discount: its lines carry all that was paid.
TEST(Opening, an_order_that_is_kept_stands_as_it_is_kept) {
  auto opening = *read_opening(with_postage(R"([{"id":"1","quantity":1,"paid":{"minor":80,"currency":"CNY"}},
          {"id":"2","quantity":1,"paid":{"minor":40,"currency":"CNY"}}])",
                                            "r"));
  auto known = opening.order;
  EXPECT_TRUE(take_known_order(opening, known));
  known.lines[0].paid_minor = 73;
  known.lines[1].paid_minor = 37;
  EXPECT_TRUE(take_known_order(opening, known)) << "told as the platform tells it";
  EXPECT_EQ(opening.order.lines[0].paid_minor, 73);
  EXPECT_EQ(opening.case_.facts.integer("order.paid_minor"), 110);
  auto again = *read_opening(with_postage(R"([{"id":"1","quantity":1,"paid":{"minor":73,"currency":"CNY"}},
          {"id":"2","quantity":1,"paid":{"minor":37,"currency":"CNY"}}])",
                                          "r"));
  EXPECT_TRUE(take_known_order(again, known)) << "told as it is kept, as a linked case does";
  EXPECT_EQ(again.order.lines[0].paid_minor, 73);
  known.lines[0].paid_minor = 72;
  EXPECT_FALSE(take_known_order(again, known)) << "another order";
}

TEST(Opening, a_claim_on_one_line_is_compensated_by_that_line) {
  HouseOfDesks house;
  auto const owed = [&](std::string_view claim, std::string_view id) {
    auto request = params(claim, R"([{"id":"1","quantity":2,"paid":{"minor":10000,"currency":"CNY"}},
          {"id":"2","quantity":1,"paid":{"minor":90000,"currency":"CNY"}}])");
    request["kind"] = "logistics_delay";
    request["order"].as_object()["paid"] = {{"minor", 100'000}, {"currency", "CNY"}};
    request["order"].as_object()["id"] = id;
    request["request_id"] = id;
    auto const opened = house.call("case.open", request);
    auto const got = house.call("case.get", {{"case_id", opened.at("result").at("case").at("id")}});
    return got.at("result").at("facts").at("compensation.due_minor").to_number<std::int64_t>();
  };
  EXPECT_EQ(owed(R"({"reason":"late_dispatch"})", "a"), 5000) << "5 % of all";
  EXPECT_EQ(owed(R"({"reason":"late_dispatch","lines":[{"id":"1","quantity":2}]})", "b"), 500) << "5 % of the line";
  EXPECT_EQ(owed(R"({"reason":"late_dispatch","lines":[{"id":"1","quantity":1}]})", "c"), 500)
      << "a sub-order counts whole";
}

TEST(Opening, money_and_pieces_beyond_the_order_are_refused_and_recorded) {
  HouseOfDesks house;
  auto const kind = [&](std::string_view claim, std::string_view id) {
    auto request = params(claim);
    request["request_id"] = id;
    auto const response = house.call("case.open", request);
    return response.contains("error") ? std::string(response.at("error").at("data").at("kind").as_string())
                                      : std::string("ok");
  };
  EXPECT_EQ(kind(R"({"reason":"quality","amount":{"minor":100,"currency":"CNY"}})", "a"), "ok");
  EXPECT_EQ(kind(R"({"reason":"quality","amount":{"minor":101,"currency":"CNY"}})", "b"), "over_refund");
  EXPECT_EQ(kind(R"({"reason":"quality","lines":[{"id":"1","quantity":2}]})", "c"), "ok");
  EXPECT_EQ(kind(R"({"reason":"quality","lines":[{"id":"1","quantity":3}]})", "d"), "over_quantity");
  EXPECT_EQ(house.call("system.info", {}).at("result").at("entries").as_int64(), 4);
}

TEST(Opening, nothing_personal_enters_an_entry) {
  HouseOfDesks house;
  auto request = params(R"({"reason":"quality","text":"我住在幸福路8号"})",
                        R"([{"id":"1","quantity":1,"paid":{"minor":100,"currency":"CNY"}}])",
                        R"(,"buyer":{"id":"tb_1","nick":"张三","phone":"13800001234","address":"幸福路8号"},
          "note":"张三来电","shipments":[{"waybill":"SF123456"}])");
  auto const response = house.call("case.open", request);
  auto const entry = boost::json::serialize(response.at("result").at("entry"));
  for (auto const* word : {"13800001234", "张三", "幸福路", "tb_1", "SF123456"})
    EXPECT_EQ(entry.find(word), std::string::npos) << word;
  auto const& commitments = response.at("result").at("entry").at("private").as_object();
  for (auto const* name : {"buyer.phone", "buyer.nick", "buyer.address", "claim.text", "note", "shipments[0].waybill"})
    EXPECT_EQ(commitments.at(name).as_string().size(), 64U) << name;
}

}  // namespace
}  // namespace redress::api
