// What an owner of the database can do to it, and that nothing is signed afterwards: the real store, the real files.
#include "api/service/ledger_signer.hpp"
#include "storage/sqlite/sqlite_reader.hpp"
#include "storage/tlog/ledger_files.hpp"
#include "tests/storage/store_test.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <fstream>

namespace redress::storage {
namespace {

using api::LedgerSigner;

ledger::SigningKey key() {
  return ledger::SigningKey::from_seed("ledger.example/1", std::vector<std::uint8_t>(32, 5)).value();
}

class TamperedLedger : public testing::Test {
 protected:
  // One start of the program: the store, and a signer on the files beside it.
  struct House {
    explicit House(std::filesystem::path const& dir)
        : store(SqliteStore::open(dir).value()),
          signer(
              *store,
              {std::make_unique<FileHashRows>(dir / "tlog"), std::make_unique<FileSignedMemory>(dir / "ledger.signed"),
               std::make_unique<FileHistory>(dir / "tlog")},
              {{key()}}) {}
    std::unique_ptr<SqliteStore> store;
    LedgerSigner signer;
  };

  void SetUp() override { std::filesystem::create_directories(dir() / "tlog"); }
  std::filesystem::path const& dir() const { return folder_.path(); }

  void add(House& house, int cases) {
    for (int i = 0; i < cases; ++i) {
      auto const id = fmt::format("case_{}", next_++);
      auto const opened = record(*house.store, opening(case_of_shape({.id = id})));
      record(*house.store, following(opened));
    }
  }
  // Two entries a case.
  ledger::Checkpoint fill_and_sign(int cases) {
    House house(dir());
    add(house, cases);
    auto const head = house.signer.sign();
    house.store->drain();
    return head.value().checkpoint;
  }
  void sql(std::string const& text) {
    SQLite::Database database((dir() / "redress.db").string(), SQLite::OPEN_READWRITE);
    database.exec(text);
  }
  Result<LedgerSigner::Head> sign() {
    House house(dir());
    auto head = house.signer.sign();
    house.store->drain();
    return head;
  }
  void expect_broken(std::string_view says) {
    for (int start = 0; start < 2; ++start) {  // and at the next start as well
      auto const head = sign();
      ASSERT_FALSE(head) << "signed: " << head->note;
      EXPECT_EQ(head.error().kind, FaultKind::ledger_broken);
      EXPECT_NE(head.error().says.en.find(says), std::string::npos) << head.error().says.en;
      EXPECT_FALSE(head.error().says.zh.empty());
    }
  }
  // The bytes and hash of one entry as those of another text, so that the row agrees with itself.
  void change_entry(std::int64_t seq, std::string const& from, std::string const& to) {
    std::string bytes;
    {
      Connection connection(dir() / "redress.db", Connection::Use::reading, "");
      bytes = SqliteReads<StoreReader>(connection).entries_from(seq, 1).at(0).bytes;
    }
    auto const at = bytes.find(from);
    ASSERT_NE(at, std::string::npos) << bytes;
    bytes.replace(at, from.size(), to);
    SQLite::Database database((dir() / "redress.db").string(), SQLite::OPEN_READWRITE);
    SQLite::Statement update(
        database, "UPDATE entries SET bytes = ?, dictionary = NULL, squeezed = NULL, hash = ? WHERE seq = ?");
    update.bind(1, bytes);
    update.bind(2, ledger::hex(ledger::leaf_hash(bytes)));
    update.bind(3, seq);
    update.exec();
  }

  TemporaryFolder folder_;
  int next_ = 0;
};

TEST_F(TamperedLedger, an_untouched_one_grows_from_start_to_start) {
  auto last = fill_and_sign(3);
  for (int i = 0; i < 5; ++i) {
    House house(dir());
    add(house, 100);
    auto const head = house.signer.sign().value().checkpoint;
    ASSERT_EQ(head.size, last.size + 200);
    auto const growth = house.signer.consistency(last.size, head.size).value();
    EXPECT_TRUE(ledger::verify_consistency(last.size, head.size, growth, last.root, head.root));
    EXPECT_EQ(house.signer.sign()->note, house.signer.newest_note());
    EXPECT_TRUE(house.signer.reread()) << "once more, while running";
    house.store->drain();
    last = head;
  }
}

TEST_F(TamperedLedger, a_changed_entry_is_named) {
  fill_and_sign(200);
  change_entry(123, "shop_1", "shop_2");
  expect_broken("entry 123 was changed");
}

TEST_F(TamperedLedger, a_changed_entry_is_found_while_running) {
  fill_and_sign(200);
  House house(dir());
  ASSERT_TRUE(house.signer.sign());
  house.store->drain();
  change_entry(7, "shop_1", "shop_2");
  auto const read = house.signer.reread();
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().says.en.find("entry 7 was changed"), std::string::npos) << read.error().says.en;
  add(house, 1);
  EXPECT_FALSE(house.signer.sign()) << "nothing is signed any more";
}

TEST_F(TamperedLedger, a_swapped_pair_is_named) {
  fill_and_sign(50);
  sql("PRAGMA foreign_keys=OFF; UPDATE entries SET seq = -1 WHERE seq = 20; UPDATE entries SET seq = 20 WHERE seq = "
      "30; "
      "UPDATE entries SET seq = 30 WHERE seq = -1");
  expect_broken("entry 20 was changed");
}

TEST_F(TamperedLedger, a_removed_entry_is_named) {
  fill_and_sign(50);
  sql("DELETE FROM entries WHERE seq = 40");
  expect_broken("entry 40 is missing");
}

TEST_F(TamperedLedger, a_cut_tail_is_named) {
  fill_and_sign(50);
  sql("DELETE FROM entries WHERE case_id = 'case_49'; DELETE FROM cases WHERE "
      "id = 'case_49'");
  expect_broken("the ledger shrank: 100 entries were signed, 98 are here");
}

TEST_F(TamperedLedger, an_older_copy_of_the_store_is_named) {
  fill_and_sign(50);
  std::filesystem::copy_file(dir() / "redress.db", dir() / "older");
  fill_and_sign(10);
  std::filesystem::copy_file(dir() / "older", dir() / "redress.db", std::filesystem::copy_options::overwrite_existing);
  expect_broken("the ledger shrank: 120 entries were signed, 100 are here");
}

TEST_F(TamperedLedger, another_history_on_an_older_copy_is_named) {
  fill_and_sign(50);
  std::filesystem::copy_file(dir() / "redress.db", dir() / "older");
  fill_and_sign(10);
  std::filesystem::copy_file(dir() / "older", dir() / "redress.db", std::filesystem::copy_options::overwrite_existing);
  {
    House house(dir());
    next_ = 1000;
    add(house, 20);
  }
  expect_broken("entry 100 was changed");
}

TEST_F(TamperedLedger, removing_the_memory_makes_nothing_forgotten) {
  fill_and_sign(50);
  std::filesystem::remove(dir() / "ledger.signed");
  change_entry(12, "shop_1", "shop_2");
  expect_broken("entry 12 was changed");
}

TEST_F(TamperedLedger, a_memory_nobody_of_us_signed_is_refused) {
  fill_and_sign(5);
  std::ofstream(dir() / "ledger.signed") << "ledger.example/1\n1\nx\n";
  expect_broken("the checkpoint signed last cannot be read");
}

// The kept hashes are a copy: losing or bending them costs nothing, for the entries are read again.
TEST_F(TamperedLedger, kept_hashes_are_mended_from_the_entries) {
  auto const before = fill_and_sign(300);
  auto const bend = [&](std::string const& name, std::streamoff at) {
    std::fstream file(dir() / "tlog" / name, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(at);
    file.put('!');
  };
  struct Row {
    std::string_view name;
    std::function<void()> damage;
  };
  Row const rows[] = {
      {"a leaf hash", [&] { bend("row-0", 32 * 77 + 3); }},
      {"a hash above", [&] { bend("row-1", 40); }},
      {"all removed",
       [&] { std::filesystem::remove_all(dir() / "tlog"), std::filesystem::create_directory(dir() / "tlog"); }},
      {"cut", [&] { std::filesystem::resize_file(dir() / "tlog" / "row-0", 1000); }},
      {"too many", [&] { std::ofstream(dir() / "tlog" / "row-0", std::ios::app) << std::string(64, 'x'); }},
  };
  for (auto const& [name, damage] : rows) {
    damage();
    auto const head = sign();
    ASSERT_TRUE(head) << name << ": " << head.error().says.en;
    EXPECT_EQ(head->checkpoint, before) << name;
  }
}

}  // namespace
}  // namespace redress::storage
