// A store large enough to have learnt a dictionary, through the real binary: the same to every reader, and whatever is
// damaged in it is named.
#include "tests/e2e/broken_store.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace redress::e2e {
namespace {

using boost::json::object;

class LargeStore {
 public:
  LargeStore() {
    ServerProcess server{folder_.path()};
    auto client = server.client(server.token("service", "s1"));
    for (int i = 0; i < 90; ++i) {
      auto const opened =
          client.call("case.open", sample_case("refund", i, {{"reason", "do_not_want"}, {"wants", "refund_only"}}));
      if (opened.exit != cli::Exit::ok) throw std::runtime_error(boost::json::serialize(opened.error));
      ids_.emplace_back(opened.result.at("case").at("id").as_string());
    }
    server.client(server.admin()).call("audit.checkpoint", {});
    if (server.stop() != 0) throw std::runtime_error("the server did not stop well");
  }
  std::filesystem::path const& path() const { return folder_.path(); }
  std::vector<std::string> const& ids() const { return ids_; }

 private:
  Folder folder_;
  std::vector<std::string> ids_;
};

LargeStore const& large() {
  static LargeStore const store;
  return store;
}

std::string said(object const& finding) { return std::string(finding.at("says").at("en").as_string()); }

TEST(SqueezedStore, has_squeezed_rows_and_tells_them_as_any_other) {
  BrokenStore const store{large().path()};
  EXPECT_EQ(store.integer("SELECT count(*) FROM dictionaries"), 1);
  EXPECT_GE(store.integer("SELECT count(*) FROM entries WHERE dictionary = 1"), 20);
  EXPECT_LT(store.integer("SELECT 4 * avg(length(squeezed)) FROM entries WHERE dictionary = 1"),
            store.integer("SELECT avg(length(bytes)) FROM entries WHERE dictionary IS NULL"));
  auto const report = store.verify(0);
  EXPECT_TRUE(report.at("ok").as_bool());
  ServerProcess server{store.path()};
  auto client = server.client(server.token("service", "s1"));
  for (auto const& id : {large().ids().front(), large().ids().back()}) {
    auto const trail = client.call("case.trail", {{"case_id", id}});
    ASSERT_EQ(trail.exit, cli::Exit::ok) << boost::json::serialize(trail.error);
    EXPECT_EQ(trail.result.at("entries").at(0).at("event"), "open");
    EXPECT_EQ(client.call("case.get", {{"case_id", id}}).result.at("case").at("id"), boost::json::value(id));
  }
}

TEST(SqueezedStore, a_retry_after_a_restart_gets_the_very_same_answer) {
  BrokenStore const store{large().path()};
  ServerProcess server{store.path()};
  auto const token = server.token("service", "s1");
  auto params = sample_case("refund", 500, {{"reason", "do_not_want"}, {"wants", "refund_only"}});
  params["request_id"] = "asked twice";
  auto first = server.client(token).call("case.open", params).result.as_object();
  auto second = server.client(token).call("case.open", params).result.as_object();
  EXPECT_EQ(second.at("replayed"), true);
  second.erase("replayed");
  EXPECT_EQ(first, second);
  EXPECT_EQ(store.integer("SELECT count(*) FROM answers WHERE request_id = 'asked twice' AND squeezed IS NOT NULL"), 1);
}

TEST(SqueezedStore, a_backup_has_its_dictionaries) {
  Folder const folder;
  auto const copy = (folder.path() / "copy").string();
  auto const back = (folder.path() / "back").string();
  ASSERT_EQ(run_redress({"backup", "--data", large().path().string(), "-o", copy, "--with-keys"}).exit, 0);
  ASSERT_EQ(run_redress({"restore", copy, "--data", back, "--reason", "演练"}).exit, 0);
  EXPECT_EQ(run_redress({"audit", "verify", "--data", back}).exit, 0);
}

TEST(SqueezedStore, flipped_bits_of_squeezed_entries_and_cases_are_named) {
  for (int i = 0; i < 16; ++i) {
    BrokenStore const store{large().path()};
    auto const last = store.integer("SELECT max(seq) FROM entries WHERE dictionary = 1");
    auto const seq = last - i;
    auto const of_row = fmt::format("FROM entries WHERE seq = {}", seq);
    if (store.integer("SELECT dictionary IS NULL " + of_row) != 0) continue;
    auto const at = i * 37 % store.integer("SELECT length(squeezed) " + of_row) + 1;
    auto const hex = store.text("SELECT hex(squeezed) " + of_row);
    auto bytes = hex;
    auto& digit = bytes[static_cast<std::size_t>(2 * at - 1)];
    digit = "1032547698BADCFE"[digit <= '9' ? digit - '0' : digit - 'A' + 10];  // the lowest bit of one byte
    ASSERT_NE(bytes, hex);
    store.sql(fmt::format("UPDATE entries SET squeezed = x'{}' WHERE seq = {}", bytes, seq));
    auto const first = store.verify(4).at("first_bad").as_object();
    EXPECT_EQ(first.at("what"), "entry_squeezed");
    EXPECT_EQ(first.at("seq"), seq);
  }
  BrokenStore const store{large().path()};
  store.sql("UPDATE cases SET squeezed = substr(squeezed, 1, 40) WHERE n = (SELECT max(n) FROM cases)");
  auto const first = store.verify(4).at("first_bad").as_object();
  EXPECT_EQ(first.at("what"), "row_differs");
  EXPECT_EQ(first.at("table"), "cases");
  EXPECT_EQ(first.at("row"), boost::json::value(large().ids().back()));
}

// Its spare copy lets everybody go on but the audit, which names it.
TEST(SqueezedStore, a_dictionary_damaged_or_gone_is_named_and_no_server_starts_without_it) {
  struct Row {
    char const* damage;
    bool starts;
  };
  for (auto const& row :
       {Row{"UPDATE dictionaries SET bytes = CAST(substr(bytes, 2) AS BLOB)", true},
        Row{"UPDATE dictionaries SET bytes = x'', spare = x''", false}, Row{"DELETE FROM dictionaries", false}}) {
    BrokenStore const store{large().path()};
    auto const first_of_it = store.integer("SELECT min(seq) FROM entries WHERE dictionary = 1");
    store.sql(row.damage);
    auto const first = store.verify(4).at("first_bad").as_object();
    EXPECT_EQ(first.at("what"), "entry_squeezed");
    EXPECT_EQ(first.at("seq"), first_of_it);
    EXPECT_NE(said(first).find("dictionary 1 is"), std::string::npos) << said(first);
    if (row.starts) {
      ServerProcess server{store.path()};
      auto client = server.client(server.admin());
      EXPECT_EQ(client.call("audit.verify", {}).result.at("ok"), false);
      auto const listed = client.call("case.list", {}).result.at("cases").as_array();
      EXPECT_FALSE(listed.empty());
    } else {
      EXPECT_EQ(run_redress({"serve", "--data", store.path().string(), "--listen", "127.0.0.1:0"}).exit, 1);
    }
  }
  BrokenStore const store{large().path()};
  store.sql("UPDATE dictionaries SET bytes = CAST(substr(bytes, 2) AS BLOB)");
  auto const run = run_redress({"--json", "doctor", "--data", store.path().string()});
  EXPECT_EQ(run.exit, 1);
  EXPECT_NE(run.out.find("dictionary 1 is missing or damaged"), std::string::npos) << run.out;
  EXPECT_NE(run_redress({"--json", "doctor", "--data", large().path().string()}).out.find("store.dictionaries"),
            std::string::npos);
}

// A server that reads what was damaged while it ran answers a fault and goes on.
TEST(SqueezedStore, a_server_answers_a_fault_for_what_it_cannot_read) {
  BrokenStore const store{large().path()};
  auto const seq = store.integer("SELECT max(seq) - 1 FROM entries WHERE dictionary = 1 AND case_seq = 0");
  auto const id = store.text(fmt::format("SELECT case_id FROM entries WHERE seq = {}", seq));
  store.sql(fmt::format("UPDATE entries SET squeezed = substr(squeezed, 1, 60) WHERE seq = {}", seq));
  ServerProcess server{store.path()};
  auto client = server.client(server.admin());
  auto const trail = client.call("case.trail", {{"case_id", id}});
  EXPECT_NE(trail.exit, cli::Exit::ok);
  EXPECT_NE(trail.exit, cli::Exit::unreachable);
  EXPECT_EQ(client.call("system.info", {}).exit, cli::Exit::ok);
  auto const verified = client.call("audit.verify", {});
  ASSERT_EQ(verified.exit, cli::Exit::ok);
  EXPECT_EQ(verified.result.at("first_bad").at("seq"), seq);
}

}  // namespace
}  // namespace redress::e2e
