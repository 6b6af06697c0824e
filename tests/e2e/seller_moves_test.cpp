// What the seller's own moves are checked for beyond the case: parcels of other orders, batches, the platform's
// version.
#include "tests/e2e/server_process.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace redress::e2e {
namespace {

using boost::json::object;

class SellerMoves : public testing::Test {
 protected:
  std::string open(int number, object more = {}) {
    return opened(
        sample_case("refund", number, {{"reason", "do_not_want"}, {"wants", "refund_only"}}, std::move(more)));
  }
  std::string open_delay(int number, object more) {
    more.emplace("order", object{{"promised_dispatch_at", "2026-01-05T09:00:00Z"}});
    return opened(sample_case("logistics_delay", number, {{"reason", "late_dispatch"}}, std::move(more)));
  }
  std::string opened(object params) {
    auto const outcome = client_.call("case.open", std::move(params));
    EXPECT_EQ(outcome.exit, cli::Exit::ok) << boost::json::serialize(outcome.error);
    return std::string(outcome.result.at("case").at("id").as_string());
  }
  cli::CallOutcome apply(std::string const& id, std::string_view event, object params) {
    return client_.call("case.apply", {{"case_id", id},
                                       {"event", event},
                                       {"party", "seller"},
                                       {"params", std::move(params)},
                                       {"request_id", fmt::format("r{}", ++requests_)}});
  }
  // The rule that refused, or "" when it was accepted.
  std::string rule_against(std::string const& id, std::string_view event, object params) {
    auto const reply = apply(id, event, std::move(params));
    if (reply.exit == cli::Exit::ok) return "";
    auto const& data = reply.error.at("data").as_object();
    auto const* reasons = data.if_contains("why_not");
    if (!reasons) return std::string(reply.error.at("message").as_string());
    return std::string(reasons->at(0).at("rule").as_string());
  }

  Folder folder_;
  ServerProcess server_{folder_.path()};
  cli::RpcClient client_ = server_.client(server_.token("service", "s1"));
  int requests_ = 0;
};

// Somebody tried it, so it stands in the trail as any other refusal does. A case is opened once: that is no event
// either.
TEST_F(SellerMoves, AnEventTheWorkflowDoesNotHaveIsRefusedAndRecorded) {
  auto const id = open(1);
  for (auto const* event : {"dance", "open"}) {
    auto const reply = apply(id, event, {});
    ASSERT_NE(reply.exit, cli::Exit::ok) << event;
    auto const& data = reply.error.at("data").as_object();
    EXPECT_EQ(data.at("kind"), "event_not_allowed") << event;
    EXPECT_EQ(data.at("why_not").at(0).at("code"), "unknown_event") << event;
    auto const kept = client_.call("audit.entry", {{"id", data.at("entry_id")}});
    ASSERT_EQ(kept.exit, cli::Exit::ok) << boost::json::serialize(kept.error);
    auto const& entry = kept.result.at("entry").as_object();
    EXPECT_EQ(entry.at("event"), event);
    EXPECT_EQ(entry.at("outcome"), "refused");
    EXPECT_EQ(entry.at("from"), entry.at("to"));
  }
}

TEST_F(SellerMoves, AWaybillOfAnotherBuyersOrderIsNotUploadedAgain) {
  auto const late = [&](int number, object more = {}) { return open_delay(number, std::move(more)); };
  auto const shipped_with = [](std::string_view waybill) { return object{{"carrier", "SF"}, {"waybill", waybill}}; };
  auto const first = late(1);
  auto const second = late(2);
  auto const of_the_same_buyer = late(3, {{"buyer", object{{"id", "b1"}}}});
  EXPECT_EQ(rule_against(first, "mark_shipped", shipped_with("SF100")), "");
  EXPECT_EQ(rule_against(second, "mark_shipped", shipped_with("sf 100")), "TB-LD-075");
  EXPECT_EQ(rule_against(of_the_same_buyer, "mark_shipped", shipped_with("SF100")), "");
  EXPECT_EQ(rule_against(second, "mark_shipped", shipped_with("SF101")), "");
  late(4, {{"shipments", boost::json::array{object{{"waybill", "SF200"}}}}});
  auto const fifth = late(5);
  EXPECT_EQ(rule_against(fifth, "mark_shipped", shipped_with("SF200")), "TB-LD-075");
  EXPECT_EQ(rule_against(late(6), "mark_shipped", shipped_with("SF300")), "");
  EXPECT_EQ(rule_against(fifth, "mark_shipped", shipped_with("SF301")), "");
}

TEST_F(SellerMoves, ABatchKeepsWithinThePlatformsLimits) {
  auto const yuan = [](std::int64_t minor) { return object{{"minor", minor}, {"currency", "CNY"}}; };
  auto const id = open(1);
  EXPECT_EQ(rule_against(id, "agree_refund", {{"batch_count", 21}, {"batch_total", yuan(100)}}), "TB-RR-048");
  EXPECT_EQ(rule_against(id, "agree_refund", {{"batch_count", 20}, {"batch_total", yuan(600'001)}}), "TB-RR-048");
  EXPECT_EQ(rule_against(id, "agree_refund", {{"batch_count", 20}, {"batch_total", yuan(600'000)}}), "");
}

TEST_F(SellerMoves, AnOutdatedViewOfThePlatformIsRefused) {
  auto const id = open(1);
  auto const told = client_.call("case.facts", {{"case_id", id},
                                                {"set", object{{"platform.refund_version", 1767578400001}}},
                                                {"source", "taobao.refund.get"},
                                                {"request_id", "facts"}});
  ASSERT_EQ(told.exit, cli::Exit::ok);
  EXPECT_EQ(rule_against(id, "agree_refund", {{"refund_version", 1767578400000}}), "TB-AL-049");
  EXPECT_EQ(rule_against(id, "agree_refund", {{"refund_version", 1767578400001}}), "");
}

TEST_F(SellerMoves, AChangedClaimGivesTheSellerTheWholeTimeAgain) {
  auto const id = open(1, {{"order", object{{"dispatched_at", "2026-01-04T09:00:00Z"}}}});
  auto const due = [&] {
    auto const got = client_.call("case.get", {{"case_id", id}});
    return std::string(got.result.at("case").at("due").at("at").as_string());
  };
  auto const before = due();
  ASSERT_EQ(server_.client(server_.admin()).call("sandbox.advance", {{"seconds", 3600}}).exit, cli::Exit::ok);
  auto const changed = client_.call("case.apply", {{"case_id", id},
                                                   {"event", "modify_request"},
                                                   {"party", "buyer"},
                                                   {"params", object{{"reason", "not_received"}}},
                                                   {"request_id", "changed"}});
  ASSERT_EQ(changed.exit, cli::Exit::ok) << boost::json::serialize(changed.error);
  EXPECT_EQ(changed.result.at("case").at("state"), "WAIT_SELLER_AGREE");
  EXPECT_GT(due(), before);
}

}  // namespace
}  // namespace redress::e2e
