// Random walks through the real server by case.actions alone: whatever it offers is accepted, whatever it blocks is
// refused for the reason it gave, every kind of case reaches an end, and every trail verifies.
#include "tests/e2e/walk.hpp"

#include "tests/e2e/server_process.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

namespace redress::e2e {
namespace {

using boost::json::object;

constexpr int walks = 200;
constexpr int steps_max = 60;

struct Start {
  std::string kind;
  object claim;
  object more = {};
};

std::vector<Start> starts() {
  object const signed_order{{"dispatched_at", "2026-01-04T09:00:00Z"}, {"signed_at", "2026-01-06T02:00:00Z"}};
  object const shipped{{"dispatched_at", "2026-01-04T09:00:00Z"}};
  object const late{{"promised_dispatch_at", "2026-01-05T09:00:00Z"}};
  auto const price = [](std::int64_t minor) {
    return object{{"sku", "B"}, {"price", object{{"minor", minor}, {"currency", "CNY"}}}};
  };
  object const review{{"score", 1}, {"text", "差评"}, {"posted_at", "2026-01-07T02:00:00Z"}};
  return {
      {"refund", {{"reason", "do_not_want"}, {"wants", "refund_only"}}},
      {"refund", {{"reason", "not_received"}, {"wants", "refund_only"}}, {{"order", shipped}}},
      {"refund",
       {{"reason", "quality"}, {"wants", "refund_only"}, {"goods_received", true}},
       {{"order", signed_order}}},
      {"refund",
       {{"reason", "quality"}, {"wants", "return_refund"}, {"goods_received", true}},
       {{"order", signed_order}}},
      {"refund", {{"reason", "damaged"}, {"wants", "return_refund"}}, {{"order", signed_order}, {"platform", "tmall"}}},
      {"exchange",
       {{"reason", "wrong_item"}, {"wants", "exchange"}, {"replacement", price(20000)}},
       {{"order", signed_order}}},
      {"exchange",
       {{"reason", "wrong_item"}, {"wants", "exchange"}, {"replacement", price(25000)}},
       {{"order", signed_order}}},
      {"exchange",
       {{"reason", "wrong_item"}, {"wants", "exchange"}, {"replacement", price(15000)}},
       {{"order", signed_order}}},
      {"exchange", {{"reason", "quality"}, {"wants", "repair"}}, {{"order", signed_order}, {"platform", "tmall"}}},
      {"exchange", {{"reason", "missing_part"}, {"wants", "resend"}}, {{"order", signed_order}}},
      {"logistics_delay", {{"reason", "late_dispatch"}}, {{"order", late}}},
      {"logistics_delay", {{"reason", "out_of_stock"}}, {{"order", late}}},
      {"logistics_delay", {{"reason", "stalled"}}, {{"order", shipped}}},
      {"logistics_delay", {{"reason", "lost"}}, {{"order", shipped}, {"platform", "elsewhere"}}},
      {"bad_review", {{"reason", "other"}}, {{"order", signed_order}, {"review", review}}},
  };
}

TEST(Walks, by_what_is_offered_alone_every_kind_reaches_its_ends) {
  auto const with = seed();
  std::mt19937 random{with};
  SCOPED_TRACE(fmt::format("REDRESS_SEED={}", with));
  Folder folder;
  ServerProcess server{folder.path()};
  auto client = server.client(server.token("service", "s1"));
  auto const kinds = starts();
  std::map<std::string, std::set<std::string>> ends;
  int ended = 0;
  for (int walk = 0; walk < walks; ++walk) {
    auto const& start = kinds[static_cast<std::size_t>(walk) % kinds.size()];
    auto const opened = client.call("case.open", sample_case(start.kind, walk, start.claim, start.more));
    ASSERT_EQ(opened.exit, cli::Exit::ok) << boost::json::serialize(opened.error);
    auto const id = std::string(opened.result.at("case").at("id").as_string());
    auto const end = Walk{client, random, id}.run(steps_max);
    verify_trail(client, id);
    if (HasFailure()) return;
    if (end.empty()) continue;
    ++ended;
    ends[start.kind].insert(end);
  }
  EXPECT_GT(ended, walks / 2) << "most walks reach an end within " << steps_max << " steps";
  for (auto const* kind : {"refund", "exchange", "logistics_delay", "bad_review"})
    EXPECT_FALSE(ends[kind].empty()) << kind;
  auto const verified = client.call("audit.verify", {});
  EXPECT_TRUE(verified.result.at("ok").as_bool()) << boost::json::serialize(verified.result);
}

}  // namespace
}  // namespace redress::e2e
