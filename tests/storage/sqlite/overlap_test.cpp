// While one group's sync takes its time the next one runs, and nobody sees or is told anything that is not durable.
#include "tests/storage/sqlite/failing_disk.hpp"
#include "tests/storage/store_test.hpp"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <latch>
#include <thread>

namespace redress::storage {
namespace {

using namespace std::chrono_literals;
using testing::Each;
using testing::HasSubstr;

constexpr int units = 12;

class OverlapTest : public testing::Test {
 protected:
  explicit OverlapTest() : disk_(FailingDisk::named(testing::UnitTest::GetInstance()->current_test_info()->name())) {
    options_.vfs = testing::UnitTest::GetInstance()->current_test_info()->name();
    options_.batch_units_max = 4;
    reopen();
    commit(*store_, [](StoreWriter& writer) { writer.put_setting("last", "before"); });
  }
  ~OverlapTest() override { let_sync_go(); }

  void reopen() {
    store_.reset();
    store_ = SqliteStore::open(folder_.path(), options_).value();
  }

  // Several groups, the first of which does not end before all of them are queued; answers once a sync is held.
  void write_while_syncs_are_held() {
    disk_.hold_log_sync = true;
    std::promise<void> all_queued;
    auto const queued = all_queued.get_future().share();
    for (int i = 0; i < units; ++i)
      store_->write(
          [this, queued, i](StoreWriter& writer) {
            if (i == 0) queued.wait();
            writer.put_setting("last", std::to_string(i));
            ran_ = i + 1;
          },
          [this](std::exception_ptr failure) {
            ++answered_;
            failed_ += failure != nullptr;
          });
    all_queued.set_value();
    while (disk_.held_syncs == 0 || ran_ == 0) std::this_thread::yield();
  }
  void let_sync_go() {
    disk_.hold_log_sync = false;
    disk_.hold_log_sync.notify_all();
  }
  void wait_until_ran(int count) {
    while (ran_ < count) std::this_thread::yield();
  }
  std::string last() {
    return read(*store_, [](StoreReader& reader) { return reader.setting("last").value(); });
  }

  TemporaryFolder folder_;
  FailingDisk& disk_;
  SqliteOptions options_;
  std::atomic<int> ran_ = 0;
  std::atomic<int> answered_ = 0;
  std::atomic<int> failed_ = 0;
  std::unique_ptr<SqliteStore> store_;
};

TEST_F(OverlapTest, TheNextGroupRunsWhileOneIsSyncedAndNobodySeesEither) {
  write_while_syncs_are_held();
  wait_until_ran(options_.batch_units_max + 1);  // whatever the first group took, this one is not of it
  EXPECT_EQ(answered_, 0);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(last(), "before");
  EXPECT_EQ(store_->status().units, 1) << "none of these is answered";

  let_sync_go();
  store_->drain();
  EXPECT_EQ(answered_, units);
  EXPECT_EQ(failed_, 0);
  EXPECT_EQ(last(), std::to_string(units - 1));
}

TEST_F(OverlapTest, ReadsBeyondTheSnapshotsThatAreReadyWaitForTheSync) {
  write_while_syncs_are_held();
  constexpr int readers = 20;
  std::vector<std::future<std::string>> seen;
  std::latch go_on(1);
  std::atomic<int> inside = 0;
  for (int i = 0; i < readers; ++i)
    seen.push_back(std::async(std::launch::async, [&] {
      return read(*store_, [&](StoreReader& reader) {
        ++inside;
        go_on.wait();
        return reader.setting("last").value();
      });
    }));
  while (inside == 0) std::this_thread::yield();
  std::this_thread::sleep_for(50ms);
  EXPECT_LT(inside, readers);
  let_sync_go();
  store_->drain();
  while (inside < readers) std::this_thread::yield();
  go_on.count_down();
  std::vector<std::string> found;
  for (auto& each : seen) found.push_back(each.get());
  EXPECT_THAT(found, testing::Contains("before"));
  EXPECT_EQ(last(), std::to_string(units - 1));
}

TEST_F(OverlapTest, ASyncThatFailsTakesTheNextGroupWithItAndReadingGoesOn) {
  write_while_syncs_are_held();
  disk_.fail_log_sync = true;
  let_sync_go();
  store_->drain();
  EXPECT_EQ(answered_, units);
  EXPECT_EQ(failed_, units);
  EXPECT_THAT(store_->status().failure, HasSubstr("takes no more writes"));

  disk_.fail_log_sync = false;
  EXPECT_THROW(commit(*store_, [](StoreWriter& writer) { writer.put_setting("last", "after"); }), FaultError);
  std::vector<std::future<std::string>> seen;
  for (int i = 0; i < 40; ++i) seen.push_back(std::async(std::launch::async, [this] { return last(); }));
  std::vector<std::string> found;
  for (auto& each : seen) found.push_back(each.get());
  EXPECT_THAT(found, Each("before")) << "what is not durable is shown to nobody";

  reopen();
  commit(*store_, [](StoreWriter& writer) { writer.put_setting("last", "after"); });
  EXPECT_EQ(last(), "after");
}

TEST_F(OverlapTest, ACheckpointComesAfterTheSync) {
  options_.checkpoint_wal_bytes = 1;  // after every group
  reopen();
  write_while_syncs_are_held();
  std::this_thread::sleep_for(20ms);
  EXPECT_EQ(answered_, 0);
  let_sync_go();
  store_->drain();
  EXPECT_EQ(failed_, 0);
  EXPECT_EQ(last(), std::to_string(units - 1));
  // The last one follows the answers that drain() waited for.
  for (int tries = 0; tries < 2000 && store_->status().checkpoints <= 1; ++tries) std::this_thread::sleep_for(5ms);
  EXPECT_GT(store_->status().checkpoints, 1);
}

// A log with two commits, the first of them short, all of it in the file: the next commit begins it anew.
class LogAnewTest : public OverlapTest {
 protected:
  explicit LogAnewTest() {
    options_.checkpoint_wal_bytes = 12 * 4120;
    reopen();
    commit(*store_, [](StoreWriter& writer) { writer.put_setting("last", "first"); });
    first_end_ = static_cast<std::size_t>(std::filesystem::file_size(log_));
    commit(*store_, [](StoreWriter& writer) {
      writer.put_setting("last", "second");
      writer.put_setting("long", std::string(100'000, 'x'));
    });
    for (int tries = 0; tries < 2000 && store_->status().checkpoints == 0; ++tries) std::this_thread::sleep_for(5ms);
  }
  // One large commit while enough others wait for its sync to be put off.
  void begin_anew() {
    std::promise<void> all_queued;
    for (int i = 0; i < units; ++i)
      store_->write(
          [&, i](StoreWriter& writer) {
            if (i == 0) all_queued.get_future().wait();
            writer.put_setting("last", "third");
            writer.put_setting(std::to_string(i), std::string(10'000, 'y'));
          },
          {});
    all_queued.set_value();
    store_->drain();
    commit(*store_, [](StoreWriter&) {});  // comes after the checkpoint that follows the answers
  }
  static std::string bytes_of(std::filesystem::path const& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  std::filesystem::path const log_ = folder_.path() / "redress.db-wal";
  std::size_t first_end_ = 0;
};

TEST_F(LogAnewTest, TheLogsHeadIsSyncedBeforeAnyFrameAndTheCommitAfterThem) {
  struct Sync {
    bool new_head;
    bool new_frames;
  };
  std::vector<Sync> syncs;
  auto const before = bytes_of(log_);
  disk_.before_log_sync = [&] {
    auto const now = bytes_of(log_);
    syncs.push_back({now.substr(0, 32) != before.substr(0, 32), now.substr(32) != before.substr(32)});
  };
  begin_anew();
  disk_.before_log_sync = nullptr;
  ASSERT_GE(syncs.size(), 2U);
  EXPECT_TRUE(syncs[0].new_head && !syncs[0].new_frames) << "the head alone";
  EXPECT_TRUE(syncs[1].new_head && syncs[1].new_frames);
}

TEST_F(LogAnewTest, APowerCutThatLosesTheBeginningBringsNoOldCommitBack) {
  // At every sync: what a cut leaves if, of all that is not synced, only what lies behind the first commit was kept.
  std::vector<std::unique_ptr<TemporaryFolder>> left;
  auto synced = bytes_of(log_);
  disk_.before_log_sync = [&] {
    auto const& to = left.emplace_back(std::make_unique<TemporaryFolder>())->path();
    std::filesystem::copy(folder_.path(), to, std::filesystem::copy_options::recursive);
    for (auto const* name : {"redress.db-shm", "redress.lock"}) std::filesystem::remove(to / name);
    auto const now = bytes_of(log_);
    std::ofstream(to / "redress.db-wal", std::ios::binary) << synced.substr(0, first_end_) << now.substr(first_end_);
    synced = now;
  };
  begin_anew();
  disk_.before_log_sync = nullptr;
  ASSERT_GE(left.size(), 2U);
  for (auto const& each : left) {
    auto const store = SqliteStore::open(each->path()).value();
    EXPECT_THAT(read(*store, [](StoreReader& reader) { return reader.setting("last").value(); }),
                testing::AnyOf("second", "third"));
  }
}

TEST_F(OverlapTest, TheFramesOfACommitGoOutTogether) {
  int const before = disk_.log_writes;
  commit(*store_, [](StoreWriter& writer) {
    for (int i = 0; i < 200; ++i) writer.put_setting(std::to_string(i), std::string(2000, 'x'));  // 100 pages
  });
  EXPECT_LE(disk_.log_writes - before, 8);
  reopen();
  EXPECT_EQ(read(*store_, [](StoreReader& reader) { return reader.setting("199").value().size(); }), 2000U);
}

}  // namespace
}  // namespace redress::storage
