// A manager at a terminal: why was this refused, which cases to look at, who wrote that, and a table to take along.
#include "tests/e2e/server_process.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <tuple>

namespace redress::e2e {
namespace {

using boost::json::object;

class ManagersDesk : public testing::Test {
 protected:
  e2e::Run as(std::string const& token, std::vector<std::string> more) const {
    std::vector<std::string> arguments{"--url", server.url(), "--token", token};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_redress(std::move(arguments));
  }
  e2e::Run manager(std::vector<std::string> more) const { return as(manager_token, std::move(more)); }

  std::string open(std::string const& shop, int number) const {
    auto client = server.client(service_of(shop));
    auto const opened = client.call(
        "case.open",
        sample_case("refund", number, {{"reason", "do_not_want"}, {"wants", "refund_only"}, {"text", "杯子碎了"}},
                    {{"shop", shop}}));
    EXPECT_EQ(opened.exit, cli::Exit::ok) << boost::json::serialize(opened.error);
    return std::string(opened.result.at("case").at("id").as_string());
  }
  std::string service_of(std::string const& shop) const { return shop == "s1" ? service : other_service; }
  void withdraw(std::string const& shop, std::string const& id) const {
    auto client = server.client(service_of(shop));
    auto const closed = client.call(
        "case.apply", {{"case_id", id}, {"event", "withdraw"}, {"party", "buyer"}, {"request_id", "withdraw-" + id}});
    EXPECT_EQ(closed.exit, cli::Exit::ok) << boost::json::serialize(closed.error);
  }
  void pass_a_second() const {
    auto client = server.client(server.admin());
    ASSERT_EQ(client.call("sandbox.advance", {{"seconds", 1}}).exit, cli::Exit::ok);
  }
  std::string file(std::string const& name) const { return (elsewhere.path() / name).string(); }
  static std::string bytes_of(std::string const& file) {
    std::ifstream in{file, std::ios::binary};
    return std::string(std::istreambuf_iterator<char>(in), {});
  }

  Folder folder;
  Folder elsewhere;
  mutable ServerProcess server{folder.path()};
  std::string service = server.token("service", "s1");
  std::string other_service = server.token("service", "s2");
  std::string manager_token = server.token("manager", "s1");
  std::string agent_token = server.token("agent", "s1");
};

bool has(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST_F(ManagersDesk, why_was_this_refused_takes_three_commands) {
  auto const id = open("s1", 1);
  open("s2", 2);
  ASSERT_EQ(as(agent_token, {"case", "apply", id, "refuse", "--params", R"({"message":"商品已按描述发出"})"}).exit, 5);
  pass_a_second();

  auto const summary = manager({"--json", "audit", "summary"});
  ASSERT_EQ(summary.exit, 0);
  auto const figure = boost::json::parse(summary.out).at("refusals_by_clause").at(0).as_object();
  EXPECT_EQ(figure.at("count").as_int64(), 1);
  auto const rule = std::string(figure.at("rule").as_string());
  EXPECT_TRUE(has(manager({"audit", "summary"}).out, rule));

  auto const listed = manager({"--json", "audit", "query", "--rule", rule, "--rule-part", "refused"});
  ASSERT_EQ(listed.exit, 0);
  auto const entry = boost::json::parse(listed.out).as_object();
  EXPECT_EQ(entry.at("case_id").as_string(), id);

  auto const why = manager({"rules", "explain", std::string(entry.at("id").as_string()), "--language", "zh"});
  EXPECT_EQ(why.exit, 0);
  EXPECT_TRUE(has(why.out, rule) && has(why.out, "不能拒绝")) << why.out;
}

TEST_F(ManagersDesk, another_shops_cases_are_in_no_answer) {
  auto const mine = open("s1", 1);
  auto const theirs = open("s2", 2);
  withdraw("s1", mine);
  withdraw("s2", theirs);
  pass_a_second();
  for (auto const& command : std::vector<std::vector<std::string>>{{"audit", "query", "--limit", "0"},
                                                                   {"audit", "query", "--shop", "s2", "--limit", "0"},
                                                                   {"audit", "query", "--case", theirs},
                                                                   {"audit", "summary", "--shop", "s2"},
                                                                   {"audit", "sample", "--size", "9", "--shop", "s2"},
                                                                   {"audit", "search", "碎了", "--shop", "s2"},
                                                                   {"audit", "export", "-o", "-"}}) {
    auto const run = manager(command);
    EXPECT_EQ(run.exit, 0) << command[1];
    EXPECT_FALSE(has(run.out, theirs)) << command[1] << run.out;
    EXPECT_FALSE(has(run.out, "\"s2\"")) << command[1] << run.out;
  }
  EXPECT_TRUE(has(manager({"audit", "search", "碎了"}).out, mine));
  EXPECT_TRUE(has(manager({"audit", "sample", "--size", "9"}).out, mine));
  EXPECT_EQ(as(agent_token, {"audit", "search", "碎了"}).exit, 8) << "agents read their cases, not everybody's notes";
}

TEST_F(ManagersDesk, a_draw_is_made_again_from_the_checkpoints_file) {
  for (int i = 0; i < 6; ++i) withdraw("s1", open("s1", i));
  pass_a_second();
  auto const first = manager({"--json", "audit", "sample", "--size", "2"});
  ASSERT_EQ(first.exit, 0);
  auto const drawn = boost::json::parse(first.out).as_object();
  EXPECT_EQ(drawn.at("population").at("count").as_int64(), 6);
  std::ofstream{file("note"), std::ios::binary} << std::string(drawn.at("checkpoint").at("signed_note").as_string());
  withdraw("s1", open("s1", 7));
  pass_a_second();
  auto const to = std::string(drawn.at("to").as_string());
  auto const again = manager({"--json", "audit", "sample", "--size", "2", "--to", to, "--checkpoint", file("note")});
  ASSERT_EQ(again.exit, 0);
  EXPECT_EQ(boost::json::parse(again.out).as_object(), drawn);
  EXPECT_NE(manager({"audit", "sample", "--size", "2", "--checkpoint", file("note")}).exit, 0)
      << "the seventh closed after that checkpoint";
}

TEST_F(ManagersDesk, tables_are_written_whole_or_not_at_all) {
  auto const id = open("s1", 1);
  withdraw("s1", id);
  pass_a_second();
  ASSERT_EQ(manager({"audit", "export", "--query", R"({"closing":true})", "-o", file("a.csv")}).exit, 0);
  auto const csv = bytes_of(file("a.csv"));
  EXPECT_TRUE(csv.starts_with("\xEF\xBB\xBF")) << csv;
  EXPECT_TRUE(has(csv, id + ",refund,withdraw,")) << csv;
  EXPECT_EQ(std::ranges::count(csv, '\n'), 2);
  ASSERT_EQ(manager({"audit", "export", "--summary", "{}", "--format", "xlsx", "-o", file("b.xlsx")}).exit, 0);
  EXPECT_TRUE(bytes_of(file("b.xlsx")).starts_with("PK"));
  EXPECT_EQ(manager({"audit", "export", "--query", "[]", "-o", file("c.csv")}).exit, 2);
  EXPECT_NE(manager({"audit", "export", "--query", R"({"from":"soon"})", "-o", file("c.csv")}).exit, 0);
  EXPECT_EQ(manager({"audit", "export", "-o", file("none/c.csv")}).exit, 1);
  EXPECT_EQ(manager({"audit", "export", "--format", "xlsx", "-o", "-"}).exit, 2);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator{elsewhere.path()}, {}), 2) << "no half file is left";
}

TEST_F(ManagersDesk, a_draw_and_what_was_found_are_tables_as_well) {
  std::vector<std::string> ids;
  for (int i = 0; i < 3; ++i) withdraw("s1", ids.emplace_back(open("s1", i)));
  pass_a_second();
  for (auto const& [option, params, rows, part] : std::vector<std::tuple<std::string, std::string, int, std::string>>{
           {"--sample", R"({"size":2})", 2, "population digest"}, {"--search", R"({"text":"碎了"})", 3, "杯子碎了"}}) {
    auto const csv = manager({"audit", "export", option, params, "-o", "-"});
    ASSERT_EQ(csv.exit, 0) << option;
    EXPECT_TRUE(has(csv.out, part)) << csv.out;
    EXPECT_EQ(std::ranges::count(csv.out, '\n'), rows + 1) << csv.out;
    int named = 0;
    for (auto const& id : ids) named += has(csv.out, id) ? 1 : 0;
    EXPECT_EQ(named, rows) << csv.out;
    ASSERT_EQ(manager({"audit", "export", option, params, "--format", "xlsx", "-o", file("t.xlsx")}).exit, 0);
    EXPECT_TRUE(bytes_of(file("t.xlsx")).starts_with("PK"));
    EXPECT_EQ(manager({"audit", "export", option, "3", "-o", file("none.csv")}).exit, 2);
    EXPECT_NE(manager({"audit", "export", option, "{}", "-o", file("none.csv")}).exit, 0) << "size and text are needed";
    EXPECT_FALSE(std::filesystem::exists(file("none.csv")));
  }
  EXPECT_EQ(manager({"audit", "export", "--sample", "{}", "--search", "{}", "-o", "-"}).exit, 2) << "one at a time";
}

// Every line of the summary, by the query that stands in it: as many entries, of as many cases.
TEST_F(ManagersDesk, every_figure_leads_to_its_cases) {
  auto const refused = open("s1", 1);
  withdraw("s1", open("s1", 2));
  open("s2", 3);
  ASSERT_EQ(as(agent_token, {"case", "apply", refused, "refuse", "--params", R"({"message":"商品已按描述发出"})"}).exit,
            5);
  pass_a_second();
  auto const run = manager({"--json", "audit", "summary"});
  ASSERT_EQ(run.exit, 0);
  int figures = 0;
  auto const summary = boost::json::parse(run.out).as_object();
  for (auto const& member : summary) {
    if (!member.value().is_array()) continue;
    for (auto const& figure : member.value().as_array()) {
      ++figures;
      auto const query = boost::json::serialize(figure.at("query"));
      auto const listed = manager({"audit", "export", "--query", query, "-o", "-"});
      ASSERT_EQ(listed.exit, 0) << query;
      EXPECT_EQ(std::ranges::count(listed.out, '\n') - 1, figure.at("count").as_int64()) << query << listed.out;
      std::set<std::string> cases;
      for (std::size_t at = 0; (at = listed.out.find("case_0", at)) != std::string::npos; ++at)
        cases.insert(listed.out.substr(at, 31));
      EXPECT_EQ(std::ssize(cases), figure.at("cases").as_int64()) << query << listed.out;
    }
  }
  EXPECT_GE(figures, 8) << run.out;
}

}  // namespace
}  // namespace redress::e2e
