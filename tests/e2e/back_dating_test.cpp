// Somebody has the database, the clock and the ledger's key, and dates an entry to another time. Only the witness is
// not theirs: that is enough to name the entry.
#include "engine/base/instant.hpp"
#include "storage/tlog/dated_reading.hpp"
#include "tests/e2e/broken_store.hpp"
#include "tests/e2e/witness_process.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <optional>

namespace redress::e2e {
namespace {

using boost::json::object;

class BackDating : public testing::Test {
 protected:
  BackDating() {
    {
      ServerProcess server{made_.path()};
      vkey_ = server.client(server.admin()).call("audit.checkpoint", {}).result.at("vkey").as_string();
    }
    start_witness();
    ServerProcess server{made_.path(), {"--config", config().string()}};
    auto service = server.client(server.token("service", "s1"));
    open_case(service, 1);
    dated_ = await_date(service);
    witness_->stop();  // what follows it does not see
    entry_ = open_case(service, 2);
    EXPECT_EQ(server.stop(), 0);
  }

  std::filesystem::path config() const { return beside_.path() / "redress.toml"; }

  void start_witness() {
    witness_.emplace(beside_.path() / "witness", vkey_);
    std::ofstream(config(), std::ios::trunc) << fmt::format(
        "checkpoint_every_s = 1\n[[witness]]\nurl = \"{}\"\nvkey = \"{}\"\n", witness_->url, witness_->vkey);
  }

  static std::string open_case(cli::RpcClient& client, int number) {
    auto const opened =
        client.call("case.open", sample_case("refund", number, {{"reason", "do_not_want"}, {"wants", "refund_only"}}));
    EXPECT_EQ(opened.exit, cli::Exit::ok) << boost::json::serialize(opened.error);
    return std::string(opened.result.at("entry").at("id").as_string());
  }

  // The size of the first cosigned head that has every entry there is now.
  static std::int64_t await_date(cli::RpcClient& client) {
    auto const entries = client.call("system.info", {}).result.at("entries").as_int64();
    std::int64_t size = 0;
    EXPECT_TRUE(within_seconds(20, [&] {
      auto const head = client.call("audit.checkpoint", {}).result.as_object();
      size = head.at("size").as_int64();
      return size >= entries &&
             head.at("signed_note").as_string().find("redress.witness/") != boost::json::string::npos;
    }));
    return size;
  }

  // Moves the entry's own time, and makes hashes, links, root and signature right again.
  static std::int64_t date_anew(BrokenStore const& store, std::string const& entry_id, std::int64_t by_ms) {
    auto const seq = store.integer(fmt::format("SELECT seq FROM entries WHERE id = '{}'", entry_id));
    auto const at = store.text(fmt::format("SELECT json_extract(bytes, '$.at') FROM entries WHERE seq = {}", seq));
    auto const moved = format_rfc3339(parse_rfc3339(at).value() + by_ms);
    store.rewrite(seq, "\"at\":\"" + at + "\"", "\"at\":\"" + moved + "\"");
    store.sign_anew();
    return seq;
  }

  // The witness cosigns the ledger as it is now, as it grew out of what it saw. The server answers no such receipt; so
  // whoever has its key makes one out of all that is there.
  e2e::Run verify_receipt_afterwards(BrokenStore const& store) {
    start_witness();
    auto const file = beside_.path() / "receipt.json";
    {
      ServerProcess server{store.path(), {"--config", config().string()}};
      auto auditor = server.client(server.token("auditor", ""));
      await_date(auditor);
      EXPECT_EQ(auditor.call("audit.receipt", {{"entry_id", entry_}}).exit, cli::Exit::verification_failed);
      std::ofstream(file) << boost::json::serialize(forged_receipt(store, auditor));
      EXPECT_EQ(server.stop(), 0);
    }
    return run_redress(
        {"--json", "audit", "verify-receipt", file.string(), "--vkey", vkey_, "--witness", witness_->vkey});
  }

  // That of another entry under the same rulebook, with everything of this one put in its place.
  object forged_receipt(BrokenStore const& store, cli::RpcClient& auditor) const {
    auto const of_this = fmt::format("FROM entries WHERE id = '{}'", entry_);
    auto const seq = store.integer("SELECT seq " + of_this);
    auto receipt = auditor
                       .call("audit.receipt", {{"entry_id", store.text("SELECT id FROM entries WHERE bytes LIKE "
                                                                       "'%\"event\":\"open\"%' ORDER BY seq")}})
                       .result.as_object();
    ledger::DatedCheckpoint without, with;
    for (auto const& each : storage::read_dated(store.path() / "tlog"))
      if (each.size <= static_cast<std::uint64_t>(seq))
        without = each;
      else if (with.size == 0)
        with = each;
    receipt["entry"] = store.text("SELECT bytes " + of_this);
    receipt["index"] = seq;
    receipt["size"] = with.size;
    receipt["checkpoint"] = with.note;
    receipt["proof"] = auditor.call("audit.inclusion", {{"index", seq}, {"size", with.size}}).result.at("proof");
    auto const growth = auditor.call("audit.consistency", {{"from", without.size}, {"to", with.size}});
    receipt["before"] = object{{"checkpoint", without.note}, {"proof", growth.result.at("proof")}};
    receipt.erase("digest");
    return receipt;
  }

  Folder made_, beside_;
  std::string vkey_;
  std::optional<WitnessProcess> witness_;
  std::int64_t dated_ = 0;  // size of the last head the witness saw
  std::string entry_;       // of after that
};

TEST_F(BackDating, a_sound_store_agrees_with_its_witness) {
  BrokenStore const store{made_.path()};
  auto const report = store.verify(0, {"--witness", witness_->vkey});
  EXPECT_TRUE(report.at("dated_checkpoints").at("believed").as_bool());
  EXPECT_GT(report.at("dated_checkpoints").at("count").as_int64(), 0);
  EXPECT_FALSE(store.verify(0).at("dated_checkpoints").at("believed").as_bool());
  EXPECT_EQ(run_redress({"audit", "verify", "--data", store.path().string(), "--witness", "x"}).exit, 2);
}

TEST_F(BackDating, an_entry_dated_before_a_head_without_it_is_named_by_verify_and_by_its_receipt) {
  BrokenStore const store{made_.path()};
  auto const seq = date_anew(store, entry_, -hour_ms);
  EXPECT_GE(seq, dated_);
  for (auto const& pins : {std::vector<std::string>{}, {"--vkey", vkey_, "--witness", witness_->vkey}}) {
    auto const first = store.verify(4, pins).at("first_bad").as_object();
    EXPECT_EQ(first.at("what"), "back_dated");
    EXPECT_EQ(first.at("entry_id").as_string(), entry_);
    EXPECT_EQ(first.at("seq"), seq);
    EXPECT_TRUE(first.at("checkpoint").as_string().starts_with(fmt::format("{} @ ", dated_)));
    EXPECT_NE(first.at("checkpoint").as_string().find("redress.witness/"), boost::json::string::npos);
  }
  auto const receipt = verify_receipt_afterwards(store);
  EXPECT_EQ(receipt.exit, 4) << receipt.out;
  EXPECT_EQ(boost::json::parse(receipt.out).at("first_wrong").at("step"), "time") << receipt.out;
}

TEST_F(BackDating, an_entry_dated_after_a_head_that_has_it_is_named_too) {
  BrokenStore const store{made_.path()};
  auto const seq = date_anew(store, entry_, hour_ms);
  auto const receipt = verify_receipt_afterwards(store);
  EXPECT_EQ(receipt.exit, 4) << receipt.out;
  EXPECT_EQ(boost::json::parse(receipt.out).at("first_wrong").at("step"), "time") << receipt.out;
  auto const first = store.verify(4, {"--witness", witness_->vkey}).at("first_bad").as_object();
  EXPECT_EQ(first.at("what"), "forward_dated");
  EXPECT_EQ(first.at("seq"), seq);
}

TEST_F(BackDating, an_entry_the_witness_has_seen_cannot_be_rewritten_at_all) {
  BrokenStore const store{made_.path()};
  auto const seen = store.text("SELECT id FROM entries WHERE bytes LIKE '%\"event\":\"open\"%' ORDER BY seq LIMIT 1");
  date_anew(store, seen, -minute_ms);  // too little for the dates to say
  auto const first = store.verify(4).at("first_bad").as_object();
  EXPECT_EQ(first.at("what"), "root");
  EXPECT_TRUE(first.at("checkpoint").as_string().starts_with(fmt::format("{} (", dated_)));
}

TEST_F(BackDating, a_dated_checkpoint_that_was_changed_is_named) {
  BrokenStore const store{made_.path()};
  std::fstream file(store.path() / "tlog" / "dated", std::ios::in | std::ios::out);
  std::string line;
  std::getline(file, line);
  file.seekp(static_cast<std::streamoff>(line.find("\\n") + 2));
  file << (line[line.find("\\n") + 2] == '9' ? '8' : '9');  // the first digit of its size
  file.close();
  EXPECT_EQ(store.verify(4).at("first_bad").at("what"), "checkpoint");
}

}  // namespace
}  // namespace redress::e2e
