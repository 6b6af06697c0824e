// The pragmas that the promises of docs/storage.md rest on, read back from real connections.
#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/sqlite_store.hpp"
#include "tests/storage/store_test.hpp"

#include <sqlite3.h>

namespace redress::storage {
namespace {

class PragmasTest : public testing::Test {
 protected:
  TemporaryFolder folder_;
  std::unique_ptr<SqliteStore> store_ = SqliteStore::open(folder_.path()).value();
  std::filesystem::path file_ = folder_.path() / "redress.db";
};

TEST_F(PragmasTest, OfTheWriter) {
  store_.reset();
  Connection writer(file_, Connection::Use::writing, "");
  EXPECT_EQ(writer.text_once("PRAGMA journal_mode"), "wal") << "kept in the file";
  struct Line {
    char const* pragma;
    std::int64_t value;
  };
  for (auto const& [pragma, value] :
       {Line{"PRAGMA synchronous", 2}, Line{"PRAGMA wal_autocheckpoint", 0}, Line{"PRAGMA foreign_keys", 1},
        Line{"PRAGMA temp_store", 2}, Line{"PRAGMA cell_size_check", 1}, Line{"PRAGMA trusted_schema", 0},
        Line{"PRAGMA query_only", 0}})
    EXPECT_EQ(writer.integer_once(pragma), value) << pragma;
}

TEST_F(PragmasTest, OfAReader) {
  Connection reader(file_, Connection::Use::reading, "");
  EXPECT_EQ(reader.integer_once("PRAGMA query_only"), 1);
  EXPECT_EQ(sqlite3_db_readonly(reader.database().getHandle(), "main"), 1);
  int no_checkpoint = 0;
  sqlite3_db_config(reader.database().getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, -1, &no_checkpoint);
  EXPECT_EQ(no_checkpoint, 1);
  EXPECT_THROW(reader.execute_once("DELETE FROM settings"), DiskError);
}

// Moving the log is the writer's alone: a reader that tries is refused, and the log keeps what it holds.
TEST_F(PragmasTest, AReaderCannotMoveTheLog) {
  commit(*store_, [](StoreWriter& writer) { writer.put_setting("in", "the log"); });
  auto const log = folder_.path() / "redress.db-wal";
  auto const bytes = std::filesystem::file_size(log);
  ASSERT_GT(bytes, 0U);
  Connection reader(file_, Connection::Use::reading, "");
  for (auto const how :
       {Connection::Checkpoint::passive, Connection::Checkpoint::restart, Connection::Checkpoint::truncate})
    EXPECT_THROW(reader.checkpoint(how), DiskError);
  EXPECT_EQ(std::filesystem::file_size(log), bytes);
}

// Two connections, one committing while the other checkpoints, can lose commits in this library before 3.51.3; the
// store keeps both on one connection, and this line says which library that promise was tested with.
TEST_F(PragmasTest, TheLibraryInUseIsReported) {
  auto const version = SqliteStore::sqlite_version();
  EXPECT_EQ(version, sqlite3_libversion());
  EXPECT_GE(sqlite3_libversion_number(), 3'037'000) << "STRICT tables";
  RecordProperty("sqlite_version", std::string(version));
}

}  // namespace
}  // namespace redress::storage
