#include "tests/e2e/walk.hpp"

#include "engine/ledger/canonical_json.hpp"
#include "engine/ledger/merkle.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace redress::e2e {

using boost::json::object;

unsigned seed() {
  auto const* given = std::getenv("REDRESS_SEED");
  return given ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
}

std::string Walk::run(int steps_max) {
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

std::size_t Walk::pick(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_); }

void Walk::take_step(boost::json::array const& actions) {
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

cli::CallOutcome Walk::apply(object const& action) {
  return client_.call("case.apply", {{"case_id", id_},
                                     {"event", action.at("event")},
                                     {"params", action.at("example_params")},
                                     {"if_version", version_},
                                     {"request_id", fmt::format("{}-{}", id_, ++requests_)}});
}

void Walk::accepted(object const& action) {
  auto const outcome = apply(action);
  if (outcome.exit == cli::Exit::conflict) return;  // a deadline fired in between: look again
  EXPECT_EQ(outcome.exit, cli::Exit::ok) << action.at("event")
                                         << " was offered: " << boost::json::serialize(outcome.error);
}

void Walk::refused(object const& action) {
  auto const outcome = apply(action);
  if (outcome.exit == cli::Exit::conflict) return;
  ASSERT_EQ(outcome.exit, cli::Exit::refused) << action.at("event") << " was blocked, and yet went through";
  auto const& said = action.at("why_not").as_array().front().at("code");
  EXPECT_EQ(outcome.error.at("data").at("why_not").as_array().front().at("code"), said);
  EXPECT_TRUE(outcome.error.at("data").as_object().contains("entry_id"));
  follow_fix(action);
}

// A fix is a call that works once its text is filled in; facts and files are left to others.
void Walk::follow_fix(object const& action) {
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

}  // namespace redress::e2e
