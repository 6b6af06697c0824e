// Imports by RPC: looked at first, carried out by the importers of the command line, and nothing twice.
#include "tests/e2e/packed_case.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <thread>

namespace redress::e2e {
namespace {

using boost::json::object;

constexpr std::string_view mapping = R"(table: shop-orders
key: [id]
open:
  shop: s1
  kind: refund
  platform: taobao
  order:
    id: {column: id}
    placed_at: {column: placed, as: time}
    paid_at: {column: placed, as: time}
    paid: {column: paid, as: money, currency: CNY}
    lines:
      - {id: "1", quantity: 1, paid: {column: paid, as: money, currency: CNY}}
  claim:
    reason: do_not_want
    wants: refund_only
    amount: {column: paid, as: money, currency: CNY}
)";

std::string row(int number) { return fmt::format("o{},2026-01-04 10:00:00,19.90\n", number); }

class ImportDoor : public testing::Test {
 protected:
  ImportDoor() : server_(folder_.path() / "data"), manager_(server_.client(token_ = server_.token("manager", "s1"))) {}

  object call(std::string_view method, object params) {
    auto answer = manager_.call(method, std::move(params));
    EXPECT_EQ(answer.exit, cli::Exit::ok) << boost::json::serialize(answer.error);
    return answer.exit == cli::Exit::ok ? through(answer.result.as_object()) : object{};
  }
  // What takes longer than a call waits for.
  object through(object result) {
    while (result.contains("total") && !result.contains("rows")) {
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
      auto told = manager_.call("import.progress", {{"run_id", result.at("run_id")}}).result.as_object();
      if (told.contains("result")) return told.at("result").as_object();
    }
    return result;
  }
  std::string put(std::string const& bytes, std::string const& token) {
    auto const file = folder_.path() / "upload.csv";
    std::ofstream(file, std::ios::binary) << bytes;
    return shell(fmt::format("curl -s -X PUT --data-binary @{} -H 'Authorization: Bearer {}' {}/v1/imports",
                             file.string(), token, server_.url()))
        .out;
  }
  std::int64_t entries() { return manager_.call("system.info", {}).result.at("entries").to_number<std::int64_t>(); }

  Folder folder_;
  ServerProcess server_;
  std::string token_;
  cli::RpcClient manager_;
};

TEST_F(ImportDoor, a_table_is_looked_at_then_imported_and_the_second_time_changes_nothing) {
  std::string const csv =
      "id,placed,paid\n" + row(1) + row(2) + "o3,yesterday,19.90\n" + row(1) + "o4,2026-01-04 10:00:00\n";
  auto const columns = call("import.plan", {{"source", "csv"}, {"text", csv}});
  EXPECT_EQ(columns.at("columns"), boost::json::value({"id", "placed", "paid"}));
  EXPECT_EQ(columns.at("sample").as_array().size(), 5U);
  object const params{{"source", "csv"}, {"text", csv}, {"map", mapping}};
  auto const before = entries();
  auto const plan = call("import.plan", params);
  EXPECT_EQ(plan.at("new").to_number<int>(), 2);
  EXPECT_EQ(plan.at("rows").to_number<int>(), 5);
  auto const& bad = plan.at("bad").as_array();
  ASSERT_EQ(bad.size(), 3U) << boost::json::serialize(plan);
  EXPECT_EQ(bad[0].at("line").to_number<int>(), 4);
  EXPECT_EQ(bad[0].at("column").to_number<int>(), 4);
  EXPECT_EQ(bad[1].at("line").to_number<int>(), 5);
  EXPECT_EQ(bad[2].at("line").to_number<int>(), 6);
  for (auto const& each : bad) EXPECT_FALSE(each.at("reason").at("zh").as_string().empty());
  auto const sheet = std::string(plan.at("error_sheet_csv").as_string());
  EXPECT_EQ(std::ranges::count(sheet, '\n'), 4) << sheet;
  EXPECT_EQ(entries(), before) << "a plan writes nothing";
  auto run = params;
  run.emplace("request_id", "i1");
  auto const first = call("import.run", run);
  EXPECT_EQ(first.at("opened").to_number<int>(), 2);
  EXPECT_EQ(first.at("bad_total").to_number<int>(), 3);
  auto const after = entries();
  EXPECT_EQ(after, before + 2);
  run["request_id"] = "i2";
  auto const second = call("import.run", run);
  EXPECT_EQ(second.at("opened").to_number<int>(), 0);
  EXPECT_EQ(second.at("unchanged").to_number<int>(), 2);
  EXPECT_EQ(entries(), after);
  auto const again = call("import.plan", params);
  EXPECT_EQ(again.at("new").to_number<int>(), 0);
  EXPECT_EQ(again.at("unchanged").to_number<int>(), 2);
  // The command line finds the same done: one code, one set of request ids.
  std::ofstream(folder_.path() / "map.yaml") << mapping;
  std::ofstream(folder_.path() / "t.csv") << csv;
  auto const by_command =
      run_redress({"--json", "--url", server_.url(), "--token", server_.token("service", "s1"), "import", "csv",
                   "--map", (folder_.path() / "map.yaml").string(), (folder_.path() / "t.csv").string()});
  EXPECT_EQ(by_command.exit, 3) << by_command.out;
  EXPECT_EQ(boost::json::parse(by_command.out).at("unchanged").to_number<int>(), 2);
  auto const trail = manager_.call("case.list", {{"shop", "s1"}}).result.at("cases").as_array();
  auto const entry = manager_.call("case.trail", {{"case_id", trail[0].at("id")}}).result.at("entries").as_array()[0];
  EXPECT_TRUE(entry.at("actor").as_string().starts_with("import:tok_")) << "who imported is told";
  EXPECT_EQ(entry.at("role").as_string(), "service") << "an import reports, and decides nothing as a manager";
  auto const whole = manager_.call("audit.entry", {{"id", entry.at("id")}}).result.as_object();
  EXPECT_EQ(whole.at("labels").at("actor").at("zh").as_string(), "经导入");
}

TEST_F(ImportDoor, a_large_file_is_uploaded_apart_from_evidence_and_within_its_shop) {
  std::string csv = "id,placed,paid\n";
  constexpr int rows = 8000;  // more than a JSON body would hold
  for (int i = 0; i < rows; ++i) csv += row(i) + "bad row\n";
  auto const sha256 = boost::json::parse(put(csv, token_)).at("sha256");
  object const params{{"source", "csv"}, {"sha256", sha256}, {"map", mapping}};
  auto const plan = call("import.plan", params);
  EXPECT_EQ(plan.at("new").to_number<int>(), rows);
  EXPECT_EQ(plan.at("bad_total").to_number<int>(), rows);
  EXPECT_EQ(plan.at("bad").as_array().size(), 1000U);
  EXPECT_EQ(plan.at("error_sheet_rows").to_number<int>(), rows);
  auto other = server_.client(server_.token("manager", "s2"));
  EXPECT_EQ(other.call("import.plan", params).error.at("data").at("kind").as_string(), "not_found");
  EXPECT_EQ(manager_.call("evidence.list", {{"case_id", "case_none"}}).exit, cli::Exit::not_found);
  auto const blob =
      shell(fmt::format("curl -s -o /dev/null -w '%{{http_code}}' -H 'Authorization: Bearer {}' {}/v1/blobs/{}", token_,
                        server_.url(), std::string(sha256.as_string())));
  EXPECT_EQ(blob.out, "404") << "it is no evidence";
  EXPECT_NE(put("x", server_.token("agent", "s1")).find("forbidden"), std::string::npos);
}

TEST_F(ImportDoor, refuses_what_it_cannot_do_and_says_where) {
  struct Row {
    object params;
    std::string_view kind, position;
  };
  std::vector<Row> const table{
      {{{"source", "csv"}}, "invalid_params", "params"},
      {{{"source", "csv"}, {"text", "a"}, {"sha256", std::string(64, '0')}}, "invalid_params", "params"},
      {{{"source", "top-refunds"}, {"sha256", std::string(64, '0')}}, "not_found", "params.sha256"},
      {{{"source", "csv"}, {"text", "id\n1\n"}, {"map", "table: [x"}}, "", "params.map, line 1"},
      {{{"source", "csv"}, {"text", "id\n1\n"}, {"map", mapping}}, "", "params.text, line 1, column 1"},
  };
  for (auto const& each : table) {
    auto const answer = manager_.call("import.plan", each.params);
    ASSERT_NE(answer.exit, cli::Exit::ok) << boost::json::serialize(each.params);
    auto const& about = answer.error.at("data").as_object();
    if (!each.kind.empty()) EXPECT_EQ(about.at("kind").as_string(), each.kind);
    EXPECT_TRUE(about.at("position").as_string().starts_with(each.position)) << boost::json::serialize(about);
  }
  auto agent = server_.client(server_.token("agent", "s1"));
  EXPECT_EQ(agent.call("import.plan", {{"source", "csv"}, {"text", "a"}}).error.at("data").at("kind").as_string(),
            "forbidden");
  auto const foreign = std::string(mapping).replace(mapping.find("shop: s1"), 8, "shop: s2");
  auto const plan = call("import.plan", {{"source", "csv"}, {"text", "id,placed,paid\n" + row(1)}, {"map", foreign}});
  EXPECT_EQ(plan.at("new").to_number<int>(), 0) << "another shop's case is a bad row";
  EXPECT_EQ(plan.at("bad_total").to_number<int>(), 1);
}

TEST(VerifyWatched, tells_how_far_it_is_and_what_came_of_it) {
  Folder folder;
  ServerProcess server{folder.path() / "data"};
  auto client = server.client(server.token("service", "s1"));
  for (int i = 1; i <= 20; ++i) open_case(client, i);
  auto auditor = server.client(server.token("auditor", ""));
  auto const started = auditor.call("audit.verify_start", {});
  ASSERT_EQ(started.exit, cli::Exit::ok) << boost::json::serialize(started.error);
  object told;
  for (int tries = 0; tries < 300 && !told.contains("result"); ++tries) {
    told = auditor.call("audit.verify_progress", {{"run_id", started.result.at("run_id")}}).result.as_object();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_TRUE(told.at("result").at("ok").as_bool()) << boost::json::serialize(told);
  EXPECT_GE(told.at("result").at("entries").to_number<int>(), 20);
  EXPECT_EQ(auditor.call("audit.verify_progress", {{"run_id", "verify_none"}}).exit, cli::Exit::not_found);
  EXPECT_EQ(client.call("audit.verify_progress", {{"run_id", started.result.at("run_id")}}).exit, cli::Exit::not_found)
      << "another's run";
}

}  // namespace
}  // namespace redress::e2e
