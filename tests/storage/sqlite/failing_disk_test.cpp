// A disk that fails at the worst moments: nobody is told "durable" wrongly, and the store says that it has stopped.
#include "tests/storage/sqlite/failing_disk.hpp"

#include "tests/storage/store_test.hpp"

namespace redress::storage {
namespace {

using testing::HasSubstr;

class FailingDiskTest : public testing::Test {
 protected:
  explicit FailingDiskTest()
      : disk_(FailingDisk::named(testing::UnitTest::GetInstance()->current_test_info()->name())) {
    options_.vfs = testing::UnitTest::GetInstance()->current_test_info()->name();
    store_ = SqliteStore::open(folder_.path(), options_).value();
    record(*store_, opening(case_of_shape({.id = "case_1"})));
  }

  void reopen() {
    store_.reset();
    store_ = SqliteStore::open(folder_.path(), options_).value();
  }

  std::string failure_of(Store::Unit const& unit) {
    try {
      commit(*store_, unit);
      return {};
    } catch (FaultError const& why) {
      return why.what();
    }
  }
  static void open_another(StoreWriter& writer) { writer.record(opening(case_of_shape({.id = "case_2"}))); }

  TemporaryFolder folder_;
  FailingDisk& disk_;
  SqliteOptions options_;
  std::unique_ptr<SqliteStore> store_;
};

TEST_F(FailingDiskTest, EveryCommitIsSyncedBeforeItIsAnswered) {
  ASSERT_TRUE(disk_.is_registered);
  for (int i = 0; i < 10; ++i) {
    int const before = disk_.log_syncs;
    commit(*store_, [i](StoreWriter& writer) { writer.put_setting("n", std::to_string(i)); });
    EXPECT_GT(disk_.log_syncs, before);
  }
}

TEST_F(FailingDiskTest, AFailedSyncFailsTheWholeGroupAndStopsTheStore) {
  disk_.fail_log_sync = true;
  int failed = 0;
  for (int i = 0; i < 3; ++i)
    store_->write([i](StoreWriter& writer) { writer.put_setting("n", std::to_string(i)); },
                  [&](std::exception_ptr failure) { failed += failure != nullptr; });
  store_->drain();
  EXPECT_EQ(failed, 3);
  EXPECT_GE(disk_.failed_syncs, 1);

  disk_.fail_log_sync = false;  // the disk says it is well again; what it lost meanwhile nobody knows
  EXPECT_THAT(failure_of(open_another), HasSubstr("takes no more writes until it is restarted"));
  EXPECT_THAT(store_->status().failure, HasSubstr("takes no more writes"));
  EXPECT_EQ(read(*store_, [](StoreReader& reader) { return reader.ledger_size(); }), 1) << "reading goes on";

  reopen();
  commit(*store_, open_another);
  store_->read([](StoreReader& reader) { EXPECT_EQ(ledger_flaw(reader), ""); });
}

TEST_F(FailingDiskTest, AFailedWriteFailsTheCommitAndStopsTheStore) {
  disk_.fail_log_write = true;
  EXPECT_THAT(failure_of(open_another), HasSubstr("the store failed"));
  EXPECT_GE(disk_.failed_writes, 1);
  disk_.fail_log_write = false;
  EXPECT_THAT(failure_of(open_another), HasSubstr("takes no more writes until it is restarted"));
  reopen();
  store_->read([](StoreReader& reader) {
    EXPECT_EQ(ledger_flaw(reader), "");
    EXPECT_EQ(reader.ledger_size(), 1);
  });
}

TEST_F(FailingDiskTest, ALogWithoutRoomFailsTheCommitAndTheStoreGoesOn) {
  disk_.full_log = true;
  EXPECT_THAT(failure_of(open_another), HasSubstr("the disk is full, nothing was written"));
  EXPECT_GE(disk_.refused_writes, 1);
  EXPECT_EQ(store_->status().failure, "");
  disk_.full_log = false;
  EXPECT_EQ(failure_of(open_another), "");
  store_->read([](StoreReader& reader) {
    EXPECT_EQ(ledger_flaw(reader), "");
    EXPECT_EQ(reader.ledger_size(), 2);
  });
}

// The commits were durable in the log, so they stay answered; the next start moves them.
TEST_F(FailingDiskTest, AFailedCheckpointLosesNothing) {
  options_.checkpoint_wal_bytes = 1;
  reopen();
  disk_.fail_file_write = true;
  EXPECT_EQ(failure_of(open_another), "");
  store_->write([](StoreWriter&) {}, {});
  store_->drain();
  EXPECT_GE(disk_.failed_writes, 1);
  EXPECT_THAT(store_->status().failure, HasSubstr("takes no more writes"));
  store_.reset();
  disk_.fail_file_write = false;
  reopen();
  store_->read([](StoreReader& reader) {
    EXPECT_EQ(ledger_flaw(reader), "");
    EXPECT_EQ(reader.ledger_size(), 2);
  });
}

// Nobody waits for the dictionary that is made after the answers, and nobody is told of it: the store says by itself
// that it has stopped.
TEST_F(FailingDiskTest, AFailedWriteOfADictionaryStopsTheStoreBeforeTheNextCommit) {
  options_.learn_after = 1;
  reopen();
  std::exception_ptr refusal;
  int opened = 0;
  while (!refusal && opened < 200) {
    auto const id = fmt::format("case_learnt_{}", ++opened);
    store_->write(
        [&](StoreWriter& writer) {
          disk_.fail_log_write = false;
          writer.record(opening(case_of_shape({.id = id})));
        },
        [&](std::exception_ptr failure) {
          refusal = failure;
          disk_.fail_log_write = true;  // until the next unit runs: only what comes after the answers is hit
        });
    store_->drain();
  }
  disk_.fail_log_write = false;
  EXPECT_EQ(disk_.failed_writes, 1);
  ASSERT_TRUE(refusal) << "no dictionary was made";
  EXPECT_THAT([&] { std::rethrow_exception(refusal); },
              testing::ThrowsMessage<FaultError>(HasSubstr("takes no more writes until it is restarted")));
  reopen();
  store_->read([&](StoreReader& reader) {
    EXPECT_EQ(ledger_flaw(reader), "");
    EXPECT_EQ(reader.ledger_size(), opened) << "the first case's, and all but the one that was refused";
  });
  EXPECT_EQ(failure_of(open_another), "");
}

}  // namespace
}  // namespace redress::storage
