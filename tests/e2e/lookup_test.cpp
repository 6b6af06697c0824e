// What a console asks about besides its cases, through the real binary: a case by any of its numbers, one entry whole,
// names of people, changes made once, shops.
#include "tests/e2e/broken_store.hpp"
#include "tests/e2e/server_process.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <set>
#include <thread>

namespace redress::e2e {
namespace {

using boost::json::array;
using boost::json::object;

class Lookup : public testing::Test {
 protected:
  object ask(std::string const& token, std::string_view method, object params) const {
    auto outcome = server.client(token).call(method, std::move(params));
    EXPECT_EQ(outcome.exit, cli::Exit::ok) << method << boost::json::serialize(outcome.error);
    return outcome.result.is_object() ? outcome.result.as_object() : object{};
  }
  object fails(std::string const& token, std::string_view method, object params) const {
    auto outcome = server.client(token).call(method, std::move(params));
    EXPECT_NE(outcome.exit, cli::Exit::ok) << method << boost::json::serialize(outcome.result);
    return outcome.error;
  }
  object open(int number, object more = {}) const {
    return ask(service, "case.open",
               sample_case("refund", number, {{"reason", "do_not_want"}, {"wants", "refund_only"}}, std::move(more)))
        .at("case")
        .as_object();
  }
  void withdraw(std::string const& id) const {
    ask(service, "case.apply", {{"case_id", id}, {"event", "withdraw"}, {"party", "buyer"}, {"request_id", "w-" + id}});
  }
  std::vector<std::string> found(std::string const& text, std::string const& by) const {
    std::vector<std::string> ids;
    auto const answer = ask(agent, "case.search", {{"text", text}});
    for (auto const& each : answer.at("cases").as_array()) {
      EXPECT_EQ(each.at("found_by").as_string(), by) << text;
      ids.emplace_back(each.at("id").as_string());
    }
    return ids;
  }
  static std::string id_of(object const& of) { return std::string(of.at("id").as_string()); }
  using Ids = std::vector<std::string>;

  Folder folder;
  mutable ServerProcess server{folder.path()};
  std::string service = server.token("service", "s1");
  std::string agent = server.token("agent", "s1");
  std::string manager = server.token("manager", "s1");
  std::string stranger = server.token("manager", "s2");
};

TEST_F(Lookup, a_finished_case_is_found_by_each_of_its_numbers_at_once) {
  auto const parcel = object{{"shipments", array{object{{"waybill", "SF 1234567890"}}}}};
  auto const done = open(1, parcel);
  open(2);
  withdraw(id_of(done));
  auto const order = std::string(done.at("order_id").as_string());
  EXPECT_EQ(found(order, "order_id"), Ids{id_of(done)});
  EXPECT_EQ(found(id_of(done), "case_id"), Ids{id_of(done)});
  EXPECT_EQ(found("sf1234567890", "waybill"), Ids{id_of(done)}) << "as people write it";
  auto const listed = ask(agent, "case.list", {{"order_id", order}});
  EXPECT_EQ(id_of(listed.at("cases").at(0).as_object()), id_of(done)) << "the list finds it as well";
  EXPECT_TRUE(listed.at("cases").at(0).at("final").as_bool());
  for (auto const& text : {order, id_of(done), std::string("SF1234567890")})
    EXPECT_TRUE(ask(stranger, "case.search", {{"text", text}}).at("cases").as_array().empty()) << text;
}

TEST_F(Lookup, a_refund_is_found_by_the_number_it_was_imported_with) {
  auto params = sample_case("refund", 1, {{"reason", "do_not_want"}, {"wants", "refund_only"}});
  params["request_id"] = "top-98765432100-open";
  auto const id = id_of(ask(service, "case.open", std::move(params)).at("case").as_object());
  withdraw(id);
  EXPECT_EQ(found("98765432100", "refund_id"), Ids{id});
}

TEST_F(Lookup, entries_come_newest_first_and_each_whole_by_its_seq) {
  for (int i = 1; i <= 3; ++i) open(i);
  auto const first = ask(manager, "audit.query", {{"order", "newest"}, {"limit", 2}});
  ASSERT_EQ(first.at("entries").as_array().size(), 2U);
  auto const newest = first.at("entries").at(0).as_object();
  EXPECT_EQ(newest.at("seq").as_int64(), first.at("head").as_int64());
  open(4);
  auto const second =
      ask(manager, "audit.query", {{"order", "newest"}, {"limit", 2}, {"cursor", first.at("next_cursor")}});
  EXPECT_LT(second.at("entries").at(0).at("seq").as_int64(), first.at("entries").at(1).at("seq").as_int64());
  auto const whole = ask(manager, "audit.entry", {{"seq", newest.at("seq")}});
  EXPECT_EQ(whole.at("entry").at("hash"), newest.at("hash"));
  EXPECT_TRUE(whole.at("mark").at("ok").as_bool());
  EXPECT_TRUE(whole.at("receipt").at("available").as_bool());
  EXPECT_FALSE(whole.at("texts").as_array().empty());
  EXPECT_EQ(fails(stranger, "audit.entry", {{"seq", newest.at("seq")}}).at("data").at("kind").as_string(), "not_found");
}

TEST_F(Lookup, people_are_called_by_the_name_they_are_shown_under) {
  auto const user = id_of(ask(server.admin(), "user.create",
                              {{"name", "xiaowang"},
                               {"display", "小王"},
                               {"role", "agent"},
                               {"shop", "s1"},
                               {"password", "quiet mango river"},
                               {"request_id", "make-wang"}}));
  auto const id = id_of(open(1));
  ask(manager, "case.assign", {{"case_id", id}, {"assignee", user}, {"request_id", "assign"}});
  EXPECT_EQ(ask(agent, "case.get", {{"case_id", id}}).at("case").at("assignee_name").as_string(), "小王");
  EXPECT_EQ(ask(agent, "case.list", object{}).at("cases").at(0).at("assignee_name").as_string(), "小王");
  bool seen = false;
  auto const board = ask(manager, "board.get", object{});
  for (auto const& sheet : board.at("agents").as_array()) seen = seen || sheet.at("actor_name").as_string() == "小王";
  EXPECT_TRUE(seen);
}

TEST_F(Lookup, users_and_tokens_are_made_and_changed_once) {
  auto const admin = server.admin();
  auto const count = [&](std::string_view method, std::string_view list) {
    return ask(admin, method, object{}).at(list).as_array().size();
  };
  auto const users = count("user.list", "users");
  object const wang{{"name", "xiaowang"},
                    {"role", "agent"},
                    {"shop", "s1"},
                    {"password", "quiet mango river"},
                    {"request_id", "make-wang"}};
  auto const made = ask(admin, "user.create", wang);
  auto const again = ask(admin, "user.create", wang);
  EXPECT_TRUE(again.at("replayed").as_bool());
  EXPECT_EQ(again.at("id"), made.at("id"));
  EXPECT_EQ(again.at("entry_id"), made.at("entry_id"));
  EXPECT_EQ(count("user.list", "users"), users + 1);
  auto other = wang;
  other["role"] = "manager";
  EXPECT_EQ(fails(admin, "user.create", other).at("data").at("kind").as_string(), "request_id_reused");

  object const set{{"id", made.at("id")}, {"display", "小王"}, {"request_id", "set-wang"}};
  auto const changed = ask(admin, "user.set", set);
  EXPECT_EQ(ask(admin, "user.set", set).at("entry_id"), changed.at("entry_id"));
  object const password{{"id", made.at("id")}, {"new", "calm orange lakes"}, {"request_id", "pw-wang"}};
  auto const renewed = ask(admin, "user.password", password);
  EXPECT_EQ(ask(admin, "user.password", password).at("entry_id"), renewed.at("entry_id"));

  auto const tokens = count("token.list", "tokens");
  object const token{{"role", "agent"}, {"shop", "s1"}, {"request_id", "make-token"}};
  auto const drawn = ask(admin, "token.create", token);
  auto const told_again = ask(admin, "token.create", token);
  EXPECT_EQ(told_again.at("id"), drawn.at("id"));
  EXPECT_TRUE(drawn.contains("token"));
  EXPECT_FALSE(told_again.contains("token")) << "a secret is kept nowhere";
  EXPECT_EQ(count("token.list", "tokens"), tokens + 1);
  object const revoke{{"id", drawn.at("id")}, {"request_id", "revoke-token"}};
  auto const revoked = ask(admin, "token.revoke", revoke);
  EXPECT_EQ(ask(admin, "token.revoke", revoke).at("entry_id"), revoked.at("entry_id"));
}

TEST_F(Lookup, shops_are_those_one_may_see) {
  open(1);
  auto const shops = [&](std::string const& token) {
    std::vector<std::string> ids;
    auto const answer = ask(token, "shop.list", object{});
    for (auto const& each : answer.at("shops").as_array()) ids.emplace_back(each.at("shop").as_string());
    return ids;
  };
  EXPECT_EQ(shops(manager), Ids{"s1"});
  EXPECT_EQ(shops(stranger), Ids{"s2"});
  EXPECT_EQ(shops(server.admin()), (Ids{"s1", "s2"}));
  EXPECT_EQ(ask(manager, "shop.list", object{}).at("shops").at(0).at("open").as_int64(), 1);
  EXPECT_EQ(server.client(agent).call("shop.list", object{}).exit, cli::Exit::auth);
}

TEST_F(Lookup, a_rule_shows_its_examples_with_what_is_expected_and_answered) {
  auto const rule = ask(agent, "rules.get", {{"id", "TB-RU-006"}});
  auto const& examples = rule.at("examples").as_array();
  ASSERT_GE(examples.size(), 2U);
  for (auto const& example : examples) {
    EXPECT_EQ(example.at("expected"), example.at("actual"));
    EXPECT_FALSE(example.at("expected").as_string().empty());
  }
  auto const book = ask(manager, "rules.book", {{"book", "taobao"}});
  EXPECT_EQ(book.at("examples").at("TB-RU-006"), rule.at("examples"));
}

std::optional<object> need_of(ServerProcess& server, std::string const& token, std::string_view id) {
  auto const board = server.client(token).call("board.get", object{}).result;
  for (auto const& each : board.at("needs_me").as_array())
    if (each.at("id").as_string() == id) return each.as_object();
  return std::nullopt;
}

TEST_F(Lookup, a_damaged_ledger_asks_for_the_manager_once_somebody_has_looked) {
  open(1);
  auto const seq =
      ask(manager, "audit.query", {{"order", "newest"}, {"limit", 1}}).at("entries").at(0).at("seq").as_int64();
  EXPECT_TRUE(ask(manager, "audit.verify", object{}).at("ok").as_bool());
  EXPECT_FALSE(need_of(server, manager, "ledger_findings"));
  ASSERT_EQ(server.stop(), 0);
  BrokenStore const broken{folder.path()};
  broken.rewrite(seq, "do_not_want", "not_receivd");
  ServerProcess spoiled{broken.path()};
  EXPECT_FALSE(need_of(spoiled, manager, "ledger_findings")) << "nobody has looked yet";
  EXPECT_FALSE(spoiled.client(manager).call("audit.verify", object{}).result.at("ok").as_bool());
  auto const need = need_of(spoiled, manager, "ledger_findings");
  ASSERT_TRUE(need);
  auto const& query = need->at("query");
  auto const opened =
      spoiled.client(manager).call(std::string(query.at("method").as_string()), query.at("params").as_object());
  EXPECT_FALSE(opened.result.at("result").at("ok").as_bool()) << "its query opens what was found";
}

TEST_F(Lookup, checkpoints_without_a_witness_and_failing_scorecards_ask_for_the_manager) {
  auto const id = id_of(open(1));
  withdraw(id);
  auto const has = [&](std::string_view need) { return need_of(server, manager, need).has_value(); };
  ask(manager, "audit.checkpoint", object{});
  EXPECT_TRUE(has("unwitnessed"));
  object low{{"case_id", id}, {"note", "话术生硬"}, {"request_id", "qa-1"}};
  low["scores"] = array{object{{"criterion", "rule"}, {"points", 17}}};
  ask(manager, "quality.score", low);
  ask(server.admin(), "sandbox.advance", {{"seconds", 1}});  // the window ends before now
  EXPECT_TRUE(has("quality_failing")) << "17 of 30 is below 60 %";
  low["request_id"] = "qa-2";
  low["scores"] = array{object{{"criterion", "rule"}, {"points", 18}}};
  ask(manager, "quality.score", low);
  ask(server.admin(), "sandbox.advance", {{"seconds", 1}});  // the window ends before now
  auto const failing = ask(manager, "quality.list", {{"shop", "s1"}, {"failing", true}});
  EXPECT_EQ(failing.at("cards").as_array().size(), 1U) << "18 of 30 is not";
}

TEST(DemoForScripts, prints_one_line_whose_url_users_and_tokens_let_one_in) {
  Folder folder;
  auto const out = (folder.path() / "line").string();
  auto const pid = (folder.path() / "pid").string();
  ASSERT_EQ(std::system(fmt::format("{} demo --json --listen 127.0.0.1:0 >{} 2>/dev/null & echo $! >{}", REDRESS_BINARY,
                                    out, pid)
                            .c_str()),
            0);
  std::string line;
  for (int i = 0; i < 600 && line.empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    std::ifstream in{out};
    std::getline(in, line);
    if (in.eof()) line.clear();  // not yet whole
  }
  ASSERT_FALSE(line.empty());
  auto const demo = boost::json::parse(line).as_object();
  auto const url = std::string(demo.at("url").as_string());
  std::set<std::string> roles;
  for (auto const& each : demo.at("tokens").as_array()) {
    roles.emplace(each.at("role").as_string());
    cli::RpcClient client{{url, std::string(each.at("token").as_string())}};
    EXPECT_EQ(client.call("case.get", {{"case_id", demo.at("case_id")}}).exit, cli::Exit::ok);
  }
  EXPECT_EQ(roles, (std::set<std::string>{"admin", "agent", "auditor", "manager", "service"}));
  EXPECT_EQ(demo.at("users").as_array().size(), 4U);
  for (auto const& user : demo.at("users").as_array()) EXPECT_GE(user.at("password").as_string().size(), 12U);
  EXPECT_GT(demo.at("cases").as_int64(), 0);
  EXPECT_EQ(std::system(fmt::format("kill -TERM $(cat {})", pid).c_str()), 0);
}

}  // namespace
}  // namespace redress::e2e
