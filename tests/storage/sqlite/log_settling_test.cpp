#include "storage/sqlite/log_settling.hpp"

#include "tests/storage/sqlite/failing_disk.hpp"
#include "tests/storage/store_test.hpp"

#include <fstream>
#include <iterator>

namespace redress::storage {
namespace {

class LogSettling : public testing::Test {
 protected:
  std::filesystem::path main_file() { return folder_.path() / "redress.db"; }
  std::filesystem::path log_file() { return folder_.path() / "redress.db-wal"; }
  void leave_log(std::size_t bytes) {
    std::string text(bytes, 'x');
    for (std::size_t i = 0; i < bytes; i += 97) text[i] = static_cast<char>(i % 251);
    std::ofstream(main_file(), std::ios::app).flush();
    std::ofstream(log_file(), std::ios::binary) << text;
  }
  std::string log() {
    std::ifstream in(log_file(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  TemporaryFolder folder_;
};

TEST_F(LogSettling, WithoutALogThereIsNothingToDo) {
  EXPECT_TRUE(settle_log(main_file(), ""));
  EXPECT_FALSE(std::filesystem::exists(log_file()));
}

TEST_F(LogSettling, EveryByteStaysAsItWas) {
  for (std::size_t const bytes : {1U, 4096U, 64U * 1024U, 64U * 1024U + 1U, 3U * 1024U * 1024U - 5U}) {
    leave_log(bytes);
    auto const before = log();
    ASSERT_EQ(before.size(), bytes);
    EXPECT_TRUE(settle_log(main_file(), ""));
    EXPECT_TRUE(log() == before) << bytes;
  }
}

TEST_F(LogSettling, IsSynced) {
  auto& disk = FailingDisk::named("log_settling_synced");
  leave_log(5000);
  EXPECT_TRUE(settle_log(main_file(), "log_settling_synced"));
  EXPECT_EQ(disk.log_syncs, 1);
}

TEST_F(LogSettling, AFailingDiskIsAFaultAndTheStoreDoesNotOpen) {
  auto& disk = FailingDisk::named("log_settling_fails");
  leave_log(5000);
  disk.fail_log_write = true;
  auto const unwritten = settle_log(main_file(), "log_settling_fails");
  ASSERT_FALSE(unwritten);
  EXPECT_THAT(unwritten.error().says.en, testing::HasSubstr("write"));
  disk.fail_log_write = false;
  disk.fail_log_sync = true;
  auto const unsynced = settle_log(main_file(), "log_settling_fails");
  ASSERT_FALSE(unsynced);
  EXPECT_THAT(unsynced.error().says.en, testing::HasSubstr("fsync"));
  SqliteOptions options;
  options.vfs = "log_settling_fails";
  EXPECT_FALSE(SqliteStore::open(folder_.path(), options));
}

}  // namespace
}  // namespace redress::storage
