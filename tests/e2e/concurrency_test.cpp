// One order, many connections, every click at once: money and pieces never exceed what was paid, nothing happens twice.
#include "tests/e2e/server_process.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace redress::e2e {
namespace {

using boost::json::object;

object money(std::int64_t minor) { return {{"minor", minor}, {"currency", "CNY"}}; }

template <class Body>
void at_once(int threads, Body body) {
  std::vector<std::thread> all;
  for (int i = 0; i < threads; ++i) all.emplace_back(body, i);
  for (auto& each : all) each.join();
}

TEST(Concurrency, all_cases_of_an_order_together_refund_no_more_than_was_paid) {
  Folder folder;
  ServerProcess server{folder.path()};
  auto const service = server.token("service", "s1");
  constexpr int cases = 12;  // each asks for a third of the order
  std::vector<std::string> ids(cases);
  auto client = server.client(service);
  for (int i = 0; i < cases; ++i) {
    auto params =
        sample_case("refund", 1, {{"reason", "do_not_want"}, {"wants", "refund_only"}, {"amount", money(7000)}});
    params["request_id"] = fmt::format("open-{}", i);
    auto const opened = client.call("case.open", std::move(params));
    ASSERT_EQ(opened.exit, cli::Exit::ok) << boost::json::serialize(opened.error);
    ids[static_cast<std::size_t>(i)] = opened.result.at("case").at("id").as_string();
  }
  std::atomic<int> agreed = 0;
  std::atomic<int> over = 0;
  at_once(cases, [&](int i) {
    auto mine = server.client(service);
    auto const outcome = mine.call("case.apply", {{"case_id", ids[static_cast<std::size_t>(i)]},
                                                  {"event", "agree_refund"},
                                                  {"party", "seller"},
                                                  {"request_id", fmt::format("agree-{}", i)}});
    if (outcome.exit == cli::Exit::ok) ++agreed;
    if (outcome.exit != cli::Exit::ok && outcome.error.at("data").at("kind") == "over_refund") ++over;
  });
  EXPECT_EQ(agreed, 2);  // 2 x 70.00 of 200.00; a third would make 210.00
  EXPECT_EQ(over, cases - 2);
}

TEST(Concurrency, fifty_calls_with_one_request_id_are_one_event) {
  Folder folder;
  ServerProcess server{folder.path()};
  auto const service = server.token("service", "s1");
  auto const opened = server.client(service).call(
      "case.open", sample_case("refund", 1, {{"reason", "do_not_want"}, {"wants", "refund_only"}}));
  auto const id = std::string(opened.result.at("case").at("id").as_string());
  std::atomic<int> first = 0;
  std::atomic<int> replayed = 0;
  at_once(10, [&](int) {
    auto mine = server.client(service);
    for (int i = 0; i < 5; ++i) {
      auto const outcome = mine.call(
          "case.apply", {{"case_id", id}, {"event", "agree_refund"}, {"party", "seller"}, {"request_id", "once"}});
      ASSERT_EQ(outcome.exit, cli::Exit::ok) << boost::json::serialize(outcome.error);
      ++(outcome.result.as_object().contains("replayed") ? replayed : first);
    }
  });
  EXPECT_EQ(first, 1);
  EXPECT_EQ(replayed, 49);
  auto const got = server.client(service).call("case.get", {{"case_id", id}});
  EXPECT_EQ(got.result.at("trail_length").as_int64(), 2);
  auto const other =
      server.client(service).call("case.apply", {{"case_id", id}, {"event", "withdraw"}, {"request_id", "once"}});
  EXPECT_EQ(other.error.at("data").at("kind"), "request_id_reused");
}

TEST(Concurrency, of_two_clicks_on_one_version_one_is_told_that_it_came_second) {
  Folder folder;
  ServerProcess server{folder.path()};
  auto const service = server.token("service", "s1");
  auto const opened = server.client(service).call(
      "case.open", sample_case("refund", 1, {{"reason", "quality"}, {"wants", "return_refund"}},
                               {{"order", object{{"dispatched_at", "2026-01-05T00:00:00Z"}}}}));
  auto const id = std::string(opened.result.at("case").at("id").as_string());
  std::atomic<int> conflicts = 0;
  at_once(8, [&](int i) {
    auto mine = server.client(service);
    auto const outcome = mine.call("case.apply", {{"case_id", id},
                                                  {"event", "offer_partial"},
                                                  {"party", "seller"},
                                                  {"if_version", 1},
                                                  {"params", object{{"amount", money(100 + i)}}},
                                                  {"request_id", fmt::format("click-{}", i)}});
    if (outcome.exit == cli::Exit::conflict) {
      ++conflicts;
      EXPECT_EQ(outcome.error.at("data").at("version").as_int64(), 2);
    }
  });
  EXPECT_EQ(conflicts, 7);
}

}  // namespace
}  // namespace redress::e2e
