// The one thread that writes: takes what is queued, commits it as a group, answers each unit in the order of the queue.
//
// While a commit waits for the disk, the next group runs where enough units wait; else it gathers. Nothing waits on
// purpose. A group is answered, and shown to readers, when its sync is made, and before the next one commits.
//
// With SqliteOptions::commits_on_drain there is no thread: units gather until somebody calls drain(), which commits and
// answers them with the very same code on the caller's thread. Then everything here is called from one thread.
#pragma once

#include "storage/sqlite/group_commit.hpp"
#include "storage/sqlite/owed_sync.hpp"
#include "storage/sqlite/reader_pool.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <thread>

namespace redress::storage {

class WriterThread {
 public:
  /// Borrows the readers, who are told what they may see.
  WriterThread(std::unique_ptr<Connection> connection, SqliteOptions const& options, ReaderPool& readers);
  /// Answers what is queued, runs `before_close` (which ends the readers), checkpoints and closes; on the writer's
  /// thread.
  void stop(std::function<void()> before_close);
  ~WriterThread();  // after stop()

  void write(Store::Unit unit, Store::Done done);
  void drain();
  /// GroupCommit::cut_log() between two groups; waits for it. False, too, once the thread is ending.
  bool cut_log();
  SqliteStatus status() const;
  CaseMemory& memory() { return commits_.memory(); }
  /// Whether the caller is inside a unit or a `done`.
  bool is_current() const { return has_thread() ? std::this_thread::get_id() == thread_.get_id() : in_batch_; }
  bool in_unit() const { return is_current() && in_units_; }

 private:
  bool has_thread() const { return !commits_on_drain_; }
  void work();
  struct Group {
    std::vector<Pending> batch;
    std::vector<std::exception_ptr> failures;
  };

  void work_off(std::vector<Pending> batch);
  void run_and_commit(std::vector<Pending> batch);
  bool enough_wait() const;
  void answer_outstanding();
  void work_off_here();
  std::optional<std::vector<Pending>> next_batch();
  std::vector<Pending> take_batch();
  void cut_log_if_asked();
  void answer(Group const& group);
  void note_status();

  GroupCommit commits_;    // touched by the thread alone, but for its memory
  bool in_units_ = false;  // likewise
  bool in_batch_ = false;  // likewise
  ReaderPool& readers_;
  std::optional<Group> outstanding_;  // likewise: committed, and not durable
  std::size_t const batch_units_max_;
  bool const commits_on_drain_;
  std::function<void()> const after_group_;
  OwedSync owed_;

  mutable std::mutex mutex_;  // guards everything below
  std::condition_variable arrived_;
  std::condition_variable answered_;
  std::deque<Pending> queue_;
  std::vector<std::promise<bool>> cuts_;
  std::int64_t queued_ever_ = 0;
  std::int64_t answered_ever_ = 0;
  SqliteStatus status_;
  bool stopping_ = false;
  std::function<void()> before_close_;

  std::thread thread_;  // last: it uses all of the above
};

}  // namespace redress::storage
