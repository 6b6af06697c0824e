// Random walks through the real server by case.actions alone: whatever it offers is accepted, whatever it blocks is
// refused for the reason it gave, every kind of case reaches an end, and every trail verifies.
#include "engine/ledger/canonical_json.hpp"
#include "engine/ledger/merkle.hpp"
#include "tests/e2e/server_process.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <random>
#include <set>

namespace redress::e2e {
namespace {

using boost::json::object;

constexpr int walks = 200;
constexpr int steps_max = 60;

unsigned seed() {
  auto const* given = std::getenv("REDRESS_SEED");
  return given ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
}

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

// The chain of one trail, re-derived from what the server says: canonical bytes without `hash` must hash to it.
void verify_trail(cli::RpcClient& client, std::string const& id) {
  std::string previous;
  std::int64_t seq = 0;
  std::string cursor;
  do {
    object params{{"case_id", id}, {"limit", 50}};
    if (!cursor.empty()) params.emplace("cursor", cursor);
    auto const page = client.call("case.trail", std::move(params));
    ASSERT_EQ(page.exit, cli::Exit::ok);
    for (auto const& each : page.result.at("entries").as_array()) {
      auto entry = each.as_object();
      auto const hash = std::string(entry.at("hash").as_string());
      entry.erase("hash");
      EXPECT_EQ(entry.at("prev_hash").as_string(), previous);
      EXPECT_EQ(entry.at("case_seq").as_int64(), seq++);
      auto const bytes = ledger::canonical_json(entry);
      ASSERT_TRUE(bytes.has_value());
      EXPECT_EQ(ledger::hex(ledger::leaf_hash(*bytes)), hash);
      EXPECT_EQ(bytes->find("13800001234"), std::string::npos) << "a buyer's phone number stands in an entry";
      previous = hash;
    }
    auto const* next = page.result.as_object().if_contains("next_cursor");
    cursor = next ? std::string(next->as_string()) : std::string{};
  } while (!cursor.empty());
}

class Walk {
 public:
  Walk(cli::RpcClient& client, std::mt19937& random, std::string id)
      : client_(client), random_(random), id_(std::move(id)) {}

  /// The state it ended in; empty if it did not end.
  std::string run() {
    for (int step = 0; step < steps_max; ++step) {
      auto const here = client_.call("case.actions", {{"case_id", id_}});
      EXPECT_EQ(here.exit, cli::Exit::ok) << boost::json::serialize(here.error);
      if (here.exit != cli::Exit::ok) return {};
      if (here.result.at("final").as_bool()) return std::string(here.result.at("state").as_string());
      version_ = here.result.at("version").as_int64();
      take_step(here.result.at("actions").as_array());
      if (testing::Test::HasFailure()) return {};
    }
    return {};
  }

 private:
  std::size_t pick(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_); }

  void take_step(boost::json::array const& actions) {
    std::vector<object const*> allowed;
    std::vector<object const*> blocked;
    for (auto const& each : actions) {
      auto const& action = each.as_object();
      (action.at("allowed").as_bool() ? allowed : blocked).push_back(&action);
    }
    for (auto const* action : blocked) EXPECT_FALSE(action->at("why_not").as_array().empty()) << action->at("event");
    if (!blocked.empty() && pick(4) == 0) return refused(*blocked[pick(blocked.size())]);
    if (allowed.empty()) {  // nobody else's move is open either: time has to pass
      client_.call("sandbox.advance", {{"seconds", 40 * 24 * 3600}});
      return;
    }
    accepted(*allowed[pick(allowed.size())]);
  }

  cli::CallOutcome apply(object const& action) {
    return client_.call("case.apply", {{"case_id", id_},
                                       {"event", action.at("event")},
                                       {"params", action.at("example_params")},
                                       {"if_version", version_},
                                       {"request_id", fmt::format("{}-{}", id_, ++requests_)}});
  }

  void accepted(object const& action) {
    auto const outcome = apply(action);
    if (outcome.exit == cli::Exit::conflict) return;  // a deadline fired in between: look again
    EXPECT_EQ(outcome.exit, cli::Exit::ok)
        << action.at("event") << " was offered: " << boost::json::serialize(outcome.error);
  }

  void refused(object const& action) {
    auto const outcome = apply(action);
    if (outcome.exit == cli::Exit::conflict) return;
    ASSERT_EQ(outcome.exit, cli::Exit::refused) << action.at("event") << " was blocked, and yet went through";
    auto const& said = action.at("why_not").as_array().front().at("code");
    EXPECT_EQ(outcome.error.at("data").at("why_not").as_array().front().at("code"), said);
    EXPECT_TRUE(outcome.error.at("data").as_object().contains("entry_id"));
    follow_fix(action);
  }

  // A fix is a call that works once its text is filled in; facts and files are left to others.
  void follow_fix(object const& action) {
    for (auto const& reason : action.at("why_not").as_array()) {
      auto const* fix = reason.as_object().if_contains("fix");
      if (!fix || fix->at("method") != "evidence.add" || !fix->at("params").as_object().contains("text")) continue;
      auto params = fix->at("params").as_object();
      params["text"] = "记录 " + std::to_string(++requests_);
      params["request_id"] = fmt::format("{}-{}", id_, requests_);
      auto const outcome = client_.call("evidence.add", std::move(params));
      EXPECT_EQ(outcome.exit, cli::Exit::ok) << boost::json::serialize(outcome.error);
      return;
    }
  }

  cli::RpcClient& client_;
  std::mt19937& random_;
  std::string id_;
  std::int64_t version_ = 0;  // the one the actions were listed at
  int requests_ = 0;
};

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
    auto const end = Walk{client, random, id}.run();
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
