// A refusal's fix is the call that was refused with only that changed which must be: filled in and sent, it helps.
#include "engine/cases/evidence_kinds.hpp"
#include "tests/api/tea_shop.hpp"

#include <algorithm>

namespace redress::api {
namespace {

class Fixes : public TeaShop {
 protected:
  std::string unshipped() { return open({{"reason", "do_not_want"}, {"wants", "refund_only"}}); }

  object apply(std::string const& id, std::string_view event, object more = {}, Role role = Role::manager) {
    object params{{"case_id", id}, {"event", event}, {"request_id", next_request()}};
    for (auto const& member : more) params[member.key()] = member.value();
    return call("case.apply", std::move(params), role);
  }

  static bool is(boost::json::value const& json, std::string_view word) {
    return std::string_view{json.as_string()} == word;
  }

  /// The fix of the reason with that code, or of that rule; an empty object if it has none.
  static object fix_of(object const& answer, std::string_view code_or_rule) {
    auto const* error = answer.if_contains("error");
    EXPECT_NE(error, nullptr) << boost::json::serialize(answer);
    if (!error) return {};
    for (auto const& why : error->at("data").at("why_not").as_array()) {
      auto const* rule = why.as_object().if_contains("rule");
      if (!is(why.at("code"), code_or_rule) && !(rule && is(*rule, code_or_rule))) continue;
      auto const* fix = why.as_object().if_contains("fix");
      return fix ? fix->as_object() : object{};
    }
    ADD_FAILURE() << code_or_rule << " is no reason of " << boost::json::serialize(answer);
    return {};
  }

  object send(object const& fix, Role role = Role::manager) {
    return call(std::string(fix.at("method").as_string()), fix.at("params").as_object(), role);
  }
};

TEST_F(Fixes, what_was_asked_stays_but_for_what_the_rule_read) {
  auto const id = unshipped();
  auto const added =
      call("evidence.add",
           {{"case_id", id}, {"kind", "E-CHAT"}, {"text", "聊天"}, {"source", "wangwang"}, {"request_id", "e"}});
  auto const item = added.at("result").at("evidence").at("id");
  auto const refused =
      apply(id, "offer_partial",
            {{"params", object{{"amount", money(100)}, {"message", "骗子，去死"}}}, {"evidence", array{item}}});
  auto fix = fix_of(refused, "AL-RV-115");
  ASSERT_EQ(fix.at("method"), "case.apply") << boost::json::serialize(refused);
  auto& params = fix["params"].as_object();
  EXPECT_EQ(params.at("params"), (object{{"amount", money(100)}, {"message", ""}}));
  EXPECT_EQ(params.at("evidence"), array{item});
  EXPECT_FALSE(params.contains("party")) << "the seller's move is a manager's own";
  params["params"].as_object()["message"] = "协商退款";
  auto const done = send(fix);
  EXPECT_EQ(code_of(done), "accepted") << boost::json::serialize(done);
  EXPECT_EQ(call("case.get", {{"case_id", id}}).at("result").at("facts").at("offer.amount_minor"), 100);
}

TEST_F(Fixes, more_than_is_left_becomes_what_is_left) {
  auto const id = unshipped();
  auto const refused = apply(id, "agree_refund", {{"params", object{{"amount", money(20007)}}}});
  auto const fix = fix_of(refused, "over_refund");
  ASSERT_TRUE(fix.contains("params")) << boost::json::serialize(refused);
  EXPECT_EQ(fix.at("params").at("params").at("amount"), money(20000));
  EXPECT_EQ(code_of(send(fix)), "accepted");
}

TEST_F(Fixes, another_partys_move_is_sent_in_its_name) {
  auto const id = unshipped();
  auto const refused = apply(id, "withdraw", {}, Role::agent);
  auto const fix = fix_of(refused, "other_partys_move");
  ASSERT_TRUE(fix.contains("params")) << boost::json::serialize(refused);
  EXPECT_EQ(fix.at("params").at("party"), "buyer");
  EXPECT_EQ(code_of(send(fix, Role::agent)), "accepted");
  auto const by_hand = apply(unshipped(), "deadline_passed", {{"party", "timer"}}, Role::agent);
  EXPECT_EQ(fix_of(by_hand, "other_partys_move"), object{});
  auto const says = std::string(by_hand.at("error").at("data").at("says").at("en").as_string());
  EXPECT_NE(says.find("happens by itself"), std::string::npos) << says;
}

// The parcel is with the carrier and nobody said so.
TEST_F(Fixes, a_fact_that_would_turn_the_answer_is_asked_for) {
  struct Row {
    std::string_view event, why;
  };
  constexpr Row rows[] = {{"refuse", "TB-RU-006"}, {"intercept", "parcel_on_its_way"}};
  for (auto const& row : rows) {
    auto const id = unshipped();
    object const more{{"params", row.event == "refuse" ? object{{"message", "货已发出"}} : object{}}};
    auto fix = fix_of(apply(id, row.event, more), row.why);
    ASSERT_EQ(fix["method"], "case.facts") << row.event;
    auto& set = fix["params"].as_object()["set"].as_object();
    ASSERT_EQ(set, (object{{"order.dispatched_at", nullptr}})) << row.event;
    set["order.dispatched_at"] = "2026-01-05T02:00:00Z";
    EXPECT_EQ(code_of(send(fix)), "accepted") << row.event;
    auto const again = apply(id, row.event, more);
    if (code_of(again) == "accepted") continue;
    for (auto const& why : again.at("error").at("data").at("why_not").as_array()) {
      auto const* rule = why.as_object().if_contains("rule");
      EXPECT_FALSE(is(why.at("code"), row.why)) << row.event;
      EXPECT_FALSE(rule && is(*rule, row.why)) << row.event;
    }
  }
}

TEST_F(Fixes, the_sum_the_book_does_not_know_is_to_be_filled_in) {
  auto const id =
      open({{"reason", "late"}, {"wants", "compensation"}}, {{"kind", "logistics_delay"}, {"platform", "generic"}});
  object const by_platform{{"party", "platform"}};
  auto const refused = apply(id, "platform_order_compensation", by_platform, Role::service);
  ASSERT_EQ(code_of(refused), "amount_missing") << boost::json::serialize(refused);
  auto fix = fix_of(refused, "amount_missing");
  auto& amount = fix["params"].as_object()["params"].as_object()["amount"].as_object();
  EXPECT_EQ(amount, (object{{"minor", nullptr}, {"currency", "CNY"}}));
  amount["minor"] = 500;
  EXPECT_EQ(code_of(send(fix, Role::service)), "accepted");
}

// A fix for evidence goes into case.apply as it is, and case.preview takes whatever case.apply takes.
TEST_F(Fixes, an_item_may_name_its_case_and_its_request) {
  auto const id = unshipped();
  object item{{"case_id", id}, {"kind", "E-CHAT"}, {"text", "聊天"}, {"source", "wangwang"}, {"request_id", "fix-1"}};
  object const move{{"case_id", id}, {"event", "offer_partial"}, {"params", object{{"amount", money(100)}}}};
  auto preview = move;
  preview["evidence"] = array{item};
  preview["receipt"] = true;
  auto const seen = call("case.preview", preview, Role::manager);
  EXPECT_EQ(code_of(seen), "accepted") << boost::json::serialize(seen);
  item["case_id"] = "case_00000000000000000000000000";
  preview["evidence"] = array{item};
  EXPECT_EQ(code_of(call("case.preview", preview, Role::manager)), "invalid_params");
  auto const refused = call("case.preview", {{"case_id", id}, {"event", "withdraw"}}, Role::manager);
  EXPECT_FALSE(refused.at("error").at("data").as_object().contains("request_id"));
}

// What counts for nothing without the time it was captured is asked for with it.
TEST_F(Fixes, every_kind_that_needs_its_capture_time_asks_for_it) {
  auto const id = unshipped();
  for (auto const& kind : evidence_kinds()) {
    object params{{"case_id", id}, {"kind", kind.id}, {"source", "upload"}, {"request_id", next_request()}};
    kind.textual ? params.emplace("text", "x") : params.emplace("sha256", std::string(64, 'a'));
    auto const answer = call("evidence.add", std::move(params));
    auto const& why = answer.at("result").at("evidence").at("why").as_array();
    bool const copy = std::ranges::any_of(why, [](auto const& each) { return each.at("rule") == "AL-EV-110"; });
    EXPECT_EQ(wants_capture_time(kind.id), copy) << kind.id;
  }
}

}  // namespace
}  // namespace redress::api
