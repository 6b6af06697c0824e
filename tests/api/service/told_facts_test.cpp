// What case.facts takes: no more than case.open does for the same thing.
#include "api/rpc/document.hpp"
#include "tests/api/tea_shop.hpp"

namespace redress::api {
namespace {

class ToldFacts : public TeaShop {
 protected:
  object report(std::string const& id, object set) {
    return call("case.facts",
                {{"case_id", id}, {"set", std::move(set)}, {"source", "shop"}, {"request_id", next_request()}});
  }
};

TEST_F(ToldFacts, are_held_to_the_choices_and_bounds_of_the_opening) {
  auto const id = open({{"reason", "do_not_want"}, {"wants", "refund_only"}});
  struct Row {
    std::string_view path;
    boost::json::value value;
    std::string_view answer;
  };
  Row const rows[] = {
      {"claim.wants", "the moon", "invalid_params"},
      {"claim.wants", "return_refund", "accepted"},
      {"claim.wants", nullptr, "accepted"},
      {"claim.amount_minor", -5, "invalid_params"},
      {"claim.amount_minor", 0, "invalid_params"},
      {"claim.amount_minor", 20001, "over_refund"},
      {"claim.amount_minor", 20000, "accepted"},
      {"order.paid_minor", 1, "invalid_params"},
      {"order.postage_minor", 1, "invalid_params"},
      {"order.quantity", 1, "invalid_params"},
      {"claim.quantity", 1, "invalid_params"},
      {"review.score", 6, "invalid_params"},
      {"buyer.orders_90d", -1, "invalid_params"},
      {"buyer.orders_90d", 3, "accepted"},
      {"order.signed_at", "2026-01-06T02:00:00Z", "accepted"},
  };
  for (auto const& row : rows) {
    auto const answer = report(id, {{row.path, row.value}});
    EXPECT_EQ(code_of(answer), row.answer) << row.path << " " << boost::json::serialize(answer);
    if (row.answer != "invalid_params") continue;
    EXPECT_EQ(std::string(answer.at("error").at("data").at("position").as_string()),
              fmt::format("params.set.{}", row.path));
  }
  auto const over = report(id, {{"claim.amount_minor", 20001}});
  auto const& error = over.at("error").at("data").as_object();
  EXPECT_TRUE(error.contains("entry_id")) << "a refused attempt is recorded";
  auto const fix = error.at("why_not").at(0).at("fix").at("params").at("set");
  EXPECT_EQ(fix, (object{{"claim.amount_minor", 20000}}));
  EXPECT_EQ(call("case.get", {{"case_id", id}}).at("result").at("case").at("claim").at("amount"), money(20000));
}

TEST_F(ToldFacts, beside_an_order_are_held_to_the_same) {
  object params{
      {"shop", "s1"},
      {"kind", "refund"},
      {"platform", "taobao"},
      {"order",
       object{{"id", "o9"},
              {"paid", money(100)},
              {"lines",
               array{object{{"id", "L1"}, {"sku", "A"}, {"title", "茶"}, {"quantity", 1}, {"paid", money(100)}}}}}},
      {"claim", object{{"reason", "quality"}}},
      {"facts", object{{"order.paid_minor", 5}}},
      {"request_id", "r"}};
  EXPECT_EQ(call("case.open", params, Role::service).at("error").at("data").at("position"),
            "params.facts.order.paid_minor");
}

// What is not of its type is told in words.
TEST_F(ToldFacts, say_what_they_must_be) {
  auto const id = open({{"reason", "do_not_want"}, {"wants", "refund_only"}});
  auto const says = [&](std::string_view path, boost::json::value value) {
    return std::string(report(id, {{path, std::move(value)}}).at("error").at("data").at("says").at("en").as_string());
  };
  EXPECT_EQ(says("claim.reason", boost::json::string(257, 'x')), "a text has at most 256 bytes");
  EXPECT_EQ(says("claim.reason", 5), "must be a text");
  EXPECT_EQ(says("order.signed_at", 5), "must be an RFC 3339 time");
}

// A deadline whose move was refused once is tried again when the case is another than it was.
TEST_F(ToldFacts, let_a_refused_deadline_be_tried_again) {
  auto const id = open({{"reason", "do_not_want"}, {"wants", "refund_only"}, {"amount", money(15000)}});
  auto const other = open({{"reason", "do_not_want"}, {"wants", "refund_only"}, {"amount", money(10000)}},
                          {{"order", object{{"id", "o1"}}}});
  call("case.apply", {{"case_id", other}, {"event", "agree_refund"}, {"request_id", next_request()}}, Role::manager);
  house.clock().advance(30 * day_ms);
  house.runner().run_until_idle();
  ASSERT_EQ(state_of(id), "WAIT_SELLER_AGREE") << "150 of 200, where 100 went to the other case";
  house.runner().run_until_idle();
  report(id, {{"claim.amount_minor", 10000}});
  house.runner().run_until_idle();
  EXPECT_NE(state_of(id), "WAIT_SELLER_AGREE");
}

TEST_F(ToldFacts, keep_the_replacement_asked_for) {
  auto const id = open({{"reason", "quality"},
                        {"wants", "exchange"},
                        {"replacement", object{{"sku", "TEA-2"}, {"price", money(21000)}}}},
                       {{"kind", "exchange"}});
  EXPECT_EQ(call("case.get", {{"case_id", id}}).at("result").at("case").at("claim").at("replacement"),
            (object{{"sku", "TEA-2"}, {"price", money(21000)}}));
}

TEST_F(ToldFacts, a_checklist_for_an_event_nobody_knows_is_refused) {
  auto const id = open({{"reason", "do_not_want"}, {"wants", "refund_only"}});
  auto const answer = call("evidence.checklist", {{"case_id", id}, {"event", "sing"}});
  EXPECT_EQ(answer.at("error").at("data").at("kind"), "invalid_params") << boost::json::serialize(answer);
  EXPECT_EQ(answer.at("error").at("data").at("position"), "params.event");
  EXPECT_TRUE(call("evidence.checklist", {{"case_id", id}, {"event", "refuse"}}).contains("result"));
}

TEST_F(ToldFacts, roles_that_only_read_are_offered_no_move) {
  auto const id = open({{"reason", "do_not_want"}, {"wants", "refund_only"}});
  auto const roles = rpc::find_method("case.apply")->roles;
  for (auto const role : {Role::agent, Role::manager, Role::service, Role::auditor, Role::admin}) {
    bool const may = std::ranges::find(roles, role) != roles.end();
    bool offered = false;
    auto const told = call("case.actions", {{"case_id", id}}, role);
    for (auto const& action : told.at("result").at("actions").as_array()) {
      offered = offered || action.at("allowed").as_bool();
      if (may) continue;
      auto const& why = action.at("why_not").as_array();
      ASSERT_FALSE(why.empty());
      EXPECT_EQ(why.front().at("code"), "role_may_not");
      EXPECT_FALSE(why.front().as_object().contains("fix"));
    }
    EXPECT_EQ(offered, may) << name_of(role);
  }
}

}  // namespace
}  // namespace redress::api
