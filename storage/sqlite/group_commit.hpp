// Runs a batch of units in one transaction, each in a savepoint of its own, and moves the log into the file now and
// then.
//
// `(commit checkpoint_if_due?)* close`, all on one thread: it owns the only connection that commits and checkpoints.
#pragma once

#include "storage/sqlite/sqlite_store.hpp"
#include "storage/sqlite/sqlite_writer.hpp"

#include <exception>
#include <memory>
#include <span>
#include <vector>

namespace redress::storage {

/// A unit of work and whom to tell.
struct Pending {
  Store::Unit unit;
  Store::Done done;
};

class GroupCommit {
 public:
  GroupCommit(std::unique_ptr<Connection> connection, SqliteOptions const& options);

  /// Beside the batch: null for what is durable now, else why it is not. Nothing of a unit with an exception is stored.
  std::vector<std::exception_ptr> commit(std::span<Pending const> batch);

  /// After the batch has been answered, so that nobody waits for it.
  void checkpoint_if_due();

  /// Moves all of the log into the file and cuts it to nothing, so that it holds no older copy of any page. False while
  /// a reader is in the way, and after damage.
  bool cut_log();

  /// The last checkpoint, and the end of the connection. Readers must be gone. After damage the log is left as it is.
  void close();

  /// Not null after damage: then commit() refuses everything with this.
  std::exception_ptr failure() const { return failure_; }
  CaseMemory& memory() { return writer_->memory(); }
  std::int64_t commits() const { return commits_; }
  std::int64_t checkpoints() const { return checkpoints_; }
  std::int64_t wal_bytes() const;

 private:
  std::exception_ptr run(Store::Unit const& unit);
  void fail_where_damaged();

  std::unique_ptr<Connection> connection_;
  std::unique_ptr<SqliteWriter> writer_;
  std::int64_t const checkpoint_pages_;
  std::int64_t checkpoint_at_pages_;
  std::int64_t pages_before_ = 0;
  std::exception_ptr failure_;
  std::int64_t commits_ = 0;
  std::int64_t checkpoints_ = 0;
};

}  // namespace redress::storage
