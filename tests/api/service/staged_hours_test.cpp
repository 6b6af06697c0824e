// When staged evidence goes in a shop with hours of its own: the moment shown with the deadline, while people still
// work.
#include "engine/base/instant.hpp"
#include "tests/api/tea_shop.hpp"

namespace redress::api {
namespace {

class StagedHours : public TeaShop {
 protected:
  object apply(std::string const& id, std::string_view event, std::string_view party, object params = {}) {
    auto const answer = call("case.apply",
                             {{"case_id", id},
                              {"event", event},
                              {"party", party},
                              {"params", std::move(params)},
                              {"request_id", next_request()}},
                             Role::service);
    EXPECT_TRUE(answer.contains("result")) << boost::json::serialize(answer);
    return answer;
  }
  std::string add_chat(std::string const& id) {
    auto const answer = call("evidence.add", {{"case_id", id},
                                              {"kind", "E-CHAT"},
                                              {"text", "买家: 是正品"},
                                              {"source", "wangwang"},
                                              {"request_id", next_request()}});
    return std::string(answer.at("result").at("evidence").at("id").as_string());
  }
  std::string in_dispute() {
    auto const id = open({{"reason", "counterfeit"}, {"wants", "return_refund"}, {"goods_received", true}},
                         {{"order", object{{"dispatched_at", "2026-01-05T02:00:00Z"}}}});
    item = add_chat(id);
    apply(id, "refuse", "seller", {{"message", "商品为正品，附进货凭证"}});
    apply(id, "request_platform", "buyer");
    apply(id, "ask_evidence", "platform");
    EXPECT_EQ(state_of(id), "DISPUTE_EVIDENCE");
    return id;
  }
  static Instant at(boost::json::value const& text) { return parse_rfc3339(text.as_string()).value(); }

  std::string item;
};

TEST_F(StagedHours, is_the_moment_shown_with_the_deadline_and_inside_a_shift) {
  auto const id = in_dispute();
  auto const staged =
      call("evidence.stage", {{"case_id", id}, {"evidence", array{item}}, {"request_id", next_request()}});
  ASSERT_TRUE(staged.contains("result")) << boost::json::serialize(staged);
  auto const send_at = at(staged.at("result").at("staged").at("send_at"));
  auto const due = call("case.actions", {{"case_id", id}}).at("result").at("due").as_object();
  auto const list =
      call("evidence.checklist", {{"case_id", id}, {"event", "submit_evidence"}}).at("result").as_object();
  EXPECT_EQ(send_at, at(due.at("last_safe_at")));
  EXPECT_EQ(send_at, at(list.at("last_safe_at")));
  // From Thursday 10:00 in Beijing 72 hours: due on Sunday at 10:00. The last shift before it ends at 2:00 that night.
  ASSERT_EQ(due.at("at").as_string(), "2026-01-11T02:00:00.000Z");
  auto const closes = parse_rfc3339("2026-01-10T18:00:00Z").value();
  EXPECT_EQ(send_at, closes + -std::max<std::int64_t>(120, due.at("work_minutes").as_int64()) * minute_ms);
  EXPECT_LT(send_at, at(due.at("at")) + -2 * hour_ms) << "earlier than the book's margin alone";
  house.clock().advance(send_at - house.clock().now() - 1000);
  house.runner().run_until_idle();
  EXPECT_EQ(state_of(id), "DISPUTE_EVIDENCE");
  house.clock().advance(1000);
  house.runner().run_until_idle();
  EXPECT_EQ(trail_of(id).back().at("event"), "submit_evidence");
}

TEST_F(StagedHours, the_books_margin_counts_where_the_shop_works_up_to_the_deadline) {
  house.clock().advance(5 * hour_ms);       // Thursday 15:00
  house.clock().advance(4 * 24 * hour_ms);  // Monday 15:00: due on Thursday at 15:00, inside a shift
  auto const id = in_dispute();
  auto const staged =
      call("evidence.stage", {{"case_id", id}, {"evidence", array{item}}, {"request_id", next_request()}});
  ASSERT_TRUE(staged.contains("result")) << boost::json::serialize(staged);
  auto const due = call("case.actions", {{"case_id", id}}).at("result").at("due").as_object();
  ASSERT_LT(due.at("work_minutes").as_int64(), 120);
  EXPECT_EQ(at(staged.at("result").at("staged").at("send_at")), at(due.at("at")) + -2 * hour_ms);
  EXPECT_EQ(at(due.at("last_safe_at")), at(due.at("at")) + -2 * hour_ms);
}

}  // namespace
}  // namespace redress::api
