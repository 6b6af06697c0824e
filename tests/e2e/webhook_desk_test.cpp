// What managers do with webhooks: secrets shown once, two signatures while one is changed, deliveries replayed and
// reproduced, and addresses nobody may be made to call.
#include "tests/e2e/simple_case.hpp"
#include "tests/e2e/webhook_receiver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

namespace redress::e2e {
namespace {

using boost::json::array;
using boost::json::object;
using namespace std::chrono_literals;

constexpr auto soon = 10s;
constexpr auto next_secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

TEST_F(Webhooks, show_their_secret_once_and_keep_it_nowhere_plain) {
  start();
  object params{{"shop", "s1"}, {"url", "http://127.0.0.1:9/x?key=CANARY-OF-A-KEY"}, {"request_id", "make"}};
  auto const made = call("webhook.set", params);
  auto const secret = std::string(made.at("secret").as_string());
  EXPECT_TRUE(secret.starts_with("whsec_"));
  auto const again = call("webhook.set", params);
  EXPECT_EQ(again.at("replayed"), true);
  EXPECT_EQ(again.at("id"), made.at("id"));
  EXPECT_FALSE(again.contains("secret"));
  EXPECT_EQ(boost::json::serialize(call("webhook.list", {})).find(secret), std::string::npos);
  auto const rotated = call("webhook.rotate", {{"id", made.at("id")}});
  auto const second = std::string(rotated.at("secret").as_string());
  EXPECT_EQ(rotated.at("secrets").as_array().size(), 2U);
  auto const verified = call("audit.verify", {});
  EXPECT_EQ(verified.at("ok"), true) << boost::json::serialize(verified);
  EXPECT_EQ(server->stop(), 0);
  for (auto const& each : std::filesystem::recursive_directory_iterator(folder.path())) {
    if (!each.is_regular_file()) continue;
    auto const content = content_of(each.path());
    for (auto const& plain : {secret, second, secret.substr(6), second.substr(6)})
      EXPECT_EQ(content.find(plain), std::string::npos) << each.path();
  }
}

TEST_F(Webhooks, sign_with_both_secrets_while_one_is_changed) {
  start();
  WebhookReceiver const old_one;
  WebhookReceiver const new_one{next_secret};
  auto const first = hook(old_one.url("ok"));
  auto const second = hook(new_one.url("ok"));
  for (auto const& id : {first, second})
    call("webhook.rotate", {{"id", id}, {"secret", next_secret}, {"overlap_h", 2}});
  open(1);
  ASSERT_TRUE(in_time(soon, [&] { return !old_one.heard("ok").empty() && !new_one.heard("ok").empty(); }));
  expect_sound(old_one.heard("ok"));
  expect_sound(new_one.heard("ok"));
  EXPECT_EQ(std::ranges::count(old_one.heard("ok")[0].at("signatures").as_string(), ' '), 1);
  advance(2 * 3600);
  auto const entries = old_one.heard("ok").size();
  open(2);
  ASSERT_TRUE(
      in_time(soon, [&] { return old_one.heard("ok").size() > entries && new_one.heard("ok").size() > entries; }));
  EXPECT_EQ(old_one.heard("ok").back().at("signature"), false) << "the old secret signs no more";
  EXPECT_EQ(new_one.heard("ok").back().at("signature"), true);
  EXPECT_EQ(listed(first).at("secrets").as_array().size(), 1U);
}

TEST_F(Webhooks, are_replayed_and_their_signature_is_reproduced) {
  start();
  WebhookReceiver const receiver;
  auto const id = hook(receiver.url("ok"));
  open(1);
  ASSERT_TRUE(in_time(soon, [&] { return level(id); }));
  auto const sent = call("webhook.deliveries", {{"id", id}}).at("deliveries").as_array()[0].as_object();
  auto const replayed = call("webhook.replay", {{"delivery_id", sent.at("id")}, {"request_id", "again"}});
  EXPECT_EQ(replayed.at("delivery").at("replayed"), true);
  ASSERT_TRUE(in_time(soon, [&] { return receiver.heard("ok").size() == 2; }));
  auto const heard = receiver.heard("ok");
  expect_sound(heard);
  EXPECT_EQ(heard[0].at("id"), heard[1].at("id"));
  object delivery;
  ASSERT_TRUE(in_time(soon, [&] {
    delivery = call("webhook.deliveries", {{"id", id}, {"delivery_id", sent.at("id")}})
                   .at("deliveries")
                   .as_array()[0]
                   .as_object();
    return delivery.at("attempts").as_array().size() == 2;
  }));
  EXPECT_FALSE(delivery.contains("replayed"));
  call("webhook.replay", {{"delivery_id", sent.at("id")}, {"request_id", "again"}});
  std::this_thread::sleep_for(300ms);
  EXPECT_EQ(receiver.heard("ok").size(), 2U) << "the same request replays nothing twice";
  // Offline, with the body and headers that were kept.
  Folder beside;
  auto const file = (beside.path() / "delivery.json").string();
  auto const verify = [&](object const& what, std::string const& secret) {
    std::ofstream(file) << boost::json::serialize(what);
    return run_redress({"webhook", "verify", "--secret", secret, "--delivery", file}).exit;
  };
  EXPECT_EQ(verify(delivery, hook_secret), 0);
  EXPECT_EQ(verify(delivery, next_secret), 4);
  auto tampered = delivery;
  tampered["body"] = std::string(delivery.at("body").as_string()) + " ";
  EXPECT_EQ(verify(tampered, hook_secret), 4);
  auto const& headers = heard[0];
  auto const body = beside.path() / "body";
  std::ofstream(body, std::ios::binary) << std::string(headers.at("body").as_string());
  auto const& kept = delivery.at("attempts").as_array()[0].at("headers").as_object();
  std::vector<std::string> const parts{"webhook",
                                       "verify",
                                       "--secret",
                                       hook_secret,
                                       body.string(),
                                       "--id",
                                       std::string(kept.at("webhook-id").as_string()),
                                       "--timestamp",
                                       std::string(kept.at("webhook-timestamp").as_string()),
                                       "--signature",
                                       std::string(kept.at("webhook-signature").as_string())};
  EXPECT_EQ(run_redress(parts).exit, 0);
}

TEST_F(Webhooks, keep_twenty_attempts_of_a_delivery_and_not_one_more) {
  start();
  WebhookReceiver const receiver;
  auto const id = hook(receiver.url("ok"));
  open(1);
  ASSERT_TRUE(in_time(soon, [&] { return level(id); }));
  auto const attempts = [&] {
    auto const page = call("webhook.deliveries", {{"id", id}});
    return page.at("deliveries").as_array()[0].at("attempts").as_array();
  };
  auto const first = attempts()[0].at("at");
  advance(1);
  for (std::size_t n = 2; n <= 21; ++n) {
    call("webhook.replay", {{"delivery_id", call("webhook.deliveries", {{"id", id}}).at("deliveries").at(0).at("id")}});
    ASSERT_TRUE(in_time(soon, [&] { return receiver.heard("ok").size() == n; }));
    ASSERT_TRUE(in_time(soon, [&] { return attempts().size() == std::min<std::size_t>(n, 20); }));
    advance(1);
  }
  ASSERT_TRUE(in_time(soon, [&] { return attempts()[0].at("at") != first; })) << "the first is forgotten";
  EXPECT_EQ(attempts().size(), 20U);
}

TEST_F(Webhooks, are_tested_though_switched_off_and_tried_once) {
  start();
  WebhookReceiver const receiver;
  auto const id = hook(receiver.url("500,ok"), {{"enabled", false}});
  auto const tested = call("webhook.test", {{"id", id}}).at("delivery").as_object();
  EXPECT_EQ(tested.at("type"), "com.redress.webhook.test.v1");
  ASSERT_TRUE(in_time(soon, [&] {
    auto const now = call("webhook.deliveries", {{"id", id}}).at("deliveries").as_array()[0].as_object();
    return now.at("state") == "failed" && now.at("attempts").as_array().size() == 1;
  }));
  open(1);
  advance(3600);
  std::this_thread::sleep_for(300ms);
  EXPECT_EQ(receiver.heard("500,ok").size(), 1U);
  expect_sound(receiver.heard("500,ok"));
}

TEST_F(Webhooks, go_to_no_address_inside_unless_it_was_allowed) {
  arguments = {"--sandbox"};
  start();
  auto client = server->client(admin);
  for (auto const* url :
       {"http://127.0.0.1:9/", "https://127.0.0.1/", "https://169.254.169.254/latest", "https://[::1]/",
        "https://10.0.0.1/", "http://erp.example.com/", "https://user:x@erp.example.com/"}) {
    auto const refused = client.call("webhook.set", {{"shop", "s1"}, {"url", url}});
    ASSERT_NE(refused.exit, cli::Exit::ok) << url;
    EXPECT_EQ(refused.error.at("data").at("kind"), "invalid_params") << url;
    EXPECT_EQ(refused.error.at("data").at("position"), "params.url") << url;
  }
  // A name is looked at when it is connected to: forms of 127.0.0.1 that are no address literals, and a name for it.
  for (auto const* url : {"https://localhost/", "https://2130706433/", "https://0x7f.1/", "https://127.1:8443/"}) {
    auto const id = std::string(call("webhook.set", {{"shop", "s1"}, {"url", url}}).at("id").as_string());
    call("webhook.test", {{"id", id}});
    object delivery;
    ASSERT_TRUE(in_time(soon, [&] {
      delivery = call("webhook.deliveries", {{"id", id}}).at("deliveries").as_array()[0].as_object();
      return delivery.at("state") == "failed";
    })) << url;
    EXPECT_EQ(delivery.at("attempts").as_array()[0].at("result"), "forbidden") << boost::json::serialize(delivery);
  }
}

TEST_F(Webhooks, redirected_to_the_inside_are_not_followed_and_floods_not_read) {
  start();
  WebhookReceiver const receiver;
  auto const redirected = hook(receiver.url("redirect"));
  auto const flooded = hook(receiver.url("flood"));
  auto const asked_to_wait = hook(receiver.url("later"));
  open(1);
  ASSERT_TRUE(in_time(soon, [&] {
    return listed(redirected).contains("last") && listed(flooded).contains("last") &&
           listed(asked_to_wait).contains("last");
  }));
  EXPECT_EQ(listed(redirected).at("last").at("result"), "redirected");
  EXPECT_TRUE(receiver.heard("ok").empty());
  EXPECT_EQ(listed(flooded).at("last").at("result"), "delivered");
  advance(3600);
  std::this_thread::sleep_for(300ms);
  EXPECT_EQ(receiver.heard("later").size(), 1U) << "it asked for two hours";
}

TEST_F(Webhooks, of_a_shop_are_ten_and_not_one_more) {
  start();
  auto client = server->client(admin);
  std::string last;
  for (int i = 1; i <= 10; ++i) last = hook(fmt::format("http://127.0.0.1:9/{}", i));
  auto const eleventh = client.call("webhook.set", {{"shop", "s1"}, {"url", "http://127.0.0.1:9/11"}});
  EXPECT_EQ(eleventh.error.at("data").at("kind"), "too_large");
  hook("http://127.0.0.1:9/1", {{"shop", "s2"}});
  call("webhook.remove", {{"id", last}});
  hook("http://127.0.0.1:9/11");
  auto const wrong =
      client.call("webhook.set", {{"shop", "s3"}, {"url", "http://127.0.0.1:9/"}, {"events", {"agree_refundd"}}});
  EXPECT_EQ(wrong.error.at("data").at("position"), "params.events[0]");
  EXPECT_EQ(call("audit.verify", {}).at("ok"), true);
}

TEST_F(Webhooks, begin_where_they_are_told_to) {
  start();
  WebhookReceiver const receiver;
  std::vector<std::string> const cases{open(1), open(2), open(3)};
  auto const id = hook(receiver.url("ok"), {{"after", -1}, {"kinds", {"refund"}}});
  ASSERT_TRUE(in_time(soon, [&] { return receiver.heard("ok").size() == 3; }));
  EXPECT_EQ(ids_answered(receiver.heard("ok"), "ok"), entries_of(cases));
  call("webhook.set", {{"shop", "s1"}, {"id", id}, {"after", -1}});
  EXPECT_TRUE(in_time(soon, [&] { return receiver.heard("ok").size() == 6; })) << "all of them once more";
  auto const shown = run_redress({"--url", server->url(), "--token", admin, "--json", "webhook", "list"});
  EXPECT_EQ(shown.exit, 0);
  EXPECT_NE(shown.out.find(id), std::string::npos);
}

}  // namespace
}  // namespace redress::e2e
