#include "storage/sqlite/settling.hpp"

#include "tests/storage/sqlite/failing_disk.hpp"
#include "tests/storage/store_test.hpp"

#include <fstream>
#include <iterator>

namespace redress::storage {
namespace {

class Settling : public testing::Test {
 protected:
  std::filesystem::path main_file() { return folder_.path() / "redress.db"; }
  std::filesystem::path log_file() { return folder_.path() / "redress.db-wal"; }
  void leave_log(std::size_t bytes) {
    std::string text(bytes, 'x');
    for (std::size_t i = 0; i < bytes; i += 97) text[i] = static_cast<char>(i % 251);
    std::ofstream(main_file()) << "not empty";
    std::ofstream(log_file(), std::ios::binary) << text;
  }
  std::string log() {
    std::ifstream in(log_file(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  TemporaryFolder folder_;
};

TEST_F(Settling, WithoutALogThereIsNothingToDo) {
  std::ofstream(main_file()) << "not empty";
  EXPECT_TRUE(settle_files(main_file(), ""));
  EXPECT_FALSE(std::filesystem::exists(log_file()));
}

TEST_F(Settling, EveryByteStaysAsItWas) {
  for (std::size_t const bytes : {1U, 4096U, 64U * 1024U, 64U * 1024U + 1U, 3U * 1024U * 1024U - 5U}) {
    leave_log(bytes);
    auto const before = log();
    ASSERT_EQ(before.size(), bytes);
    EXPECT_TRUE(settle_files(main_file(), ""));
    EXPECT_TRUE(log() == before) << bytes;
  }
}

TEST_F(Settling, IsSynced) {
  auto& disk = FailingDisk::named("settling_synced");
  leave_log(5000);
  EXPECT_TRUE(settle_files(main_file(), "settling_synced"));
  EXPECT_EQ(disk.log_syncs, 1);
}

TEST_F(Settling, AnEmptyFileStaysEmptyAndAStoreIsMadeInIt) {
  std::ofstream(main_file()).flush();
  std::ofstream(log_file()).flush();
  EXPECT_TRUE(settle_files(main_file(), ""));
  EXPECT_EQ(std::filesystem::file_size(main_file()), 0U);
  EXPECT_TRUE(SqliteStore::open(folder_.path(), {}));
}

TEST_F(Settling, AnEmptyFileBesideALogThatIsNoneIsNoNewStore) {
  { ASSERT_TRUE(SqliteStore::open(folder_.path(), {})); }
  leave_log(100);
  std::filesystem::resize_file(main_file(), 0);
  auto const lost = SqliteStore::open(folder_.path(), {});
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().kind, FaultKind::ledger_broken);
  EXPECT_EQ(log().size(), 100U) << "what may still be read of it is there";
}

TEST_F(Settling, AFailingDiskIsAFaultAndTheStoreDoesNotOpen) {
  auto& disk = FailingDisk::named("settling_fails");
  leave_log(5000);
  disk.fail_log_write = true;
  auto const unwritten = settle_files(main_file(), "settling_fails");
  ASSERT_FALSE(unwritten);
  EXPECT_THAT(unwritten.error().says.en, testing::HasSubstr("write"));
  disk.fail_log_write = false;
  disk.fail_log_sync = true;
  auto const unsynced = settle_files(main_file(), "settling_fails");
  ASSERT_FALSE(unsynced);
  EXPECT_THAT(unsynced.error().says.en, testing::HasSubstr("fsync"));
  SqliteOptions options;
  options.vfs = "settling_fails";
  EXPECT_FALSE(SqliteStore::open(folder_.path(), options));
}

}  // namespace
}  // namespace redress::storage
