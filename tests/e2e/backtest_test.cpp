// A changed copy of a built-in book, tried on what a real server recorded: the flips with their cases and sums.
#include "tests/e2e/server_process.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace redress::e2e {
namespace {

std::string built_in(std::string const& name) {
  std::ifstream in{REDRESS_SOURCE_DIR "/workflows/rulebooks/" + name + ".yaml"};
  return {std::istreambuf_iterator<char>(in), {}};
}

constexpr std::string_view one_more_rule = R"(
rules:
  - id: T-SMALL-ONLY
    cites: {text: 样例, source: S1}
    confidence: design
    effect: block
    on: [refund.agree_refund]
    from: 2020-01-01
    require: "order.paid_minor <= 10000"
    says: {zh: 超过一百元须人工, en: above 100 a person decides}
    examples:
      - {verdict: fails, facts: {order.paid_minor: 10001}}
      - {verdict: holds, facts: {order.paid_minor: 10000}}
)";

std::string changed_taobao() {
  auto text = built_in("taobao");
  constexpr std::string_view before = "\nrules:\n";
  text.replace(text.find(before), before.size(), one_more_rule);
  constexpr std::string_view name = "book: taobao";
  return text.replace(text.find(name), name.size(), "book: my-taobao");
}

TEST(BacktestCommand, finds_what_a_changed_book_would_have_done) {
  Folder folder;
  Folder books;
  std::string id;
  {
    ServerProcess server{folder.path(), {}};  // the real clock
    auto client = server.client(server.token("service", "s1"));
    for (int number = 0; number < 3; ++number) {
      auto const opened = client.call(
          "case.open", sample_case("refund", number, {{"reason", "do_not_want"}, {"wants", "refund_only"}}));
      ASSERT_EQ(opened.exit, cli::Exit::ok) << boost::json::serialize(opened.error);
      auto const each = std::string(opened.result.at("case").at("id").as_string());
      if (number > 0) continue;
      id = each;
      auto const agreed = client.call(
          "case.apply", {{"case_id", id}, {"event", "agree_refund"}, {"party", "seller"}, {"request_id", "agree"}});
      ASSERT_EQ(agreed.exit, cli::Exit::ok) << boost::json::serialize(agreed.error);
    }
    EXPECT_EQ(server.stop(), 0);
  }
  auto const same = books.path() / "copy.yaml";
  auto const changed = books.path() / "changed.yaml";
  auto const csv = books.path() / "changes.csv";
  std::ofstream(same) << built_in("taobao");
  std::ofstream(changed) << changed_taobao();
  auto const data = folder.path().string();

  auto const nothing = run_redress({"--json", "rules", "backtest", "--data", data, "--book", same.string()});
  ASSERT_EQ(nothing.exit, 0);
  auto const empty = boost::json::parse(nothing.out);
  EXPECT_TRUE(empty.at("empty").as_bool()) << nothing.out;
  EXPECT_TRUE(empty.at("cases").as_array().empty()) << nothing.out;
  EXPECT_EQ(empty.at("decisions"), 4);

  auto const found =
      run_redress({"--json", "rules", "backtest", "--data", data, "--book", changed.string(), "--csv", csv.string()});
  ASSERT_EQ(found.exit, 0);
  auto const report = boost::json::parse(found.out);
  EXPECT_EQ(report.at("total").at("refused_now"), 1) << found.out;
  EXPECT_EQ(report.at("total").at("refunds"), boost::json::parse(R"([{"minor":-20000,"currency":"CNY"}])"));
  EXPECT_EQ(report.at("cases").at(0).at("case_id").as_string(), id);
  EXPECT_EQ(report.at("cases_total"), 1);
  std::ifstream in{csv};
  std::string const lines(std::istreambuf_iterator<char>(in), {});
  EXPECT_NE(lines.find("outcome,T-SMALL-ONLY,accepted,refused"), std::string::npos) << lines;

  auto const table = run_redress({"rules", "backtest", "--data", data, "--book", changed.string()});
  EXPECT_NE(table.out.find("T-SMALL-ONLY"), std::string::npos) << table.out;
  EXPECT_NE(table.out.find("-200.00 CNY"), std::string::npos) << table.out;
  auto const long_ago =
      run_redress({"--json", "rules", "backtest", "--data", data, "--book", changed.string(), "--to", "2020-01-01"});
  EXPECT_EQ(boost::json::parse(long_ago.out).at("decisions"), 0);

  auto const diff = run_redress({"rules", "diff", "taobao", changed.string()});
  EXPECT_EQ(diff.exit, 0);
  EXPECT_NE(diff.out.find("rule T-SMALL-ONLY added (2020-01-01 to )"), std::string::npos) << diff.out;
  EXPECT_EQ(boost::json::parse(run_redress({"--json", "rules", "diff", "taobao", same.string()}).out)
                .at("changes")
                .as_array()
                .size(),
            0U);
}

TEST(BacktestCommand, says_by_its_exit_what_is_wrong) {
  Folder folder;
  auto const file = [&](std::string const& name, std::string const& text) {
    std::ofstream(folder.path() / name) << text;
    return (folder.path() / name).string();
  };
  auto const right = file("right.yaml", built_in("taobao"));
  auto const exit_of = [&](std::string const& book, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"rules",  "backtest", "--data", (folder.path() / "none").string(),
                                       "--book", book};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_redress(std::move(arguments)).exit;
  };
  EXPECT_EQ(exit_of(right), 6) << "no such store, and none is made";
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "none"));
  EXPECT_EQ(exit_of((folder.path() / "missing.yaml").string()), 6);
  EXPECT_EQ(exit_of(file("wrong.yaml", "book: [")), 4);
  EXPECT_EQ(exit_of(file("part.yaml", "book: part\n")), 4);
  EXPECT_EQ(exit_of(right, {"--from", "yesterday"}), 2);
  EXPECT_EQ(run_redress({"rules", "diff", "taobao", "no-such-book"}).exit, 6);
}

}  // namespace
}  // namespace redress::e2e
