// Deliveries of webhooks through the real binary, to a receiver that fails, delays, closes, and to a server that is
// killed: nothing lost, in order, the same id at every attempt.
#include "tests/e2e/webhook_receiver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <thread>

namespace redress::e2e {
namespace {

using boost::json::object;
using namespace std::chrono_literals;

constexpr auto soon = 10s;

// First arrivals: repeats are what at-least-once allows.
std::vector<std::string> first_of(std::vector<std::string> const& ids) {
  std::vector<std::string> first;
  for (auto const& id : ids)
    if (std::ranges::find(first, id) == first.end()) first.push_back(id);
  return first;
}

TEST_F(Webhooks, bring_every_entry_in_order_through_every_kind_of_failure) {
  start();
  WebhookReceiver const receiver;
  std::string const plan = "500,close,redirect,half,ok";
  auto const id = hook(receiver.url(plan));
  std::vector<std::string> cases;
  for (int i = 1; i <= 3; ++i) cases.push_back(open(i));
  withdraw(cases[0]);
  auto const expected = entries_of(cases);
  ASSERT_EQ(expected.size(), 4U);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    // 5 s, 5 min, 30 min and 2 h lie between the five attempts; nobody tries sooner.
    for (std::size_t n = 1; n <= 5; ++n) {
      ASSERT_TRUE(in_time(soon, [&] { return receiver.heard(plan).size() >= i * 5 + n; })) << i << " " << n;
      if (n == 5) break;
      ASSERT_TRUE(in_time(soon, [&] {
        auto const waiting = listed(id).at("position").as_object();
        return waiting.contains("waiting") && waiting.at("waiting").at("tries") == static_cast<std::int64_t>(n);
      }));
      std::int64_t const waits_s[] = {5, 300, 1800, 7200};
      advance(waits_s[n - 1] - 1);
      std::this_thread::sleep_for(250ms);
      ASSERT_EQ(receiver.heard(plan).size(), i * 5 + n) << "too soon";
      advance(waits_s[n - 1] / 10 + 2);
    }
  }
  auto const heard = receiver.heard(plan);
  expect_sound(heard);
  auto const taken = ids_answered(heard, "ok");
  ASSERT_GE(taken.size(), expected.size());
  EXPECT_TRUE(std::ranges::equal(expected, std::vector(taken.begin(), taken.begin() + 4)));
  for (std::size_t i = 0; i < 20; ++i) EXPECT_EQ(heard[i].at("id"), heard[i - i % 5].at("id")) << "one at a time";
  auto const deliveries = call("webhook.deliveries", {{"id", id}, {"limit", 100}}).at("deliveries").as_array();
  auto const& first = deliveries.back().as_object();
  std::vector<std::string> results;
  for (auto const& each : first.at("attempts").as_array()) results.emplace_back(each.at("result").as_string());
  EXPECT_EQ(results, (std::vector<std::string>{"refused", "unreachable", "redirected", "unreachable", "delivered"}));
}

TEST_F(Webhooks, bring_every_entry_though_the_server_is_killed_again_and_again) {
  start();
  WebhookReceiver const receiver;
  std::string const plan = "ok";
  hook(receiver.url(plan));
  std::vector<std::string> cases;
  int number = 0;
  for (int round = 0; round < 6; ++round) {
    for (int i = 0; i < 8; ++i) cases.push_back(open(++number));
    if (round % 2 == 1) withdraw(cases[static_cast<std::size_t>(number) - 1]);
    std::this_thread::sleep_for(std::chrono::milliseconds(7 * round));
    server->kill();
    start();
  }
  auto const expected = entries_of(cases);
  EXPECT_EQ(expected.size(), 51U);
  ASSERT_TRUE(in_time(soon, [&] { return first_of(ids_answered(receiver.heard(plan), "ok")).size() >= 51; }));
  auto const heard = receiver.heard(plan);
  expect_sound(heard);
  EXPECT_EQ(first_of(ids_answered(heard, "ok")), expected);
  EXPECT_LE(heard.size(), expected.size() + 6) << "a crash repeats at most the last one";
}

TEST_F(Webhooks, of_a_receiver_that_hangs_hold_up_neither_others_nor_the_writer_nor_the_end) {
  start();
  WebhookReceiver const receiver;
  hook(receiver.url("never"));
  hook(receiver.url("ok"));
  auto const before = std::chrono::steady_clock::now();
  for (int i = 1; i <= 20; ++i) open(i);
  EXPECT_LT(std::chrono::steady_clock::now() - before, 5s);
  EXPECT_TRUE(in_time(5s, [&] { return receiver.heard("ok").size() == 20; }));
  EXPECT_EQ(receiver.heard("never").size(), 1U);
  auto const asked = std::chrono::steady_clock::now();
  EXPECT_EQ(server->stop(), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - asked, 3s);
  start();
  EXPECT_TRUE(in_time(soon, [&] { return receiver.heard("never").size() == 2; })) << "begun again";
  EXPECT_EQ(receiver.heard("never")[0].at("id"), receiver.heard("never")[1].at("id"));
}

TEST_F(Webhooks, of_another_shop_hear_nothing) {
  start();
  WebhookReceiver const receiver;
  auto const theirs = hook(receiver.url("ok?theirs"), {{"shop", "s2"}, {"events", {"*"}}});
  auto const ours = hook(receiver.url("ok?ours"), {{"events", {"*"}}});
  for (int i = 1; i <= 5; ++i) open(i);
  auto const case_of_theirs = open(6, "s2");
  ASSERT_TRUE(in_time(soon, [&] { return !receiver.heard("ok?theirs").empty(); }));
  std::this_thread::sleep_for(500ms);
  for (auto const& each : receiver.heard("ok?theirs")) {
    EXPECT_EQ(each.at("source"), "/stores/s2");
    EXPECT_EQ(each.at("data").at("shop"), "s2");
  }
  for (auto const& each : receiver.heard("ok?ours")) EXPECT_EQ(each.at("source"), "/stores/s1");
  // And its manager sees and touches nothing of ours.
  auto client = server->client(server->token("manager", "s2"));
  EXPECT_EQ(client.call("webhook.list", {}).result.at("webhooks").as_array().size(), 1U);
  for (auto const* method : {"webhook.remove", "webhook.rotate", "webhook.deliveries", "webhook.test"}) {
    auto const refused = client.call(method, {{"id", ours}});
    EXPECT_EQ(refused.exit, cli::Exit::not_found) << method;
    auto const unknown = client.call(method, {{"id", "hook_nobody"}});
    EXPECT_EQ(boost::json::serialize(refused.error), boost::json::serialize(unknown.error)) << method;
  }
  EXPECT_EQ(client.call("webhook.set", {{"shop", "s1"}, {"url", "https://a.example"}}).exit, cli::Exit::auth);
}

TEST_F(Webhooks, order_effects_by_their_key) {
  start();
  WebhookReceiver const receiver;
  hook(receiver.url("ok"), {{"events", {"com.redress.effect.*"}}});
  auto const id = open(1);
  ASSERT_EQ(apply(id, "agree_refund", "seller").exit, cli::Exit::ok);
  object payout;
  ASSERT_TRUE(in_time(soon, [&] {
    for (auto const& each : receiver.heard("ok"))
      if (each.at("data").at("effect") == "order_payout") payout = each;
    return !payout.empty();
  }));
  expect_sound(receiver.heard("ok"));
  for (auto const& each : receiver.heard("ok")) EXPECT_EQ(each.at("type"), "com.redress.effect.requested.v1");
  auto const& data = payout.at("data").as_object();
  EXPECT_EQ(data.at("effect_id"), payout.at("id"));
  EXPECT_EQ(data.at("case_id").as_string(), id);
  // The outbox has it under that key, waiting for the service's report as it does without a hook.
  auto const outbox = call("outbox.list", {{"case_id", id}}).at("items").as_array();
  EXPECT_TRUE(std::ranges::any_of(outbox, [&](auto const& each) { return each.at("key") == data.at("effect_id"); }));
  EXPECT_EQ(apply(id, "payout_confirmed", "payments").exit, cli::Exit::ok);
}

TEST_F(Webhooks, that_are_gone_are_switched_off_and_go_on_where_they_stood) {
  start();
  WebhookReceiver const receiver;
  auto const id = hook(receiver.url("gone,ok"));
  open(1);
  ASSERT_TRUE(in_time(soon, [&] { return listed(id).contains("off"); }));
  open(2);
  std::this_thread::sleep_for(300ms);
  EXPECT_EQ(receiver.heard("gone,ok").size(), 1U);
  auto const off = listed(id);
  EXPECT_EQ(off.at("enabled"), false);
  EXPECT_EQ(off.at("off").at("why"), "gone");
  auto const entries = call("audit.office", {{"shop", "s1"}}).at("entries").as_array();
  EXPECT_EQ(entries.back().at("event"), "webhook_set");
  EXPECT_EQ(entries.back().at("actor"), "webhooks");
  EXPECT_EQ(entries.back().at("params").at("off"), "gone");
  call("webhook.set", {{"shop", "s1"}, {"id", id}, {"enabled", true}});
  // The first event is brought at its second attempt, the second one is refused in its turn.
  ASSERT_TRUE(in_time(soon, [&] { return receiver.heard("gone,ok").size() == 3; }));
  auto const heard = receiver.heard("gone,ok");
  EXPECT_EQ(heard[0].at("id"), heard[1].at("id"));
  EXPECT_NE(heard[1].at("id"), heard[2].at("id"));
  ASSERT_TRUE(in_time(soon, [&] { return listed(id).contains("off"); }));
}

TEST_F(Webhooks, that_fail_ten_times_are_switched_off_and_may_step_over) {
  start();
  WebhookReceiver const receiver;
  auto const id = hook(receiver.url("500"));
  auto const first = open(1);
  for (int n = 1; n <= 10; ++n) {
    ASSERT_TRUE(in_time(soon, [&] { return receiver.heard("500").size() == static_cast<std::size_t>(n); })) << n;
    ASSERT_TRUE(in_time(soon, [&] {
      auto const hook = listed(id);
      auto const* waiting = hook.at("position").as_object().if_contains("waiting");
      return hook.contains("off") || (waiting && waiting->at("tries") == n);
    }));
    if (n < 10) advance(27 * 3600);
  }
  ASSERT_TRUE(in_time(soon, [&] { return listed(id).contains("off"); }));
  EXPECT_EQ(listed(id).at("off").at("why"), "exhausted");
  advance(27 * 3600);
  std::this_thread::sleep_for(300ms);
  EXPECT_EQ(receiver.heard("500").size(), 10U);
  expect_sound(receiver.heard("500"));
  auto const failed = call("webhook.deliveries", {{"id", id}, {"state", "failed"}}).at("deliveries").as_array();
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(failed[0].at("attempts").as_array().size(), 10U);
  auto const head = call("system.info", {}).at("entries").as_int64() - 1;
  call("webhook.set", {{"shop", "s1"}, {"id", id}, {"url", receiver.url("ok")}, {"enabled", true}, {"after", head}});
  auto const next = open(2);
  ASSERT_TRUE(in_time(soon, [&] { return !receiver.heard("ok").empty(); }));
  EXPECT_EQ(receiver.heard("ok").front().at("subject").as_string(), next);
}

}  // namespace
}  // namespace redress::e2e
