// Cases of every kind walk at random by what case.actions offers; whatever they went through, their packs hold.
#include "tests/e2e/server_process.hpp"
#include "tests/e2e/walk.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace redress::e2e {
namespace {

using boost::json::object;

constexpr int walks = 10;
constexpr int steps_max = 20;

struct Start {
  std::string kind;
  object claim;
  object more;
};

std::vector<Start> starts() {
  object const signed_order{{"dispatched_at", "2026-01-04T09:00:00Z"}, {"signed_at", "2026-01-06T02:00:00Z"}};
  object const late{{"promised_dispatch_at", "2026-01-05T09:00:00Z"}};
  object const other{{"sku", "B"}, {"price", object{{"minor", 25000}, {"currency", "CNY"}}}};
  object const review{{"score", 1}, {"text", "差评"}, {"posted_at", "2026-01-07T02:00:00Z"}};
  return {
      {"refund", {{"reason", "quality"}, {"wants", "return_refund"}}, {{"order", signed_order}, {"platform", "tmall"}}},
      {"refund", {{"reason", "not_received"}, {"wants", "refund_only"}}, {{"order", signed_order}}},
      {"exchange",
       {{"reason", "wrong_item"}, {"wants", "exchange"}, {"replacement", other}},
       {{"order", signed_order}}},
      {"logistics_delay", {{"reason", "late_dispatch"}}, {{"order", late}}},
      {"bad_review", {{"reason", "other"}}, {{"order", signed_order}, {"review", review}}},
  };
}

TEST(PacksOfWalks, hold_whatever_the_case_went_through) {
  auto const with = seed();
  std::mt19937 random{with};
  SCOPED_TRACE(fmt::format("REDRESS_SEED={}", with));
  Folder folder;
  ServerProcess server{folder.path() / "data"};
  auto const token = server.token("service", "s1");
  auto client = server.client(token);
  auto const kinds = starts();
  for (int walk = 0; walk < walks; ++walk) {
    auto const& start = kinds[static_cast<std::size_t>(walk) % kinds.size()];
    auto const opened = client.call("case.open", sample_case(start.kind, walk, start.claim, start.more));
    ASSERT_EQ(opened.exit, cli::Exit::ok) << boost::json::serialize(opened.error);
    auto const id = std::string(opened.result.at("case").at("id").as_string());
    Walk{client, random, id}.run(steps_max);
    auto const length = [&] { return client.call("case.get", {{"case_id", id}}).result.at("trail_length").as_int64(); };
    auto const length_before = length();  // the runners may still be at it
    auto const zip = (folder.path() / (id + ".zip")).string();
    ASSERT_EQ(run_redress({"--url", server.url(), "--token", token, "pack", "create", id, "-o", zip}).exit, 0);
    auto const verified = run_redress({"--json", "pack", "verify", zip});
    EXPECT_EQ(verified.exit, 0) << verified.out;
    auto const entries = boost::json::parse(verified.out).at("entries").as_int64();
    EXPECT_GE(entries, length_before);
    EXPECT_LE(entries, length());
  }
}

}  // namespace
}  // namespace redress::e2e
