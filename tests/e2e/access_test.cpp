// The console's users and sessions through the real binary: who gets in, with what, for how long, and who does not.
#include "tests/e2e/broken_store.hpp"
#include "tests/e2e/browser.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <thread>

namespace redress::e2e {
namespace {

using boost::json::object;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view password = "quiet mango river";

std::string kind_of(Answered const& answered) {
  return std::string(answered.json().at("error").at("data").at("kind").as_string());
}

std::string kind_of(object const& response) {
  return std::string(response.at("error").at("data").at("kind").as_string());
}

class Access : public testing::Test {
 protected:
  void start(std::vector<std::string> more = {"--sandbox"}) {
    server_.reset();
    server_ = std::make_unique<ServerProcess>(folder_.path(), std::move(more));
  }
  object admin(std::string_view method, object params) {
    auto outcome = server_->client(server_->admin()).call(method, std::move(params));
    EXPECT_EQ(outcome.exit, cli::Exit::ok) << method << boost::json::serialize(outcome.error);
    return outcome.result.is_object() ? outcome.result.as_object() : object{};
  }
  std::string make_user(std::string name, std::string role = "agent", std::string shop = "s1") {
    return std::string(admin("user.create", {{"name", name}, {"role", role}, {"shop", shop}, {"password", password}})
                           .at("id")
                           .as_string());
  }
  Browser signed_in(std::string const& name) {
    Browser browser{server_->url()};
    auto const answered = browser.sign_in({{"user", name}, {"password", password}});
    EXPECT_EQ(answered.status, 200) << answered.body;
    return browser;
  }
  void let_pass(std::int64_t seconds) { admin("sandbox.advance", {{"seconds", seconds}}); }

  Folder folder_;
  std::unique_ptr<ServerProcess> server_;
};

TEST_F(Access, a_person_signs_in_acts_as_themselves_and_signs_out) {
  start();
  auto const made = run_redress({"--json", "user", "create", "--name", "Wang.Li", "--display", "王丽", "--role",
                                 "manager", "--shop", "s1", "--generate", "--data", folder_.path().string()});
  ASSERT_EQ(made.exit, 0);
  auto const user = boost::json::parse(made.out).as_object();
  Browser browser{server_->url()};
  EXPECT_EQ(browser.get("/v1/session").status, 401);
  auto const answered = browser.sign_in({{"user", "wang.li"}, {"password", user.at("password")}});
  ASSERT_EQ(answered.status, 200) << answered.body;
  EXPECT_THAT(answered.fields.at("set-cookie"), HasSubstr("; Path=/; HttpOnly; SameSite=Strict"));
  EXPECT_THAT(answered.fields.at("set-cookie"), Not(HasSubstr("Secure")));
  auto const again = browser.get("/v1/session").json();
  auto const& session = again.at("session");
  EXPECT_EQ(session.at("actor"), user.at("id"));
  EXPECT_EQ(session.at("name"), "王丽");
  EXPECT_EQ(session.at("role"), "manager");
  EXPECT_EQ(session.at("shop"), "s1");
  EXPECT_EQ(session.at("idle_s"), 1800);
  EXPECT_EQ(again.at("tls"), false);
  EXPECT_EQ(again.at("csrf").as_string(), browser.csrf);

  auto const opened =
      browser.call("case.open", sample_case("refund", 1, {{"reason", "do_not_want"}, {"wants", "refund_only"}}));
  ASSERT_TRUE(opened.contains("result")) << boost::json::serialize(opened);
  auto const id = opened.at("result").at("case").at("id");
  auto const trail = browser.call("case.trail", {{"case_id", id}});
  EXPECT_EQ(trail.at("result").at("entries").at(0).at("actor"), user.at("id"));

  EXPECT_EQ(browser.post("/v1/session/end", object{}).status, 200);
  EXPECT_EQ(browser.get("/v1/session").status, 401);
  EXPECT_EQ(browser.post("/rpc", object{}).status, 401);
}

TEST_F(Access, whatever_is_wrong_is_answered_alike) {
  start();
  auto const id = make_user("wang");
  auto const mine = signed_in("wang");
  admin("user.set", {{"id", id}, {"disabled", true}});
  EXPECT_EQ(mine.get("/v1/session").status, 401) << "whose session ends with them";
  Browser browser{server_->url()};
  std::set<std::string> bodies;
  for (auto const& who :
       {object{{"user", "wang"}, {"password", "wrong"}}, object{{"user", "zhao"}, {"password", "wrong"}},
        object{{"user", "wang"}, {"password", password}},
        object{{"user", "<script>alert(1)</script>"}, {"password", password}},
        object{{"user", "' OR '1'='1"}, {"password", ""}}}) {
    auto const answered = browser.sign_in(who);
    EXPECT_EQ(answered.status, 401);
    EXPECT_FALSE(answered.fields.contains("set-cookie"));
    bodies.insert(answered.body);
  }
  EXPECT_EQ(bodies.size(), 1U);
  for (auto const& malformed : {object{}, object{{"user", "wang"}}, object{{"token", 7}},
                                object{{"user", "wang"}, {"password", "x"}, {"token", "y"}}})
    EXPECT_EQ(browser.sign_in(malformed).status, 400) << boost::json::serialize(malformed);
  EXPECT_EQ(browser.post("/v1/session", object{}, {{"Content-Type", "text/plain"}}).status, 415);
}

TEST_F(Access, an_admin_of_a_shop_does_nothing_to_the_others) {
  start();
  auto const bound = server_->token("admin", "s1");
  cli::RpcClient admin_of_s1{cli::Target{server_->url(), bound}};
  struct Row {
    std::string method;
    object params;
    bool may;
  };
  for (auto const& row :
       {Row{"token.create", {{"role", "admin"}}, false},
        Row{"token.create", {{"role", "agent"}, {"shop", "s2"}}, false},
        Row{"token.create", {{"role", "agent"}, {"shop", "s1"}}, true},
        Row{"audit.rotate_key", {{"request_id", "k"}}, false}, Row{"backup.create", {{"name", "b"}}, false},
        Row{"rules.activate", {{"request_id", "r"}}, false}}) {
    auto const outcome = admin_of_s1.call(row.method, row.params);
    EXPECT_EQ(outcome.exit, row.may ? cli::Exit::ok : cli::Exit::auth) << row.method;
    if (!row.may) {
      EXPECT_EQ(outcome.error.at("data").at("kind"), "forbidden") << row.method;
    }
  }
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "backups" / "b"));
  auto const listed = admin_of_s1.call("token.list", {}).result;
  for (auto const& each : listed.at("tokens").as_array()) EXPECT_EQ(each.at("shop"), "s1");
  admin("backup.create", {{"name", "b"}});
}

TEST_F(Access, what_a_session_changes_comes_from_our_own_page) {
  start();
  make_user("wang");
  auto browser = signed_in("wang");
  auto const call = object{{"jsonrpc", "2.0"}, {"id", 1}, {"method", "system.info"}};
  struct Row {
    std::string origin, csrf;
    int status;
  };
  for (auto const& row :
       {Row{server_->url(), browser.csrf, 200}, Row{server_->url(), "", 403},
        Row{server_->url(), browser.csrf + "x", 403}, Row{server_->url(), "x", 403}, Row{"", browser.csrf, 403},
        Row{"http://evil.example", browser.csrf, 403}, Row{"null", browser.csrf, 403}}) {
    auto other = browser;
    other.origin = row.origin;
    other.csrf = row.csrf;
    EXPECT_EQ(other.post("/rpc", call).status, row.status) << row.origin << " " << row.csrf;
    if (row.status != 200) {
      EXPECT_EQ(other.post("/v1/session/end", object{}).status, row.status);
    }
  }
  EXPECT_EQ(browser.get("/v1/session").status, 200) << "and none of them ended it";
  // A token is nobody's to send by accident: it needs neither, and stands above a cookie.
  Browser plain{server_->url()};
  plain.origin.clear();
  auto const bearer = "Bearer " + server_->token("agent", "s1");
  EXPECT_EQ(plain.post("/rpc", call, {{"Authorization", bearer}}).status, 200);
  browser.csrf.clear();
  EXPECT_EQ(browser.post("/rpc", call, {{"Authorization", bearer}}).status, 200);
  EXPECT_EQ(browser.post("/rpc", call, {{"Authorization", "Bearer wrong"}}).status, 401);
}

TEST_F(Access, a_session_falls_idle_and_ends_after_its_time) {
  start();
  make_user("wang");
  auto const idle = signed_in("wang");
  let_pass(1799);
  EXPECT_EQ(idle.get("/v1/session").status, 200) << "looking is no use of it";
  let_pass(1);
  EXPECT_EQ(idle.get("/v1/session").status, 401);
  auto busy = signed_in("wang");
  for (int i = 0; i < 28; ++i) {
    let_pass(1500);
    ASSERT_TRUE(busy.call("system.info", {}).contains("result")) << i;
  }
  let_pass(1199);
  EXPECT_TRUE(busy.call("system.info", {}).contains("result"));
  let_pass(1);
  EXPECT_EQ(busy.get("/v1/session").status, 401) << "twelve hours";
}

TEST_F(Access, what_a_page_asks_by_itself_keeps_no_session_from_falling_idle) {
  start();
  make_user("wang");
  auto browser = signed_in("wang");
  BrowserSocket line{server_->url(), browser};
  let_pass(1700);
  auto const call = object{{"jsonrpc", "2.0"}, {"id", 1}, {"method", "system.info"}};
  EXPECT_EQ(browser.post("/rpc", call, {{"X-Redress-Unattended", "1"}}).status, 200);
  EXPECT_TRUE(line.call("system.info", {}).as_object().contains("result"));
  BrowserSocket const again{server_->url(), browser};
  let_pass(100);
  EXPECT_EQ(browser.post("/rpc", call, {{"X-Redress-Unattended", "1"}}).status, 401);
  EXPECT_EQ(line.close_code_within(5000), 4001);
}

TEST_F(Access, a_restart_keeps_sessions_and_a_new_password_ends_them) {
  start({});
  make_user("wang");
  auto before = signed_in("wang");
  start({});
  Browser browser{server_->url()};
  browser.cookie = before.cookie;
  browser.csrf = before.csrf;
  ASSERT_EQ(browser.get("/v1/session").status, 200);
  EXPECT_EQ(kind_of(browser.call("user.password", {{"old", "wrong"}, {"new", "another quiet mango"}})), "forbidden");
  EXPECT_EQ(kind_of(browser.call("user.password", {{"old", password}, {"new", "password1234"}})), "invalid_params");
  EXPECT_TRUE(browser.call("user.password", {{"old", password}, {"new", "another quiet mango"}}).contains("result"));
  EXPECT_EQ(browser.get("/v1/session").status, 401);
  EXPECT_EQ(browser.sign_in({{"user", "wang"}, {"password", password}}).status, 401);
  EXPECT_EQ(browser.sign_in({{"user", "wang"}, {"password", "another quiet mango"}}).status, 200);
}

TEST_F(Access, sessions_are_ones_own_to_see_and_end_and_an_admins) {
  start();
  auto const wang = make_user("wang");
  auto const li = make_user("li");
  auto first = signed_in("wang");
  auto second = signed_in("wang");
  auto other = signed_in("li");
  auto const list = first.call("session.list", {}).at("result").at("sessions").as_array();
  EXPECT_EQ(list.size(), 2U);
  EXPECT_EQ(list.at(0).at("address"), "127.0.0.1");
  EXPECT_EQ(kind_of(other.call("session.end", {{"id", list.at(1).at("id")}})), "not_found");
  EXPECT_EQ(kind_of(other.call("session.list", {{"of", wang}})), "forbidden");
  EXPECT_TRUE(first.call("session.end", {{"id", list.at(1).at("id")}}).contains("result"));
  EXPECT_EQ(second.get("/v1/session").status, 401);
  EXPECT_EQ(first.get("/v1/session").status, 200);
  EXPECT_EQ(admin("session.list", {{"of", "everyone"}}).at("sessions").as_array().size(), 2U);
  auto const theirs = admin("session.list", {{"of", li}}).at("sessions").as_array();
  admin("session.end", {{"id", theirs.at(0).at("id")}});
  EXPECT_EQ(other.get("/v1/session").status, 401);
  auto const cookie = first.cookie;
  first.sign_in({{"user", "wang"}, {"password", password}});
  EXPECT_NE(first.cookie, cookie);
  Browser old{server_->url()};
  old.cookie = cookie;
  EXPECT_EQ(old.get("/v1/session").status, 401) << "a login ends what the browser had";
}

TEST_F(Access, an_open_web_socket_ends_with_its_session_or_token) {
  start();
  make_user("wang");
  auto browser = signed_in("wang");
  BrowserSocket socket{server_->url(), browser};
  EXPECT_TRUE(socket.call("system.info", {}).as_object().contains("result"));
  for (std::string const& origin : {std::string{}, std::string{"http://evil.example"}}) {
    auto foreign = browser;
    foreign.origin = origin;
    EXPECT_THROW(BrowserSocket(server_->url(), foreign), boost::system::system_error) << origin;
  }
  Browser nobody{server_->url()};
  EXPECT_THROW(BrowserSocket(server_->url(), nobody), boost::system::system_error);

  auto const token = admin("token.create", {{"role", "agent"}, {"shop", "s1"}});
  Browser by_token{server_->url()};
  ASSERT_EQ(by_token.sign_in({{"token", token.at("token")}}).status, 200);
  EXPECT_EQ(by_token.get("/v1/session").json().at("session").at("actor"), token.at("id"));
  BrowserSocket tokens{server_->url(), by_token};
  EXPECT_TRUE(tokens.call("system.info", {}).as_object().contains("result"));

  EXPECT_EQ(browser.post("/v1/session/end", object{}).status, 200);
  EXPECT_EQ(socket.close_code_within(5000), 4001) << "though it only listens";
  admin("token.revoke", {{"id", token.at("id")}});
  EXPECT_EQ(tokens.close_code_within(5000), 4001);
  EXPECT_EQ(by_token.get("/v1/session").status, 401);
}

TEST_F(Access, who_guesses_waits_and_nobody_else_does) {
  start({});
  make_user("wang");
  Browser browser{server_->url()};
  for (int i = 0; i < 5; ++i) EXPECT_EQ(browser.sign_in({{"user", "WANG"}, {"password", "wrong"}}).status, 401);
  // A wait begins with the try, and a busy machine may hash for as long as the first of them lasts.
  auto refused = browser.sign_in({{"user", "wang"}, {"password", "wrong"}});
  for (int i = 0; i < 8 && refused.status == 401; ++i)
    refused = browser.sign_in({{"user", "wang"}, {"password", "wrong"}});
  ASSERT_EQ(refused.status, 429);
  EXPECT_EQ(kind_of(refused), "rate_limited");
  EXPECT_EQ(browser.sign_in({{"user", "zhao"}, {"password", "wrong"}}).status, 401);
  std::this_thread::sleep_for(std::chrono::seconds(std::stoi(refused.fields.at("retry-after"))));
  EXPECT_EQ(browser.sign_in({{"user", "wang"}, {"password", password}}).status, 200);
}

TEST_F(Access, users_are_made_and_changed_by_admins_and_told_of_in_the_ledger) {
  start();
  auto const id = make_user("wang");
  for (auto const& [params, kind] :
       {std::pair{object{{"name", "wang"}, {"role", "agent"}, {"password", password}}, "invalid_params"},
        std::pair{object{{"name", "W\u202Eil"}, {"role", "agent"}, {"password", password}}, "invalid_params"},
        std::pair{object{{"name", "li"}, {"role", "agent"}, {"password", password}, {"display", "l\u200Bi"}},
                  "invalid_params"},
        std::pair{object{{"name", "li"}, {"role", "agent"}, {"password", "elevenchars"}}, "invalid_params"},
        std::pair{object{{"name", "li"}, {"role", "king"}, {"password", password}}, "invalid_params"}}) {
    auto const outcome = server_->client(server_->admin()).call("user.create", params);
    EXPECT_EQ(outcome.error.at("data").at("kind"), kind) << boost::json::serialize(params);
  }
  auto browser = signed_in("wang");
  EXPECT_EQ(kind_of(browser.call("user.create", {{"name", "li"}, {"role", "admin"}, {"password", password}})),
            "forbidden");
  EXPECT_EQ(kind_of(browser.call("user.password", {{"id", "user_x"}, {"new", password}})), "forbidden");
  EXPECT_EQ(browser.call("user.list", {}).at("result").at("users").as_array().size(), 1U);
  admin("user.set", {{"id", id}, {"role", "manager"}});
  EXPECT_EQ(browser.get("/v1/session").status, 401) << "who becomes somebody else signs in anew";
  admin("user.set", {{"id", id}, {"disabled", true}});
  admin("user.set", {{"id", id}, {"disabled", false}});
  admin("user.password", {{"id", id}, {"new", "another quiet mango"}});
  std::vector<std::string> acts;
  auto const told = admin("audit.office", {{"shop", "s1"}}).at("entries").as_array();
  for (auto const& entry : told) acts.emplace_back(entry.at("event").as_string());
  EXPECT_EQ(acts, (std::vector<std::string>{"user_created", "user_changed", "user_changed", "user_changed",
                                            "user_password_set"}));
  EXPECT_THAT(boost::json::serialize(told), Not(HasSubstr("mango")));
  server_.reset();
  auto const verify = [](std::filesystem::path const& data) {
    return run_redress({"--json", "audit", "verify", "--data", data.string()});
  };
  EXPECT_EQ(verify(folder_.path()).exit, 0);
  for (std::string const change : {"name = 'zhao'", "role = 'admin'", "shop = ''", "created_ms = 1", "password_ms = 1",
                                   "password = 'scrypt$17$8$1$00$00'", "disabled_ms = 1"}) {
    BrokenStore const broken{folder_.path()};
    broken.sql("UPDATE users SET " + change);
    auto const found = verify(broken.path());
    EXPECT_EQ(found.exit, 4) << change;
    EXPECT_THAT(found.out, HasSubstr("\"table\":\"users\"")) << change;
  }
  BrokenStore const emptied{folder_.path()};
  emptied.sql("DELETE FROM users");
  EXPECT_THAT(verify(emptied.path()).out, HasSubstr("row_missing"));
}

TEST_F(Access, pages_carry_their_fields_and_cookies_are_for_tls_where_it_is) {
  auto const config = folder_.path() / "redress.toml";
  std::ofstream(config) << "[console]\ntls_in_front = true\nidle_min = 5\nsession_h = 1\n";
  start({"--sandbox", "--config", config.string()});
  make_user("wang");
  Browser browser{server_->url()};
  for (std::string const path : {"/", "/cases", "/cases/case_01J"}) {
    auto const page = browser.get(path);
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.fields.at("content-type"), "text/html; charset=utf-8");
    EXPECT_THAT(page.fields.at("content-security-policy"), HasSubstr("script-src 'self' 'nonce-"));
    EXPECT_THAT(page.fields.at("cache-control"), HasSubstr("no-store"));
    EXPECT_EQ(page.fields.at("cross-origin-opener-policy"), "same-origin");
    EXPECT_EQ(page.fields.at("cross-origin-resource-policy"), "same-origin");
    EXPECT_EQ(page.fields.at("x-content-type-options"), "nosniff");
    EXPECT_EQ(page.fields.at("referrer-policy"), "no-referrer");
    EXPECT_FALSE(page.fields.contains("access-control-allow-origin"));
  }
  EXPECT_NE(browser.get("/").fields.at("content-security-policy"),
            browser.get("/").fields.at("content-security-policy"));
  EXPECT_EQ(browser.get("/nothing.js").status, 404);
  EXPECT_EQ(browser.get("/assets/nothing").status, 404);
  EXPECT_EQ(browser.get("/v1/nothing").status, 401);
  auto const none = browser.get("/v1/session");
  EXPECT_EQ(none.fields.at("cache-control"), "no-store");
  EXPECT_EQ(none.json().at("error").at("data").at("tls"), true);
  auto const answered = browser.sign_in({{"user", "wang"}, {"password", password}});
  EXPECT_TRUE(answered.fields.at("set-cookie").starts_with("__Host-redress="));
  EXPECT_THAT(answered.fields.at("set-cookie"), HasSubstr("; Path=/; HttpOnly; SameSite=Strict; Secure"));
  EXPECT_EQ(answered.json().at("session").at("idle_s"), 300);
  let_pass(299);
  EXPECT_EQ(browser.get("/v1/session").status, 200);
  let_pass(1);
  EXPECT_EQ(browser.get("/v1/session").status, 401);
}

}  // namespace
}  // namespace redress::e2e
