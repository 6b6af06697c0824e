// Every number of the board, of the queue tabs and of the workflow page lists exactly the cases it counted.
#include "tests/e2e/server_process.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

namespace redress::e2e {
namespace {

using boost::json::array;
using boost::json::object;

// A shop with cases in many states, some overdue, some of another shop; time passes in between.
class Board : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder = new Folder;
    server = new ServerProcess(folder->path());
    service = server->token("service", "s1");
    manager = server->token("manager", "s1");
    auto const other = server->token("service", "s2");
    for (int i = 0; i < 24; ++i) {
      auto const mine = i % 6 != 5;
      auto const id = open(mine ? service : other, i, mine ? "s1" : "s2");
      auto const& caller = mine ? service : other;
      if (i % 4 == 0) move(mine ? manager : other, id, "agree_refund", "seller", {});
      if (i == 0) move(manager, id, "refuse", "seller", {{"message", "晚了"}});
      if (i % 4 == 1) move(caller, id, "withdraw", "buyer", {});
      if (i % 4 == 2) move(caller, id, "request_platform", "buyer", {});
      if (i % 3 == 0 && mine) assign(id, i % 2 == 0 ? "agent-a" : "agent-b");
      auto admin = server->client(server->admin());
      admin.call("sandbox.advance", {{"seconds", 3 * 3600}});
    }
  }
  static void TearDownTestSuite() {
    delete server;
    delete folder;
  }
  static std::string open(std::string const& token, int number, std::string const& shop) {
    auto client = server->client(token);
    auto const opened = client.call(
        "case.open",
        sample_case("refund", number, {{"reason", "do_not_want"}, {"wants", "refund_only"}}, {{"shop", shop}}));
    EXPECT_EQ(opened.exit, cli::Exit::ok) << boost::json::serialize(opened.error);
    return std::string(opened.result.at("case").at("id").as_string());
  }
  // Refused attempts count, too.
  static void move(std::string const& token, std::string const& id, std::string_view event, std::string_view party,
                   object params) {
    auto client = server->client(token);
    client.call("case.apply", {{"case_id", id},
                               {"event", event},
                               {"party", party},
                               {"params", std::move(params)},
                               {"request_id", fmt::format("{}-{}", event, id)}});
  }
  static void assign(std::string const& id, std::string const& whom) {
    auto client = server->client(manager);
    auto const done = client.call("case.assign", {{"case_id", id}, {"assignee", whom}, {"request_id", "assign-" + id}});
    EXPECT_EQ(done.exit, cli::Exit::ok) << boost::json::serialize(done.error);
  }
  static object ask(std::string_view method, object params) {
    auto client = server->client(manager);
    auto outcome = client.call(method, std::move(params));
    EXPECT_EQ(outcome.exit, cli::Exit::ok) << method << boost::json::serialize(outcome.error);
    return outcome.result.is_object() ? outcome.result.as_object() : object{};
  }

  // Walks every page of a query; the cases and the total must agree.
  static std::int64_t listed(boost::json::value const& query) {
    auto params = query.at("params").as_object();
    params["count"] = true;
    params["limit"] = 3;
    std::set<std::string> seen;
    std::int64_t total = 0;
    for (;;) {
      auto const page = ask("case.list", params);
      total = page.at("total").as_int64();
      for (auto const& each : page.at("cases").as_array()) {
        EXPECT_TRUE(seen.insert(std::string(each.at("id").as_string())).second) << "listed twice";
        EXPECT_EQ(each.at("shop"), "s1");
      }
      auto const* next = page.if_contains("next_cursor");
      if (!next) break;
      params["cursor"] = *next;
    }
    EXPECT_EQ(std::ssize(seen), total) << boost::json::serialize(query);
    return total;
  }
  static void holds(boost::json::value const& item) {
    EXPECT_EQ(item.at("count").as_int64(), listed(item.at("query"))) << boost::json::serialize(item);
  }

  static inline Folder* folder = nullptr;
  static inline ServerProcess* server = nullptr;
  static inline std::string service, manager;
};

TEST_F(Board, every_number_lists_what_it_counted) {
  auto const board = ask("board.get", {});
  std::set<std::string> ids;
  std::int64_t counted = 0;
  for (auto const& number : board.at("numbers").as_array()) {
    holds(number);
    ids.insert(std::string(number.at("id").as_string()));
    if (number.at("unit") == "cases") {
      EXPECT_EQ(number.at("value").as_int64(), number.at("count").as_int64());
    }
    if (auto const* of = number.as_object().if_contains("of")) {
      EXPECT_EQ(of->as_int64(), listed(number.at("of_query")));
    }
    counted += number.at("count").as_int64() > 0 ? 1 : 0;
  }
  EXPECT_EQ(ids, (std::set<std::string>{"open", "due_24h", "overdue", "money_at_risk", "dispute_rate",
                                        "bad_review_rate", "first_response_s", "reply_rate", "duration_s"}));
  EXPECT_GE(counted, 6) << "the shop has something to count";
}

TEST_F(Board, so_do_heat_funnel_agents_and_what_needs_me) {
  auto const board = ask("board.get", {});
  for (auto const* part : {"heat", "funnel"})
    for (auto const& item : board.at(part).as_array()) holds(item);
  for (auto const& item : board.at("needs_me").as_array()) {
    auto const method = std::string(item.at("query").at("method").as_string());
    if (method == "case.list")
      holds(item);
    else
      ask(method, item.at("query").at("params").as_object());
  }
  EXPECT_FALSE(board.at("funnel").as_array().empty());
  std::set<std::string> people;
  std::map<std::string, std::size_t> seen;
  for (auto const& sheet : board.at("agents").as_array()) {
    EXPECT_EQ(sheet.at("assigned").as_int64(), listed(sheet.at("query")));
    EXPECT_EQ(sheet.at("responded").as_int64(), listed(sheet.at("responded_query")));
    for (auto const* moves : {"decided", "refused"}) {
      auto const& query = sheet.at(std::string(moves) + "_query");
      ASSERT_EQ(query.at("method"), "audit.query");
      auto const entries = ask("audit.query", query.at("params").as_object()).at("entries").as_array().size();
      EXPECT_EQ(sheet.at(moves).as_int64(), entries) << moves;
      seen[moves] += entries;
    }
    people.insert(std::string(sheet.at("actor").as_string()));
  }
  EXPECT_TRUE(people.contains("agent-a"));
  EXPECT_EQ(seen, (std::map<std::string, std::size_t>{{"decided", 6}, {"refused", 1}}));
}

TEST_F(Board, tabs_and_states_list_what_they_count) {
  auto const counts = ask("case.counts", {});
  for (auto const& [name, query] : counts.at("queries").as_object())
    EXPECT_EQ(counts.at(name).as_int64(), listed(query)) << name;
  std::int64_t sum = 0;
  for (auto const& item : counts.at("by_state").as_array()) {
    holds(item);
    sum += item.at("count").as_int64();
  }
  EXPECT_EQ(sum, counts.at("open").as_int64());
  EXPECT_GT(sum, 0);
}

TEST_F(Board, the_table_says_of_each_case_what_the_case_says) {
  auto const all = ask("case.list", {{"limit", 200}}).at("cases").as_array();
  EXPECT_EQ(all.size(), 20U);
  for (auto const& each : all) {
    auto const id = each.at("id").as_string();
    object params{{"order_id", each.at("order_id")}, {"state", each.at("state")},     {"final", each.at("final")},
                  {"kind", each.at("kind")},         {"owed_by", each.at("owed_by")}, {"count", true}};
    if (auto const* due = each.as_object().if_contains("due")) params["due_from"] = due->at("at");
    auto const found = ask("case.list", params);
    ASSERT_EQ(found.at("total").as_int64(), 1) << id;
    EXPECT_EQ(found.at("cases").at(0), each) << "one view of a case, however it is listed";
  }
}

TEST_F(Board, lists_sort_as_asked) {
  auto const opened = ask("case.list", {{"sort", "opened"}, {"limit", 200}}).at("cases").as_array();
  ASSERT_EQ(opened.size(), 20U);
  for (std::size_t i = 1; i < opened.size(); ++i)
    EXPECT_GE(opened[i - 1].at("opened_at").as_string(), opened[i].at("opened_at").as_string());
  auto const due = ask("case.list", {{"sort", "due"}, {"limit", 200}}).at("cases").as_array();
  auto const plain = ask("case.list", {{"limit", 200}}).at("cases").as_array();
  EXPECT_EQ(due, plain) << "the store's own order";
}

TEST_F(Board, previous_is_what_the_same_question_answered_then) {
  auto const now = ask("board.get", {});
  auto const before = ask("board.get", {{"to", now.at("from")}});
  std::map<std::string, boost::json::value> then;
  for (auto const& number : before.at("numbers").as_array())
    then[std::string(number.at("id").as_string())] = number.at("value");
  for (auto const* id : {"dispute_rate", "bad_review_rate", "first_response_s", "reply_rate", "duration_s"})
    for (auto const& number : now.at("numbers").as_array())
      if (number.at("id") == id) {
        EXPECT_EQ(number.at("previous"), then.at(id)) << id;
      }
}

TEST_F(Board, a_workflow_counts_its_edges) {
  auto const stats = ask("workflow.stats", {{"kind", "refund"}});
  std::int64_t open = 0;
  for (auto const& state : stats.at("states").as_array()) {
    EXPECT_EQ(state.at("open").as_int64(), listed(state.at("query")));
    open += state.at("open").as_int64();
  }
  EXPECT_EQ(open, ask("case.counts", {}).at("open").as_int64());
  std::int64_t withdrawn = 0;
  for (auto const& edge : stats.at("edges").as_array())
    if (edge.at("event") == "withdraw") withdrawn += edge.at("accepted").as_int64();
  EXPECT_EQ(withdrawn, 4);
}

TEST_F(Board, what_cannot_be_asked_is_refused_with_its_place) {
  struct Row {
    std::string_view method;
    object params;
    std::string_view position;
  };
  for (auto const& row :
       {Row{"board.get", {{"from", "yesterday"}}, "params.from"},
        Row{"board.get", {{"from", "2026-01-02T00:00:00Z"}, {"to", "2026-01-02T00:00:00Z"}}, "params.from"},
        Row{"board.get", {{"from", "2025-01-01T00:00:00Z"}, {"to", "2026-01-02T00:00:00.001Z"}}, "params.from"},
        Row{"case.list", {{"sort", "due"}, {"cursor", "bGlzdC8x"}}, "params.cursor"},
        Row{"case.list", {{"opened_from", "x"}}, "params.opened_from"}}) {
    auto client = server->client(manager);
    auto const refused = client.call(row.method, row.params);
    EXPECT_EQ(refused.error.at("data").at("position").as_string(), row.position);
  }
  EXPECT_TRUE(ask("board.get", {{"from", "2025-01-01T00:00:00Z"}, {"to", "2026-01-02T00:00:00Z"}}).contains("numbers"))
      << "366 days are allowed";
}

}  // namespace
}  // namespace redress::e2e
