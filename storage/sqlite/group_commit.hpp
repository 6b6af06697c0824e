// Runs a batch of units in one transaction, each in a savepoint of its own, and moves the log into the file now and
// then.
//
// A commit's sync may be put off until the next group's units have run: then it is owed, and until it is made nobody
// may be answered or shown anything of that group.
//
// `(run commit (sync_log synced)? learn_if_due? checkpoint?)* close`, where another run() may come before synced(), but
// nothing else that writes. All on one thread but sync_log(): it owns the only connection that commits and checkpoints.
#pragma once

#include "storage/sqlite/sqlite_store.hpp"
#include "storage/sqlite/sqlite_writer.hpp"

#include <exception>
#include <functional>
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

  /// Begins a transaction and runs the batch in it; `between` is called after each unit, and may call synced().
  void run(std::span<Pending const> batch, std::function<void()> const& between);

  /// Beside the batch that ran: null for what is committed, else why it is not. Nothing of a unit with an exception is
  /// stored. What is committed is durable, unless a sync is owed.
  std::vector<std::exception_ptr> commit(bool may_put_off_sync);
  bool owes_sync() const { return owes_sync_; }

  /// Makes the sync that is owed, on any thread; SQLite's code, which is for synced().
  int sync_log() { return connection_->log().sync(); }
  /// Null where the group is durable; else why it never may have been, and from now on commit() refuses everything.
  std::exception_ptr synced(int code);

  // ---- after the batch has been answered, so that nobody waits for it

  /// Makes a dictionary of what was written, where enough has gathered; not while a sync is owed.
  void learn_if_due();
  bool is_checkpoint_due();
  void checkpoint();

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
  void give_up() noexcept;
  void fail_where_damaged();

  std::unique_ptr<Connection> connection_;
  std::unique_ptr<SqliteWriter> writer_;
  std::int64_t const checkpoint_pages_;
  std::int64_t checkpoint_at_pages_;
  std::int64_t pages_before_ = 0;
  std::int64_t pages_ = 0;
  std::vector<std::exception_ptr> failures_;  // beside the batch that runs
  std::exception_ptr lost_;                   // why all of it is
  SqliteWriter::Place before_ = {};           // what the writer remembered when it began
  bool owes_sync_ = false;
  std::exception_ptr failure_;
  std::int64_t commits_ = 0;
  std::int64_t checkpoints_ = 0;
};

}  // namespace redress::storage
