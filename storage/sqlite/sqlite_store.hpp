// The Store port over one SQLite file, for one process: the embedded default.
//
// DIR holds redress.db (with -wal and -shm beside it while open), redress.lock and personal.key, under which the keys
// of persons are encrypted (docs/privacy.md); readers and writers are PersonReads and PersonWrites as well. One thread
// owns the one connection that commits and checkpoints; units that arrive while it commits share the next commit
// (docs/storage.md tells the life of a commit). read() runs on the caller's thread with a read-only connection of its
// own, on the snapshot of the last commit before it, and may itself write and wait; calling read() or drain() from
// inside a unit is our bug (an assertion).
//
// Errors: a unit's `done` gets its own exception, or FaultError `internal` where the disk failed. After an IO error the
// store is failed: it refuses every further write and says why, because what the disk holds is not known until the next
// start. A full disk is not that: the commit is undone, the store goes on.
#pragma once

#include "engine/audit/store_rows.hpp"
#include "engine/cases/foresight.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace redress::storage {

struct SqliteOptions {
  int batch_units_max = 512;                             // units that may share a commit
  std::int64_t checkpoint_wal_bytes = 16 * 1024 * 1024;  // size of the write-ahead log that starts a checkpoint
  std::int64_t pages_max = 0;                            // the file's ceiling in pages of 4 KiB; 0 is SQLite's own
  std::string vfs = {};                                  // SQLite's name for the disk to use; "" is the real one
  bool check_last_entry = true;                          // an audit opens a damaged store all the same
  std::filesystem::path keys_dir = {};                   // where personal.key is; empty: beside the store
  bool words_may_stay_closed = false;                    // an audit opens a store whose personal.key is not there
  bool commits_on_drain = false;                         // no thread: drain() commits, on its caller's (simulation)
  std::int64_t learn_after = 64;                         // texts squeezed badly before the first dictionary is made
  std::function<void()> after_group = {};                // once a group is answered, on the writer's thread: a bell
};

/// For /readyz and the metrics; one consistent look.
struct SqliteStatus {
  std::string failure = {};  // not empty: failed, refuses writes
  std::int64_t units = 0;    // answered since the start, with or without an exception
  std::int64_t commits = 0;  // units / commits is the size of a group
  std::int64_t checkpoints = 0;
  std::int64_t wal_bytes = 0;
  std::int64_t queued = 0;
};

class SqliteStore : public Store, public Foresight {
 public:
  using Options = SqliteOptions;

  /// Makes the folder and the file where there are none, and migrates an older schema; words that an older release
  /// stored plain are encrypted. Faults (`internal`): another process holds the store, the schema is newer than this
  /// program, the file is no store of ours or cannot be opened, persons' keys are stored and personal.key is missing;
  /// (`ledger_broken`): the last entry does not hash to what is stored.
  static Result<std::unique_ptr<SqliteStore>> open(std::filesystem::path const& dir, Options const& options = {});

  /// Answers what is queued, checkpoints, closes.
  ~SqliteStore() override;
  SqliteStore(SqliteStore const&) = delete;
  SqliteStore& operator=(SqliteStore const&) = delete;

  void write(Unit unit, Done done) override;
  void read(std::function<void(StoreReader&)> const& body) override;
  void drain() override;

  std::optional<CaseSnapshot> look(std::string_view case_id) override;
  std::string shop_of(std::string_view case_id) override;
  std::optional<std::optional<std::string>> look_at_setting(std::string_view name) override;
  std::uint64_t settings_stamp() override;
  bool stands(CaseSnapshot::Stamp const& seen, std::string_view case_id) override;

  /// All rows of one moment, for an audit; on the caller's thread, as long as it takes. Throws DiskError.
  void audit(std::function<void(audit::StoreRows&)> const& body);

  /// Copies the store of one moment into `file`, which is empty, while commits go on. `on_progress` is told pages
  /// copied and pages in all. The copy is durable and needs no log. Throws DiskError.
  void copy_to(std::filesystem::path const& file, std::function<void(std::int64_t, std::int64_t)> const& on_progress);

  SqliteStatus status() const;

  /// Moves the whole write-ahead log into the file and cuts it to nothing, so that no older copy of any page is left;
  /// commands wait at most a quarter of a second meanwhile. False while a reader is in the way: ask again. Blocks.
  bool cut_log();

  /// Of the library this process runs with, e.g. "3.40.1".
  static std::string_view sqlite_version();

 private:
  class Parts;
  explicit SqliteStore(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace redress::storage
