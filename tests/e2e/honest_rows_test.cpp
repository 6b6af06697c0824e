// The rows of an honest store, from which the audit's own tests tell lies: written from a store of the real binary with
// REDRESS_REWRITE=1, and otherwise held against one, so that they stay such as a store of today has them.
#include "storage/sqlite/sqlite_store.hpp"
#include "tests/e2e/server_process.hpp"
#include "tests/engine/audit/rows_in_memory.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace redress::e2e {
namespace {

using boost::json::object;

// Money paid back after a failure, compensation after one, goods held back and freed, a deadline that passed, one that
// runs, attempts that were refused, the opening of a case among them, evidence, personal words, and the office.
class Story {
 public:
  explicit Story(ServerProcess& server)
      : server_(server), client_(server.client(server.token("service", "s1"))), admin_(server.client(server.admin())) {}

  void tell() {
    object const sent{{"dispatched_at", "2026-01-04T09:00:00Z"}, {"signed_at", "2026-01-06T02:00:00Z"}};
    auto const paid_back = open("refund", 1, {{"reason", "do_not_want"}, {"wants", "refund_only"}});
    call("evidence.add", {{"case_id", paid_back},
                          {"kind", "E-CHAT"},
                          {"text", "买家：不想要了"},
                          {"source", "wangwang"},
                          {"captured_at", "2026-01-05T02:00:00Z"}});
    call("evidence.add", {{"case_id", paid_back}, {"kind", "E-CHAT"}, {"text", "卖家：好的"}, {"source", "wangwang"}});
    auto manager = server_.client(server_.token("manager", "s1"));
    EXPECT_EQ(manager.call("case.assign", {{"case_id", paid_back}, {"assignee", "小王"}, {"request_id", "a"}}).exit,
              cli::Exit::ok);
    apply(paid_back, "agree_refund", "seller");
    apply(paid_back, "payout_failed", "payments");
    apply(paid_back, "retry_payout", "seller");
    apply(paid_back, "payout_confirmed", "payments");
    apply(paid_back, "agree_refund", "seller", cli::Exit::refused);

    auto const late = open("logistics_delay", 2, {{"reason", "late_dispatch"}},
                           {{"order", object{{"promised_dispatch_at", "2026-01-05T09:00:00Z"}}}});
    apply(late, "claim_compensation", "buyer");
    apply(late, "pay_compensation", "seller");
    apply(late, "compensation_failed", "payments");
    apply(late, "pay_compensation", "seller");
    apply(late, "compensation_confirmed", "payments");

    auto const given_up = open(
        "refund", 3, {{"reason", "quality"}, {"wants", "return_refund"}, {"goods_received", true}}, {{"order", sent}});
    apply(given_up, "payout_confirmed", "payments", cli::Exit::refused);
    EXPECT_EQ(admin_.call("sandbox.advance", {{"seconds", 10 * 24 * 3600}}).exit, cli::Exit::ok);
    apply(given_up, "withdraw", "buyer");
    open("refund", 4, {{"reason", "quality"}, {"wants", "refund_only"}}, {{"order", sent}});  // and waits
    object const too_much{{"minor", 99999}, {"currency", "CNY"}};
    call("case.open", sample_case("refund", 5, {{"reason", "quality"}, {"wants", "refund_only"}, {"amount", too_much}}),
         cli::Exit::refused);
    EXPECT_EQ(
        admin_.call("automation.set", {{"shop", "s1"}, {"on", false}, {"reason", "试"}, {"request_id", "off"}}).exit,
        cli::Exit::ok);
  }

 private:
  object call(std::string const& method, object params, cli::Exit expected = cli::Exit::ok) {
    params.emplace("request_id", fmt::format("r{}", ++requests_));
    auto const outcome = client_.call(method, std::move(params));
    EXPECT_EQ(outcome.exit, expected) << method << " " << boost::json::serialize(outcome.error);
    return outcome.result.is_object() ? outcome.result.as_object() : object{};
  }
  std::string open(std::string const& kind, int number, object claim, object more = {}) {
    auto const opened = call("case.open", sample_case(kind, number, std::move(claim), std::move(more)));
    return std::string(opened.at("case").at("id").as_string());
  }
  void apply(std::string const& id, std::string_view event, std::string_view party,
             cli::Exit expected = cli::Exit::ok) {
    call("case.apply", {{"case_id", id}, {"event", event}, {"party", party}, {"params", object{}}}, expected);
  }

  ServerProcess& server_;
  cli::RpcClient client_;
  cli::RpcClient admin_;
  int requests_ = 0;
};

template <class Row>
std::vector<Row> all(std::optional<Row> (audit::StoreRows::*next)(), audit::StoreRows& rows) {
  std::vector<Row> every;
  while (auto row = (rows.*next)()) every.push_back(std::move(*row));
  return every;
}

audit::Rows rows_of_a_store() {
  Folder const folder;
  {
    ServerProcess server{folder.path()};
    Story{server}.tell();
    EXPECT_EQ(server.stop(), 0);
  }
  audit::Rows copy;
  auto store = storage::SqliteStore::open(folder.path(), {}).value();
  store->audit([&](audit::StoreRows& rows) {
    copy.entries = all(&audit::StoreRows::next_entry, rows);
    copy.cases = all(&audit::StoreRows::next_case, rows);
    copy.orders = all(&audit::StoreRows::next_order, rows);
    copy.evidence = all(&audit::StoreRows::next_evidence, rows);
    copy.outbox = all(&audit::StoreRows::next_outbox_item, rows);
    copy.personal = all(&audit::StoreRows::next_personal_text, rows);
  });
  return copy;
}

// What there is, without what differs from run to run: rows' columns, and every entry's event and members.
std::string shape_of(audit::Rows const& rows) {
  std::string shape;
  std::istringstream lines{to_ndjson(rows)};
  for (std::string line; std::getline(lines, line);) {
    auto const row = boost::json::parse(line).as_object();
    shape += fmt::format("{} {}:", std::string(row.begin()->key()),
                         std::string(audit::text_in(row.begin()->value().as_object(), "event")));
    std::set<std::string> columns;
    for (auto const& column : row.begin()->value().as_object()) columns.emplace(column.key());
    for (auto const& column : columns) shape += " " + column;
    shape += "\n";
  }
  return shape;
}

TEST(HonestRows, are_such_as_a_store_of_today_has) {
  auto const rows = rows_of_a_store();
  EXPECT_TRUE(audit::audited(rows).findings.empty());
  if (std::getenv("REDRESS_REWRITE") != nullptr)
    std::ofstream(REDRESS_SOURCE_DIR "/tests/engine/audit/honest_rows.ndjson", std::ios::binary) << to_ndjson(rows);
  EXPECT_EQ(shape_of(audit::honest_rows()), shape_of(rows));
}

}  // namespace
}  // namespace redress::e2e
