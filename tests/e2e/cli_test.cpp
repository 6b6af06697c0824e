// The command line: data on stdout, and every exit code a script can meet.
#include "tests/e2e/server_process.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

namespace redress::e2e {
namespace {

TEST(CommandLine, needs_no_server_for_books_and_tables) {
  EXPECT_EQ(run_redress({"version"}).exit, 0);
  EXPECT_EQ(run_redress({"workflow", "check", "--kind", "bad_review"}).exit, 0);
  EXPECT_EQ(run_redress({"rules", "check"}).exit, 0);
  EXPECT_NE(run_redress({"workflow", "show", "refund", "--format", "mermaid"}).out.find("stateDiagram-v2"),
            std::string::npos);
  EXPECT_NE(run_redress({"workflow", "show", "refund", "--format", "svg"}).out.find("<svg"), std::string::npos);
  EXPECT_EQ(boost::json::parse(run_redress({"workflow", "show", "exchange"}).out).at("kind"), "exchange");
}

TEST(CommandLine, workflow_check_tells_the_shortest_way_to_what_is_wrong) {
  Folder folder;
  auto const file = folder.path() / "mine.yaml";
  // Without the parts that say how long the platform may take, or why nobody knows.
  std::ofstream(file) << R"yaml(book: mine
version: "1"
platform: mine
title: {zh: 书, en: Book}
version_selector: at_decision_time
include: [invariants, evidence-kinds, risk-signals, china-law, calendar-cn, work-plan]
)yaml";
  auto const told = run_redress({"--json", "workflow", "check", "--kind", "bad_review", "--book", file.string()});
  EXPECT_EQ(told.exit, 4);
  auto const report = boost::json::parse(told.out);
  EXPECT_EQ(report.at("ok"), false);
  auto const& findings = report.at("findings").as_array();
  ASSERT_EQ(findings.size(), 2U) << report;
  EXPECT_EQ(findings[0].at("where"), "REPORTED");
  EXPECT_EQ(findings[0].at("says").at("en"), "the slot review.report_handling has no deadline here");
  std::string way;
  for (auto const& step : findings[0].at("story").as_array())
    way += std::string(step.at("event").as_string()) + " " + std::string(step.at("to").as_string()) + " ";
  EXPECT_EQ(way, "open POSTED classify TRIAGE report_review REPORTED ");

  EXPECT_EQ(run_redress({"workflow", "check", "--kind", "nothing"}).exit, 6);
  EXPECT_EQ(run_redress({"workflow", "check", "--book", (folder.path() / "none.yaml").string()}).exit, 6);
}

TEST(CommandLine, rules_check_names_place_clauses_and_example) {
  Folder folder;
  auto const file = folder.path() / "mine.yaml";
  std::ofstream(file) << R"yaml(book: mine
version: "1"
platform: mine
title: {zh: 书, en: Book}
version_selector: at_decision_time
include: [any-platform, invariants, risk-signals, china-law]
rules:
  - id: X-001
    cites: {text: 自定}
    confidence: design
    effect: block
    on: [refund.refuse_return]
    when: "claim.subjective && has(event.basis) && event.basis == 'used'"
    require: "has_evidence('E-RETCHK')"
    says: {zh: 话, en: words}
    examples:
      - {verdict: holds, facts: {claim.subjective: true, event.basis: used}, evidence: [E-RETCHK]}
      - {verdict: unproven, facts: {claim.subjective: true, event.basis: used}}
)yaml";
  auto const checked = run_redress({"--json", "rules", "check", file.string()});
  EXPECT_EQ(checked.exit, 4);
  auto const report = boost::json::parse(checked.out);
  EXPECT_EQ(report.at("ok"), false);
  auto const& findings = report.at("findings").as_array();
  ASSERT_EQ(findings.size(), 1U) << checked.out;
  EXPECT_EQ(findings[0].at("file"), "mine");
  EXPECT_EQ(findings[0].at("line"), 8);
  EXPECT_EQ(findings[0].at("check"), "shadowed");
  EXPECT_EQ(findings[0].at("clauses").as_array().size(), 2U);
  EXPECT_EQ(findings[0].at("example").at("facts").at("event.basis"), "used");
}

TEST(CommandLine, a_case_shows_its_risk_with_the_facts_behind_it) {
  Folder folder;
  ServerProcess server{folder.path()};
  auto client = server.client(server.token("service", "s1"));
  auto const opened = client.call(
      "case.open",
      sample_case("refund", 1, {{"reason", "quality"}, {"wants", "refund_only"}, {"text", "不赔我两倍就给差评"}}));
  ASSERT_EQ(opened.exit, cli::Exit::ok) << boost::json::serialize(opened.result);
  auto const id = std::string(opened.result.at("case").at("id").as_string());
  for (auto const* method : {"case.get", "case.actions"}) {
    auto const risk = client.call(method, {{"case_id", id}}).result.at("risk");
    EXPECT_EQ(risk.at("score"), 40) << method;
    auto const& signals = risk.at("signals").as_array();
    ASSERT_EQ(signals.size(), 1U) << boost::json::serialize(risk);
    EXPECT_EQ(signals[0].at("id"), "R-01");
    EXPECT_EQ(signals[0].at("facts").at("buyer.message_terms").as_array().size(), 2U);
    EXPECT_FALSE(signals[0].at("says").at("zh").as_string().empty());
  }
  auto const asked = client.call("case.facts", {{"case_id", id},
                                                {"set", {{"buyer.refunds_90d", 9}, {"buyer.orders_90d", 10}}},
                                                {"source", "shop"},
                                                {"request_id", "facts-1"}});
  ASSERT_EQ(asked.exit, cli::Exit::ok);
  EXPECT_EQ(client.call("case.get", {{"case_id", id}}).result.at("risk").at("score"), 60);
}

TEST(CommandLine, exit_codes) {
  Folder folder;
  EXPECT_EQ(run_redress({"nonsense"}).exit, 2);
  EXPECT_EQ(run_redress({"workflow", "show", "nothing"}).exit, 6);
  EXPECT_EQ(run_redress({"--url", "http://127.0.0.1:1", "case", "list"}).exit, 9);
  ServerProcess server{folder.path()};
  auto const service = server.token("service", "s1");
  auto const with = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--url", server.url(), "--token", service, "--json"});
    return run_redress(std::move(arguments));
  };
  EXPECT_EQ(run_redress({"--url", server.url(), "--token", "wrong", "case", "list"}).exit, 8);
  EXPECT_EQ(with({"case", "show", "case_none"}).exit, 6);
  EXPECT_EQ(with({"call", "case.get", "{\"case\":1}"}).exit, 2);
  auto const file = folder.path() / "open.json";
  std::ofstream(file) << boost::json::serialize(
      sample_case("refund", 1, {{"reason", "do_not_want"}, {"wants", "refund_only"}}));
  auto const opened = with({"case", "open", file.string()});
  ASSERT_EQ(opened.exit, 0);
  auto const id = std::string(boost::json::parse(opened.out).at("case").at("id").as_string());
  EXPECT_EQ(with({"case", "actions", id}).exit, 0);
  EXPECT_EQ(with({"case", "apply", id, "refuse", "--party", "seller", "--params", R"({"message":"不同意"})"}).exit, 5);
  EXPECT_EQ(with({"case", "apply", id, "agree_refund", "--party", "seller", "--request-id", "r1"}).exit, 0);
  EXPECT_EQ(with({"case", "apply", id, "payout_confirmed", "--request-id", "r1"}).exit, 7);
  EXPECT_EQ(run_redress({"token", "create", "--role", "agent", "--shop", "s1", "--data", folder.path().string()}).exit,
            0);
}

// Whatever a command says with --json is one line, data or error.
TEST(CommandLine, json_is_one_line_of_stdout) {
  struct Row {
    std::vector<std::string> arguments;
    int exit;
  };
  Row const rows[] = {{{"version"}, 0},
                      {{"workflow", "show", "refund"}, 0},
                      {{"workflow", "show", "nothing"}, 6},
                      {{"workflow", "show", "refund", "--format", "mermaid"}, 2},
                      {{"workflow", "check", "--kind", "nothing"}, 6},
                      {{"rules", "list"}, 0},
                      {{"rules", "list", "taobao"}, 0},
                      {{"rules", "list", "nope"}, 6},
                      {{"rules", "check", "/nowhere"}, 6},
                      {{"case", "open", "/nowhere"}, 6},
                      {{"call", "case.get", "no json"}, 2},
                      {{"audit", "verify-receipt", "/nowhere"}, 6},
                      {{"token", "create", "--role", "agent", "--data", "/nowhere"}, 6},
                      {{"--url", "http://127.0.0.1:1", "bench", "--seconds", "1"}, 9},
                      {{"--url", "http://127.0.0.1:1", "case", "list"}, 9}};
  for (auto const& row : rows) {
    auto arguments = row.arguments;
    arguments.emplace_back("--json");
    auto const told = run_redress(arguments);
    EXPECT_EQ(told.exit, row.exit) << arguments[0] << " " << arguments[1];
    ASSERT_EQ(std::ranges::count(told.out, '\n'), 1) << arguments[0] << " " << arguments[1] << "\n" << told.out;
    auto const json = boost::json::parse(told.out).as_object();
    EXPECT_EQ(json.contains("error"), row.exit != 0) << told.out;
    EXPECT_EQ(told.out.find("/usr/include"), std::string::npos);
  }
}

TEST(CommandLine, a_folder_is_no_file) {
  Folder folder;
  auto const path = folder.path().string();
  std::vector<std::string> const rows[] = {{"case", "open", path},
                                           {"import", "top-refunds", path},
                                           {"import", "csv", "--map", path, "/dev/null"},
                                           {"rules", "check", path},
                                           {"rules", "diff", path, "taobao"},
                                           {"rules", "eval", "--batch", path},
                                           {"audit", "verify-receipt", path},
                                           {"workflow", "check", "--book", path},
                                           {"pack", "verify", path}};
  for (auto const& row : rows) EXPECT_EQ(run_redress(row).exit, 6) << row[0] << " " << row[1];
}

TEST(CommandLine, says_what_was_wrong_with_addresses_and_folders) {
  Folder folder;
  auto const path = folder.path().string();
  EXPECT_EQ(run_redress({"serve", "--data", path + "/x", "--listen", "nonsense"}).exit, 2);
  EXPECT_EQ(run_redress({"demo", "--listen", "nonsense"}).exit, 2);
  EXPECT_EQ(run_redress({"token", "create", "--role", "agent", "--data", path}).exit, 6);
  ServerProcess server{folder.path()};
  auto const service = server.token("service", "s1");
  EXPECT_EQ(run_redress({"--url", server.url() + "/", "--token", service, "case", "list"}).exit, 0);
  EXPECT_EQ(run_redress({"--url", server.url(), "--token", "wrong", "bench", "--seconds", "1"}).exit, 8);
  EXPECT_EQ(server.client(service).call("rules.list", {{"book", "nope"}}).exit, cli::Exit::not_found);
  auto client = server.client(service);
  auto const opened =
      client.call("case.open", sample_case("refund", 1, {{"reason", "do_not_want"}, {"wants", "refund_only"}}));
  auto const id = std::string(opened.result.at("case").at("id").as_string());
  auto const trail = run_redress({"--url", server.url(), "--token", service, "--json", "audit", "trail", id});
  ASSERT_EQ(std::ranges::count(trail.out, '\n'), 1);
  EXPECT_EQ(boost::json::parse(trail.out).at("entries").as_array().size(), 1U);
}

TEST(CommandLine, a_receipt_verifies_without_the_server_and_a_changed_one_does_not) {
  Folder folder;
  auto const file = (folder.path() / "receipt.json").string();
  {
    ServerProcess server{folder.path()};
    auto const service = server.token("service", "s1");
    auto client = server.client(service);
    auto const opened =
        client.call("case.open", sample_case("refund", 1, {{"reason", "do_not_want"}, {"wants", "refund_only"}}));
    auto const entry = std::string(opened.result.at("entry").at("id").as_string());
    ASSERT_EQ(run_redress({"--url", server.url(), "--token", service, "audit", "receipt", entry, "-o", file}).exit, 0);
  }
  EXPECT_EQ(run_redress({"audit", "verify-receipt", file}).exit, 0);
  std::ifstream in{file};
  std::string text(std::istreambuf_iterator<char>(in), {});
  auto const at = text.find("WAIT_SELLER_AGREE");
  ASSERT_NE(at, std::string::npos);
  text[at] = 'X';
  std::ofstream(file) << text;
  EXPECT_EQ(run_redress({"audit", "verify-receipt", file}).exit, 4);
}

}  // namespace
}  // namespace redress::e2e
