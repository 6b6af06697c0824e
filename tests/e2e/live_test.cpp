// What happens is told to those who watch: in order, once, to nobody else; and people at one case see each other.
#include "tests/e2e/server_process.hpp"
#include "tests/e2e/watcher.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace redress::e2e {
namespace {

using boost::json::object;
using namespace std::chrono_literals;

constexpr auto soon = 1000ms;
constexpr auto never = 400ms;

class Live : public testing::Test {
 protected:
  std::string open(int number, std::string const& shop = "s1") {
    auto client = server->client(shop == "s1" ? service : other_service);
    auto const opened = client.call(
        "case.open",
        sample_case("refund", number, {{"reason", "do_not_want"}, {"wants", "refund_only"}}, {{"shop", shop}}));
    EXPECT_EQ(opened.exit, cli::Exit::ok) << boost::json::serialize(opened.error);
    return std::string(opened.result.at("case").at("id").as_string());
  }
  void withdraw(std::string const& id) {
    auto client = server->client(service);
    auto const closed = client.call(
        "case.apply", {{"case_id", id}, {"event", "withdraw"}, {"party", "buyer"}, {"request_id", "w-" + id}});
    EXPECT_EQ(closed.exit, cli::Exit::ok) << boost::json::serialize(closed.error);
  }
  std::int64_t head() {
    auto client = server->client(service);
    return client.call("system.info", {}).result.at("entries").as_int64() - 1;
  }
  static std::int64_t subscribe(Watcher& watcher, object params = {}) {
    auto const answer = watcher.call("events.subscribe", std::move(params));
    EXPECT_TRUE(answer.contains("result")) << boost::json::serialize(answer);
    return answer.at("result").at("seq").as_int64();
  }
  void restart() {
    EXPECT_EQ(server->stop(), 0);
    server = std::make_unique<ServerProcess>(folder.path());
  }

  Folder folder;
  std::unique_ptr<ServerProcess> server = std::make_unique<ServerProcess>(folder.path());
  std::string service = server->token("service", "s1");
  std::string other_service = server->token("service", "s2");
  std::string agent = server->token("agent", "s1");
  std::string colleague = server->token("agent", "s1");
  std::string stranger = server->token("agent", "s2");
};

TEST_F(Live, an_entry_is_told_once_it_is_durable) {
  Watcher watcher{server->url(), agent};
  auto const seq = subscribe(watcher);
  EXPECT_EQ(seq, head());
  auto const id = open(1);
  auto const told = watcher.next("events.entry", soon);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->at("seq").as_int64(), seq + 1);
  EXPECT_EQ(told->at("case_id").as_string(), id);
  EXPECT_EQ(told->at("event"), "open");
  EXPECT_EQ(told->at("outcome"), "accepted");
  EXPECT_EQ(told->at("shop"), "s1");
  EXPECT_EQ(told->at("version").as_int64(), 1);
  EXPECT_EQ(told->at("final"), false);
  auto client = server->client(agent);
  auto const read = client.call("case.get", {{"case_id", id}}).result.at("case").as_object();
  EXPECT_EQ(told->at("state"), read.at("state"));
  EXPECT_EQ(told->at("due").at("at"), read.at("due").at("at"));
  withdraw(id);
  auto const closed = watcher.next("events.entry", soon);
  ASSERT_TRUE(closed);
  EXPECT_EQ(closed->at("final"), true);
  EXPECT_FALSE(closed->contains("due"));
}

TEST_F(Live, another_shop_hears_nothing) {
  Watcher mine{server->url(), agent};
  Watcher theirs{server->url(), stranger};
  subscribe(mine);
  subscribe(theirs);
  open(1);
  EXPECT_TRUE(mine.next("events.entry", soon));
  EXPECT_FALSE(theirs.next("events.entry", never));
  open(2, "s2");
  EXPECT_TRUE(theirs.next("events.entry", soon));
  EXPECT_FALSE(mine.next("events.entry", never));
}

TEST_F(Live, one_case_alone_can_be_watched_and_only_ones_own) {
  auto const watched = open(1);
  auto const other = open(2);
  Watcher watcher{server->url(), agent};
  subscribe(watcher, {{"case_id", watched}});
  withdraw(other);
  withdraw(watched);
  auto const told = watcher.next("events.entry", soon);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->at("case_id").as_string(), watched);
  Watcher outside{server->url(), stranger};
  EXPECT_EQ(outside.call("events.subscribe", {{"case_id", watched}}).at("error").at("data").at("kind"), "not_found");
}

// Commands run on while watchers come, go and come again: each entry reaches each of them exactly once, in order.
TEST_F(Live, resumed_after_losses_and_a_restart_without_gaps_or_doubles) {
  constexpr int cases = 60;
  auto const before = head();
  std::vector<std::int64_t> heard;
  auto watcher = std::make_unique<Watcher>(server->url(), agent);
  EXPECT_EQ(subscribe(*watcher), before);
  auto const listen = [&](int most) {
    for (int i = 0; i < most; ++i) {
      auto const told = watcher->next("events.entry", soon);
      if (!told) return;
      heard.push_back(told->at("seq").as_int64());
    }
  };
  for (int i = 0; i < cases; ++i) {
    open(i, i % 5 == 4 ? "s2" : "s1");
    if (i == 10 || i == 35) {
      listen(7);
      watcher->drop();
    }
    if (i == 20) {
      watcher->drop();
      restart();
    }
    if (i == 15 || i == 25 || i == 40) {
      watcher = std::make_unique<Watcher>(server->url(), agent);
      auto const after = heard.empty() ? before : heard.back();
      EXPECT_EQ(subscribe(*watcher, {{"after", after}}), after);
    }
  }
  listen(cases);
  std::vector<std::int64_t> expected;
  auto client = server->client(server->admin());
  auto const page = client.call("audit.query", {{"shop", "s1"}, {"event", "open"}, {"limit", 200}});
  for (auto const& entry : page.result.at("entries").as_array()) expected.push_back(entry.at("seq").as_int64());
  std::erase_if(heard, [&](auto seq) { return std::ranges::find(expected, seq) == expected.end(); });
  EXPECT_EQ(heard, expected);
}

TEST_F(Live, what_is_too_far_back_or_not_there_is_read_anew) {
  open(1);
  Watcher watcher{server->url(), agent};
  for (auto const after : {head() + 1, head() + 1000}) {
    auto const answer = watcher.call("events.subscribe", {{"after", after}});
    EXPECT_EQ(answer.at("error").at("data").at("kind"), "resync") << after;
    EXPECT_EQ(answer.at("error").at("data").at("seq").as_int64(), head());
  }
  EXPECT_FALSE(watcher.next("events.entry", 0ms));
  EXPECT_EQ(subscribe(watcher, {{"after", head()}}), head());
}

TEST_F(Live, plain_http_says_that_it_cannot_push) {
  auto client = server->client(agent);
  auto const id = open(1);
  EXPECT_EQ(client.call("events.subscribe", {}).error.at("data").at("kind"), "invalid_request");
  EXPECT_EQ(client.call("presence.set", {{"case_id", id}, {"doing", "viewing"}}).error.at("data").at("kind"),
            "invalid_request");
}

TEST_F(Live, a_revoked_token_hears_no_more) {
  Watcher watcher{server->url(), agent};
  subscribe(watcher);
  auto client = server->client(server->admin());
  auto const tokens = client.call("token.list", {}).result;
  for (auto const& token : tokens.at("tokens").as_array())
    if (token.at("role") == "agent" && token.at("shop") == "s1") client.call("token.revoke", {{"id", token.at("id")}});
  EXPECT_EQ(watcher.close_code(3s), 4001);
}

TEST_F(Live, two_agents_at_one_case_see_each_other_within_a_second) {
  auto const id = open(1);
  Watcher first{server->url(), agent};
  auto second = std::make_unique<Watcher>(server->url(), colleague);
  object const viewing{{"case_id", id}, {"doing", "viewing"}};
  object const editing{{"case_id", id}, {"doing", "editing"}};
  EXPECT_EQ(first.call("presence.set", viewing).at("result").at("people").as_array().size(), 1U);
  auto const people = second->call("presence.set", editing).at("result").at("people").as_array();
  ASSERT_EQ(people.size(), 2U);
  EXPECT_EQ(people.at(0).at("doing"), "viewing");
  EXPECT_EQ(people.at(1).at("doing"), "editing");
  auto const told = first.next("events.presence", soon);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->at("case_id").as_string(), id);
  EXPECT_EQ(told->at("people").as_array(), people);
  second->drop();
  auto const alone = first.next("events.presence", 2 * soon);
  ASSERT_TRUE(alone) << "a closed connection is gone";
  EXPECT_EQ(alone->at("people").as_array().size(), 1U);
  EXPECT_TRUE(
      first.call("presence.set", {{"case_id", id}, {"doing", "gone"}}).at("result").at("people").as_array().empty());
}

TEST_F(Live, one_is_at_twenty_cases_and_not_one_more) {
  constexpr int most = 20;
  std::vector<std::string> ids;
  for (int i = 0; i <= most; ++i) ids.push_back(open(i));
  Watcher busy{server->url(), agent};
  Watcher other{server->url(), colleague};
  other.call("presence.set", {{"case_id", ids.front()}, {"doing", "viewing"}});
  for (int i = 0; i < most; ++i)
    busy.call("presence.set", {{"case_id", ids[static_cast<std::size_t>(i)]}, {"doing", "viewing"}});
  auto const both = other.next("events.presence", soon);
  ASSERT_TRUE(both);
  EXPECT_EQ(both->at("people").as_array().size(), 2U);
  EXPECT_FALSE(other.next("events.presence", never)) << "twenty are allowed";
  busy.call("presence.set", {{"case_id", ids.back()}, {"doing", "viewing"}});
  auto const alone = other.next("events.presence", soon);
  ASSERT_TRUE(alone) << "at the twenty-first it left the first";
  EXPECT_EQ(alone->at("people").as_array().size(), 1U);
}

TEST_F(Live, presence_of_another_shops_case_is_not_found) {
  auto const id = open(1);
  Watcher mine{server->url(), agent};
  mine.call("presence.set", {{"case_id", id}, {"doing", "viewing"}});
  Watcher theirs{server->url(), stranger};
  auto const answer = theirs.call("presence.set", {{"case_id", id}, {"doing", "viewing"}});
  EXPECT_EQ(answer.at("error").at("data").at("kind"), "not_found");
  EXPECT_FALSE(mine.next("events.presence", never));
}

}  // namespace
}  // namespace redress::e2e
