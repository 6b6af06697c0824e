// What only the SQLite store promises: one holder, a file that outlives it, groups, checkpoints, an honest start.
#include "storage/sqlite/sqlite_store.hpp"

#include "storage/sqlite/connection.hpp"
#include "tests/storage/store_test.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <future>
#include <thread>

namespace redress::storage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class SqliteStoreTest : public testing::Test {
 protected:
  std::unique_ptr<SqliteStore> open(SqliteOptions const& options = {}) {
    return SqliteStore::open(folder_.path(), options).value();
  }
  std::int64_t size_of(char const* name) {
    std::error_code error;
    auto const size = std::filesystem::file_size(folder_.path() / name, error);
    return error ? 0 : static_cast<std::int64_t>(size);
  }
  // Changes the closed file behind the store's back.
  void tamper(std::string const& sql) {
    Connection connection(folder_.path() / "redress.db", Connection::Use::writing, "");
    connection.execute_once(sql);
  }

  TemporaryFolder folder_;
};

TEST_F(SqliteStoreTest, WithoutAThreadNothingIsCommittedUntilDrainAndThenOnTheCallersThread) {
  SqliteOptions options;
  options.commits_on_drain = true;
  options.batch_units_max = 2;
  std::vector<std::string> told;
  {
    auto const store = open(options);
    for (auto const* name : {"a", "b", "c"})
      store->write(
          [&told, name](StoreWriter& writer) {
            EXPECT_TRUE(told.empty()) << "two share a commit; the third runs before that is synced, and has its own";
            writer.put_setting(name, name);
          },
          [&told, name, here = std::this_thread::get_id()](std::exception_ptr failed) {
            EXPECT_EQ(failed, nullptr);
            EXPECT_EQ(std::this_thread::get_id(), here);
            told.emplace_back(name);
          });
    EXPECT_EQ(store->status().queued, 3);
    EXPECT_EQ(read(*store, [](StoreReader& reader) { return reader.setting("a"); }), std::nullopt);
    store->drain();
    EXPECT_THAT(told, ElementsAre("a", "b", "c"));
    EXPECT_EQ(store->status().commits, 2);
    EXPECT_EQ(store->status().queued, 0);
    EXPECT_TRUE(store->cut_log());
    store->write([](StoreWriter& writer) { writer.put_setting("d", "d"); },
                 [&](std::exception_ptr) { told.emplace_back("d"); });
  }
  EXPECT_THAT(told, ElementsAre("a", "b", "c", "d")) << "what is queued is answered at the end";
  EXPECT_EQ(read(*open(), [](StoreReader& reader) { return reader.setting("d"); }), "d");
}

TEST_F(SqliteStoreTest, KeepsEverythingAcrossARestart) {
  Case stored;
  {
    auto const store = open();
    stored = record(*store, opening(case_of_shape({.id = "case_1", .due_at = some_day})));
  }
  auto const store = open();
  store->read([&](StoreReader& reader) {
    EXPECT_EQ(reader.find_case("case_1"), stored);
    EXPECT_EQ(reader.next_due(), some_day);
  });
  EXPECT_EQ(record(*store, following(stored)).version, 2);
  store->read([](StoreReader& reader) { EXPECT_EQ(ledger_flaw(reader), ""); });
}

TEST_F(SqliteStoreTest, ASecondOpenerIsRefusedUntilTheFirstIsGone) {
  auto first = open();
  auto const second = SqliteStore::open(folder_.path());
  ASSERT_FALSE(second.has_value());
  EXPECT_THAT(second.error().says.en, HasSubstr("is in use by process"));
  first.reset();
  EXPECT_TRUE(SqliteStore::open(folder_.path()).has_value());
}

TEST_F(SqliteStoreTest, MakesItsFolderAndKeepsOthersOut) {
  auto const deep = folder_.path() / "a" / "b";
  { SqliteStore::open(deep).value(); }
  for (auto const& [path, mode] : {std::pair{deep, 0700}, std::pair{deep / "redress.db", 0600}}) {
    struct stat about {};
    ASSERT_EQ(::stat(path.c_str(), &about), 0);
    EXPECT_EQ(static_cast<int>(about.st_mode & 0777U), mode) << path;
  }
}

TEST_F(SqliteStoreTest, SaysWhyAFolderCannotBeUsed) {
  auto const refused = SqliteStore::open("/proc/no/such/place");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, FaultKind::internal);
  EXPECT_THAT(refused.error().says.en, HasSubstr("/proc/no"));
}

TEST_F(SqliteStoreTest, UnitsThatGatherShareACommit) {
  auto const store = open({.batch_units_max = 100});
  std::promise<void> gate;
  store->write([opened = gate.get_future().share()](StoreWriter&) { opened.wait(); }, {});
  for (int i = 0; i < 250; ++i) store->write([](StoreWriter& writer) { writer.put_setting("a", "b"); }, {});
  gate.set_value();
  store->drain();
  EXPECT_EQ(store->status().units, 251);
  // The first unit may have been joined by some of the others; 251 units in groups of 100 are three or four commits.
  EXPECT_GE(store->status().commits, 3);
  EXPECT_LE(store->status().commits, 4);
  EXPECT_EQ(store->status().queued, 0);
}

TEST_F(SqliteStoreTest, AnswersWhatIsQueuedBeforeItEnds) {
  int answered = 0;
  {
    auto const store = open();
    for (int i = 0; i < 100; ++i)
      store->write([](StoreWriter& writer) { writer.put_setting("a", "b"); },
                   [&](std::exception_ptr failure) { answered += failure == nullptr; });
  }
  EXPECT_EQ(answered, 100);
}

TEST_F(SqliteStoreTest, ClosingMovesTheLogIntoTheFile) {
  {
    auto const store = open();
    record(*store, opening(case_of_shape({.id = "case_1"})));
    EXPECT_GT(size_of("redress.db-wal"), 0);
  }
  EXPECT_EQ(size_of("redress.db-wal"), 0);
}

TEST_F(SqliteStoreTest, CheckpointsKeepTheLogShort) {
  auto const store = open({.checkpoint_wal_bytes = 64 * 1024});
  for (int i = 0; i < 200; ++i)
    commit(*store, [i](StoreWriter& writer) { writer.put_setting(fmt::format("{}", i), std::string(2000, 'x')); });
  EXPECT_GE(store->status().checkpoints, 2);
  EXPECT_LT(size_of("redress.db-wal"), 512 * 1024);
  EXPECT_EQ(read(*store, [](StoreReader& reader) { return reader.setting("7").value().size(); }), 2000U);
}

TEST_F(SqliteStoreTest, ALongReadLetsTheLogGrowAndNothingElse) {
  auto const store = open({.checkpoint_wal_bytes = 64 * 1024});
  auto const put = [&](std::string const& name) {
    commit(*store, [&](StoreWriter& writer) { writer.put_setting(name, std::string(2000, 'x')); });
  };
  put("before");
  read(*store, [&](StoreReader& reader) {
    EXPECT_TRUE(reader.setting("before")) << "the snapshot begins with the first question";
    for (int i = 0; i < 100; ++i) put(fmt::format("during {}", i));
    EXPECT_FALSE(reader.setting("during 0")) << "and sees nothing of what came later";
    return 0;
  });
  EXPECT_GT(store->status().wal_bytes, 256 * 1024);
  for (int i = 0; i < 40; ++i) put(fmt::format("after {}", i));
  EXPECT_LT(store->status().wal_bytes, 128 * 1024) << "once the reader is gone the log begins again";
  EXPECT_EQ(read(*store, [](StoreReader& reader) { return reader.setting("during 99").value().size(); }), 2000U);
}

TEST_F(SqliteStoreTest, ALastEntryThatDoesNotHashIsFoundAtTheStart) {
  struct Line {
    char const* name;
    char const* sql;
  };
  Line const lines[] = {
      {"its bytes", "UPDATE entries SET bytes = replace(bytes, 'step', 'stop') WHERE seq = 1"},
      {"its hash", "UPDATE entries SET hash = upper(hash) WHERE seq = 1"},
      {"its case's hash", "UPDATE cases SET content = json_set(content, '$.last_hash', 'x')"},
      {"its case's version", "UPDATE cases SET content = json_set(content, '$.version', 7)"},
      {"the entry itself", "DELETE FROM entries WHERE seq = 1"},
  };
  for (auto const& line : lines) {
    TemporaryFolder const folder;
    {
      auto const store = SqliteStore::open(folder.path()).value();
      record(*store, following(record(*store, opening(case_of_shape({.id = "case_1"})))));
    }
    {
      Connection connection(folder.path() / "redress.db", Connection::Use::writing, "");
      connection.execute_once(line.sql);
    }
    auto const refused = SqliteStore::open(folder.path());
    ASSERT_FALSE(refused.has_value()) << line.name;
    EXPECT_EQ(refused.error().kind, FaultKind::ledger_broken) << line.name;
  }
}

TEST_F(SqliteStoreTest, AFileThatIsNoDatabaseIsRefused) {
  { open(); }
  std::filesystem::resize_file(folder_.path() / "redress.db", 0);
  {
    std::FILE* file = std::fopen((folder_.path() / "redress.db").c_str(), "w");
    std::fputs(std::string(8192, 'x').c_str(), file);
    std::fclose(file);
  }
  auto const refused = SqliteStore::open(folder_.path());
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(refused.error().says.en, HasSubstr("not a database"));
}

TEST_F(SqliteStoreTest, ARowThatCannotBeReadIsAFaultAndNotACrash) {
  {
    auto const store = open();
    record(*store, opening(case_of_shape({.id = "case_1"})));
    record(*store, opening(case_of_shape({.id = "case_2"})));
  }
  tamper("UPDATE cases SET content = 'nonsense' WHERE id = 'case_1'");
  auto const store = open();
  EXPECT_THROW(store->read([](StoreReader& reader) { reader.find_case("case_1"); }), FaultError);
  EXPECT_TRUE(read(*store, [](StoreReader& reader) { return reader.find_case("case_2").has_value(); }));
}

TEST_F(SqliteStoreTest, RowsThatBelongToNoCaseAreRefusedByTheFile) {
  auto const store = open();
  auto record_ = opening(case_of_shape({.id = "case_1"}));
  record_.evidence = {photo("ev_1", "case_of_nobody", "aa")};
  EXPECT_EQ(fault_of(*store, [&](StoreWriter& writer) { writer.record(record_); }), FaultKind::internal);
  EXPECT_EQ(read(*store, [](StoreReader& reader) { return reader.ledger_size(); }), 0);
}

}  // namespace
}  // namespace redress::storage
