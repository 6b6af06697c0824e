// kill -9 under load: whatever was acknowledged is there after the restart, and every deadline fires exactly once.
#include "tests/e2e/server_process.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <thread>

namespace redress::e2e {
namespace {

using boost::json::object;

TEST(Crash, nothing_acknowledged_is_lost_by_a_kill_under_load) {
  Folder folder;
  std::vector<std::string> acknowledged;
  std::mutex mutex;
  int number = 0;
  for (int round = 0; round < 4; ++round) {
    auto server = std::make_unique<ServerProcess>(folder.path());
    auto const service = server->token("service", "s1");
    std::atomic<bool> over = false;
    std::atomic<int> next = number;
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i)
      clients.emplace_back([&] {
        auto client = server->client(service);
        while (!over) {
          auto const outcome = client.call(
              "case.open", sample_case("refund", ++next, {{"reason", "do_not_want"}, {"wants", "refund_only"}}));
          if (outcome.exit != cli::Exit::ok) return;
          std::scoped_lock const lock{mutex};
          acknowledged.emplace_back(outcome.result.at("case").at("id").as_string());
        }
      });
    while (true) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      std::scoped_lock const lock{mutex};
      if (acknowledged.size() >= static_cast<std::size_t>(25 * (round + 1))) break;
    }
    server->kill();
    over = true;
    for (auto& each : clients) each.join();
    number = next;
  }
  ServerProcess server{folder.path()};
  auto client = server.client(server.token("service", "s1"));
  for (auto const& id : acknowledged) EXPECT_EQ(client.call("case.get", {{"case_id", id}}).exit, cli::Exit::ok) << id;
  EXPECT_TRUE(client.call("audit.verify", {}).result.at("ok").as_bool());
  EXPECT_GE(acknowledged.size(), 100U);
}

TEST(Crash, a_deadline_fires_once_whatever_is_restarted) {
  Folder folder;
  std::string id;
  {
    ServerProcess server{folder.path()};
    auto client = server.client(server.token("service", "s1"));
    auto const opened =
        client.call("case.open", sample_case("refund", 1, {{"reason", "do_not_want"}, {"wants", "refund_only"}}));
    id = opened.result.at("case").at("id").as_string();
    ASSERT_EQ(opened.result.at("case").at("due").at("on_expiry"), "REFUND_PAYING");
    auto const early = client.call("sandbox.advance", {{"seconds", 23 * 3600}});
    EXPECT_TRUE(early.result.at("fired").as_array().empty());
    auto const late = client.call("sandbox.advance", {{"seconds", 2 * 3600}});
    ASSERT_EQ(late.result.at("fired").as_array().size(), 1U);
    EXPECT_EQ(late.result.at("fired").at(0).at("event"), "deadline_passed");
    server.kill();
  }
  ServerProcess server{folder.path()};
  auto client = server.client(server.token("service", "s1"));
  client.call("sandbox.advance", {{"seconds", 72 * 3600}});
  auto const trail = client.call("case.trail", {{"case_id", id}});
  int fired = 0;
  for (auto const& entry : trail.result.at("entries").as_array())
    if (entry.at("event") == "deadline_passed" && entry.at("outcome") == "accepted") ++fired;
  EXPECT_EQ(fired, 1);
}

TEST(Stop, a_terminated_server_answers_what_it_accepted_and_ends_with_0) {
  Folder folder;
  ServerProcess server{folder.path()};
  auto client = server.client(server.token("service", "s1"));
  ASSERT_EQ(client.call("system.info", {}).exit, cli::Exit::ok);
  EXPECT_EQ(server.stop(), 0);
  EXPECT_EQ(run_redress({"audit", "verify", "--data", folder.path().string()}).exit, 0);
}

}  // namespace
}  // namespace redress::e2e
