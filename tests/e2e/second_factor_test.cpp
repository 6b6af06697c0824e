// Two-step sign-in through the real binary: set up, asked for, used once, taken off, required, and told of in the
// ledger.
#include "api/service/totp.hpp"
#include "tests/e2e/broken_store.hpp"
#include "tests/e2e/browser.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace redress::e2e {
namespace {

using boost::json::object;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view password = "quiet mango river";

std::vector<std::uint8_t> bytes_of(std::string_view base32) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::vector<std::uint8_t> bytes;
  unsigned held = 0, bits = 0;
  for (char const c : base32) {
    held = (held << 5U) | static_cast<unsigned>(alphabet.find(c));
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push_back(static_cast<std::uint8_t>(held >> bits));
  }
  return bytes;
}

object error_data(object const& response) { return response.at("error").at("data").as_object(); }

class SecondFactorDoor : public testing::Test {
 protected:
  void start(std::vector<std::string> more = {}) {
    server_.reset();
    more.emplace_back("--sandbox");
    server_ = std::make_unique<ServerProcess>(folder_.path(), std::move(more));
  }
  object admin(std::string_view method, object params) {
    auto outcome = server_->client(server_->admin()).call(method, std::move(params));
    EXPECT_EQ(outcome.exit, cli::Exit::ok) << method << boost::json::serialize(outcome.error);
    return outcome.result.is_object() ? outcome.result.as_object() : object{};
  }
  std::string make_user(std::string name, std::string role) {
    return std::string(admin("user.create", {{"name", name}, {"role", role}, {"shop", "s1"}, {"password", password}})
                           .at("id")
                           .as_string());
  }
  Answered sign_in(Browser& browser, std::string name, std::string code = {}) {
    object who{{"user", name}, {"password", password}};
    if (!code.empty()) who.emplace("code", code);
    return browser.sign_in(who);
  }
  Browser signed_in(std::string name, std::string code = {}) {
    Browser browser{server_->url()};
    auto const answered = sign_in(browser, std::move(name), std::move(code));
    EXPECT_EQ(answered.status, 200) << answered.body;
    return browser;
  }
  // A step later each time: no code is good twice.
  std::string next_code(std::string const& secret) {
    admin("sandbox.advance", {{"seconds", 30}});
    auto const now = parse_rfc3339(admin("system.info", {}).at("server_time").as_string()).value();
    return api::totp::code_at(bytes_of(secret), api::totp::step_of(now));
  }
  struct Enrolled {
    std::string secret;
    std::vector<std::string> recovery;
  };
  Enrolled enrol(Browser& browser) {
    auto const begun = browser.call("second_factor.begin", {{"password", password}});
    EXPECT_TRUE(begun.contains("result")) << boost::json::serialize(begun);
    Enrolled made{std::string(begun.at("result").at("secret").as_string()), {}};
    auto const confirmed = browser.call("second_factor.confirm", {{"code", next_code(made.secret)}});
    EXPECT_TRUE(confirmed.contains("result")) << boost::json::serialize(confirmed);
    for (auto const& each : confirmed.at("result").at("recovery_codes").as_array())
      made.recovery.emplace_back(each.as_string());
    return made;
  }
  std::string state(Browser const& browser) {
    return std::string(browser.get("/v1/session").json().at("session").at("second_factor").at("state").as_string());
  }
  int verify() { return run_redress({"--json", "audit", "verify", "--data", folder_.path().string()}).exit; }

  Folder folder_;
  std::unique_ptr<ServerProcess> server_;
};

TEST_F(SecondFactorDoor, a_person_turns_it_on_signs_in_with_it_and_turns_it_off) {
  start();
  make_user("wang", "agent");
  auto browser = signed_in("wang");
  auto elsewhere = signed_in("wang");
  EXPECT_EQ(state(browser), "off");
  EXPECT_EQ(error_data(browser.call("second_factor.confirm", {{"code", "123456"}})).at("kind"), "not_found");
  EXPECT_EQ(error_data(browser.call("second_factor.begin", {{"password", "wrong"}})).at("position"), "params.password");
  auto const begun = browser.call("second_factor.begin", {{"password", password}, {"request_id", "r1"}});
  auto const secret = std::string(begun.at("result").at("secret").as_string());
  EXPECT_EQ(bytes_of(secret).size(), 20U);
  EXPECT_THAT(std::string(begun.at("result").at("uri").as_string()),
              HasSubstr("otpauth://totp/Redress:wang?secret=" + secret));
  auto const again = browser.call("second_factor.begin", {{"password", password}, {"request_id", "r1"}});
  EXPECT_EQ(again.at("result").at("replayed"), true);
  EXPECT_FALSE(again.at("result").as_object().contains("secret")) << "told once";
  EXPECT_EQ(signed_in("wang").get("/v1/session").status, 200) << "not in force before it is confirmed";
  EXPECT_EQ(error_data(browser.call("second_factor.confirm", {{"code", "000000"}})).at("second_factor"), "wrong");
  auto const first = next_code(secret);
  auto const confirmed = browser.call("second_factor.confirm", {{"code", first}, {"receipt", true}});
  ASSERT_TRUE(confirmed.contains("result")) << boost::json::serialize(confirmed);
  EXPECT_TRUE(confirmed.at("result").as_object().contains("receipt"));
  auto const recovery = confirmed.at("result").at("recovery_codes").as_array();
  EXPECT_EQ(recovery.size(), 10U);
  EXPECT_EQ(state(browser), "on") << "the session it was asked in goes on";
  EXPECT_EQ(elsewhere.get("/v1/session").status, 401) << "one that began without a code does not";

  Browser other{server_->url()};
  auto const asked = sign_in(other, "wang");
  EXPECT_EQ(asked.status, 401);
  EXPECT_FALSE(asked.fields.contains("set-cookie"));
  EXPECT_EQ(asked.json().at("error").at("data").at("kind"), "unauthenticated");
  EXPECT_EQ(asked.json().at("error").at("data").at("second_factor"), "required");
  auto const used = sign_in(other, "wang", first);
  EXPECT_EQ(used.status, 401) << "the code that confirmed is used up";
  EXPECT_EQ(used.json().at("error").at("data").at("second_factor"), "wrong");
  EXPECT_EQ(sign_in(other, "wang", next_code(secret)).status, 200);
  auto const one = std::string(recovery.at(3).as_string());
  EXPECT_EQ(sign_in(other, "wang", one).status, 200);
  EXPECT_EQ(other.get("/v1/session").json().at("session").at("second_factor").at("recovery_left"), 9);
  EXPECT_EQ(sign_in(other, "wang", one).status, 401);
  for (auto const& malformed :
       {object{{"user", "wang"}, {"password", password}, {"code", 123456}}, object{{"token", "x"}, {"code", "123456"}}})
    EXPECT_EQ(other.sign_in(malformed).status, 400);

  server_.reset();
  EXPECT_EQ(verify(), 0);
  start();
  admin("sandbox.advance", {{"seconds", 600}});  // a restart sets a virtual clock back, and used steps stay used
  browser = signed_in("wang", next_code(secret));
  EXPECT_EQ(error_data(browser.call("second_factor.begin", {{"password", password}})).at("kind"), "forbidden");
  EXPECT_EQ(error_data(browser.call("second_factor.remove", object{})).at("position"), "params.password");
  EXPECT_EQ(error_data(browser.call("second_factor.remove", {{"code", one}})).at("position"), "params.code");
  EXPECT_TRUE(browser.call("second_factor.remove", {{"code", next_code(secret)}}).contains("result"));
  EXPECT_EQ(state(browser), "off");
  EXPECT_EQ(signed_in("wang").get("/v1/session").status, 200);
  std::vector<std::string> acts;
  auto const told = admin("audit.office", {{"shop", "s1"}}).at("entries").as_array();
  for (auto const& entry : told) acts.emplace_back(entry.at("event").as_string());
  EXPECT_EQ(acts, (std::vector<std::string>{"user_created", "second_factor_begun", "second_factor_set",
                                            "recovery_code_used", "second_factor_removed"}));
  EXPECT_EQ(told.back().at("params").at("by"), "code");
  auto const all = boost::json::serialize(told);
  EXPECT_THAT(all, Not(HasSubstr(secret)));
  EXPECT_THAT(all, Not(HasSubstr(one)));
  server_.reset();
  EXPECT_EQ(verify(), 0);
}

TEST_F(SecondFactorDoor, an_admin_takes_it_off_whoever_lost_the_phone_and_nobody_else_may) {
  start();
  auto const id = make_user("wang", "agent");
  make_user("boss", "manager");
  auto browser = signed_in("wang");
  auto const enrolled = enrol(browser);
  auto boss = signed_in("boss");
  EXPECT_EQ(error_data(boss.call("second_factor.remove", {{"id", id}})).at("kind"), "forbidden");
  EXPECT_FALSE(boss.call("user.list", {}).at("result").at("users").at(0).as_object().contains("second_factor_at"));
  auto const listed = run_redress({"user", "list", "--data", folder_.path().string()});
  EXPECT_THAT(listed.out, HasSubstr("second factor"));
  EXPECT_EQ(run_redress({"user", "second-factor-off", id, "--data", folder_.path().string()}).exit, 0);
  EXPECT_EQ(browser.get("/v1/session").status, 401) << "whoever has the phone is out as well";
  EXPECT_EQ(state(signed_in("wang")), "off");
  auto const last = admin("audit.office", {{"shop", "s1"}}).at("entries").as_array().back();
  EXPECT_EQ(last.at("event"), "second_factor_removed");
  EXPECT_EQ(last.at("params").at("id").as_string(), id);
  EXPECT_EQ(last.at("params").at("by"), "admin");
  EXPECT_THAT(std::string(last.at("actor").as_string()), testing::StartsWith("tok_")) << "who did it";
  auto const outcome = server_->client(server_->admin()).call("second_factor.remove", {{"id", id}});
  EXPECT_EQ(outcome.error.at("data").at("kind"), "not_found") << "it is off";
  auto const by_token = server_->client(server_->admin()).call("second_factor.begin", {{"password", password}});
  EXPECT_EQ(by_token.error.at("data").at("kind"), "forbidden") << "a token has none";
}

TEST_F(SecondFactorDoor, where_it_is_required_nothing_else_can_be_done_before) {
  start();
  make_user("boss", "manager");
  make_user("wang", "agent");
  auto before = signed_in("boss");
  auto const config = folder_.path() / "redress.toml";
  std::ofstream(config) << "[console]\nsecond_factor = [\"manager\", \"admin\"]\n[limits]\nbatch_calls = 200\n";
  start({"--config", config.string()});
  Browser kept{server_->url()};
  kept.cookie = before.cookie;
  kept.csrf = before.csrf;
  EXPECT_EQ(state(kept), "enrol") << "a session of before as well";
  EXPECT_EQ(state(signed_in("wang")), "off") << "another role goes on";

  auto boss = signed_in("boss");
  EXPECT_EQ(state(boss), "enrol");
  for (std::string const method : {"system.info", "case.list", "user.list", "session.list", "rpc.discover"}) {
    auto const data = error_data(boss.call(method, {}));
    EXPECT_EQ(data.at("kind"), "forbidden") << method;
    EXPECT_EQ(data.at("second_factor"), "enrol") << method;
  }
  boost::json::array const batch{
      object{{"jsonrpc", "2.0"}, {"id", 1}, {"method", "second_factor.begin"}, {"params", {{"password", password}}}},
      object{{"jsonrpc", "2.0"}, {"id", 2}, {"method", "system.info"}}};
  EXPECT_THAT(boss.post("/rpc", batch).body, HasSubstr("\"second_factor\":\"enrol\"")) << "nor in company";
  for (int const calls : {101, 200}) {
    boost::json::array many;
    for (int i = 0; i < calls; ++i) many.push_back(object{{"jsonrpc", "2.0"}, {"id", i}, {"method", "system.info"}});
    EXPECT_THAT(boss.post("/rpc", many).body, HasSubstr("\"second_factor\":\"enrol\""))
        << "nor in a crowd of " << calls;
  }
  EXPECT_EQ(boss.get("/v1/blobs/" + std::string(64, 'a')).status, 403);
  EXPECT_EQ(boss.get("/v1/packs/case_1.zip").status, 403);
  EXPECT_THROW(BrowserSocket(server_->url(), boss), boost::system::system_error);
  auto forger = boss;
  forger.csrf = "x";
  EXPECT_EQ(forger.post("/rpc", object{{"jsonrpc", "2.0"}, {"id", 1}, {"method", "second_factor.begin"}}).status, 403);

  auto const enrolled = enrol(boss);
  EXPECT_EQ(state(boss), "on");
  EXPECT_TRUE(boss.call("system.info", {}).contains("result")) << "and the same session may go on";
  EXPECT_EQ(kept.get("/v1/session").status, 401) << "another's that knew the password does not become whole with it";
  BrowserSocket socket{server_->url(), boss};
  EXPECT_TRUE(socket.call("system.info", {}).as_object().contains("result"));
  EXPECT_TRUE(boss.call("second_factor.remove", {{"password", password}}).contains("result"));
  EXPECT_EQ(state(boss), "enrol") << "as before";
  EXPECT_EQ(socket.close_code_within(5000), 4001);
  EXPECT_EQ(boss.post("/v1/session/end", object{}).status, 200) << "signing out is always possible";

  auto const bearer = server_->client(server_->token("manager", "s1")).call("system.info", {});
  EXPECT_EQ(bearer.exit, cli::Exit::ok) << "tokens are not touched";
  EXPECT_EQ(run_redress({"serve", "--data", folder_.path().string(), "--second-factor", "king"}).exit, 2);
}

TEST_F(SecondFactorDoor, a_changed_row_is_found_and_a_backup_keeps_what_it_is) {
  start();
  make_user("wang", "agent");
  auto browser = signed_in("wang");
  auto const enrolled = enrol(browser);
  ASSERT_EQ(sign_in(browser, "wang", enrolled.recovery.at(0)).status, 200);
  Folder const copies;
  auto const copy = (copies.path() / "copy").string();
  auto const back = (copies.path() / "back").string();
  auto const keyless = (copies.path() / "keyless").string();
  EXPECT_EQ(run_redress({"backup", "--data", folder_.path().string(), "-o", copy, "--with-keys"}).exit, 0);
  EXPECT_EQ(run_redress({"backup", "--data", folder_.path().string(), "-o", keyless}).exit, 0);
  EXPECT_EQ(run_redress({"--json", "audit", "verify", "--data", keyless}).exit, 0) << "as far as it goes without a key";
  server_.reset();
  EXPECT_EQ(verify(), 0);
  for (std::string const change :
       {"UPDATE second_factors SET sealed = x'00'", "UPDATE second_factors SET confirmed_ms = NULL",
        "UPDATE second_factors SET begun_ms = 1", "UPDATE second_factors SET shop = ''",
        "UPDATE second_factors SET recovery = '[]'",
        "UPDATE second_factors SET recovery = replace(recovery, '\"used_ms\"', '\"was_ms\"')",
        "DELETE FROM second_factors"}) {
    BrokenStore const broken{folder_.path()};
    broken.sql(change);
    auto const found = run_redress({"--json", "audit", "verify", "--data", broken.path().string()});
    EXPECT_EQ(found.exit, 4) << change;
    EXPECT_THAT(found.out, HasSubstr("\"table\":\"second_factors\"")) << change;
  }
  auto const restored = run_redress({"--json", "restore", copy, "--data", back});
  ASSERT_EQ(restored.exit, 0) << restored.out;
  EXPECT_EQ(run_redress({"--json", "audit", "verify", "--data", back}).exit, 0);
  ServerProcess again{back};
  Browser there{again.url()};
  EXPECT_EQ(there.sign_in({{"user", "wang"}, {"password", password}}).status, 401) << "it still asks";
  EXPECT_EQ(there.sign_in({{"user", "wang"}, {"password", password}, {"code", enrolled.recovery.at(0)}}).status, 401);
  EXPECT_EQ(there.sign_in({{"user", "wang"}, {"password", password}, {"code", enrolled.recovery.at(1)}}).status, 200);
}

}  // namespace
}  // namespace redress::e2e
