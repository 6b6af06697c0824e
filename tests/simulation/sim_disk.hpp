// A disk in memory that keeps apart what was written and what was synced, and forgets as real ones do.
//
// A file has two faces: what reads see (the page cache) and what is on the platter. A write changes the first; a sync
// of the file carries its writes over to the second. When the power is cut, each sector (512 bytes) of each write since
// the last sync is kept or lost: all, none, the first, the last, all but one, or any of them; names made or removed in
// the folder since its last sync are lost from some point on. When the process is killed alone, the page cache stays.
// After a sync that failed, its writes are clean in the cache and may never reach the platter, as on Linux: a later
// sync that succeeds does not bring them back.
//
// After its end (a cut or a kill) every call answers that it failed, until restart(). One thread.
#pragma once

#include "tests/simulation/chance.hpp"
#include "tests/simulation/fault_count.hpp"
#include "tests/simulation/trace.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress::simulation {

enum class FileKind : std::uint8_t { main, log, journal, other };
enum class DiskCall : std::uint8_t { read, write, sync };
enum class DiskAnswer : std::uint8_t { done, failed, full };

/// What is to go wrong at the `after`-th matching call from now (1: the next).
struct ArmedFault {
  enum class What : std::uint8_t { end_before, end_within, end_after, fail };
  DiskCall call = DiskCall::write;
  std::optional<FileKind> kind = {};  // nothing: any file
  bool as_log_begins = false;         // only calls on the log while its first commit is under way
  What what = What::fail;
  bool power = true;  // of an end: with the power, or the process alone
  std::int64_t after = 1;
};

/// Locks of SQLite's protocol, by the address of the open file that holds them; they end with the process.
struct FileLocks {
  std::vector<void const*> shared = {};
  void const* reserved = nullptr;
  void const* pending = nullptr;
  void const* exclusive = nullptr;
};
struct SharedMemory {
  std::vector<std::unique_ptr<std::array<char, 32 * 1024>>> regions = {};
  std::array<std::vector<void const*>, 8> shared = {};
  std::array<void const*, 8> exclusive = {};
  int users = 0;
};

struct SimFile {
  struct Change {
    std::int64_t at = 0;
    std::string bytes = {};
    bool cuts = false;  // truncates to `at`
  };
  std::string name = {};
  FileKind kind = FileKind::other;
  std::string cached = {};
  std::string platter = {};
  std::vector<Change> unsynced = {};
  int calls_since_head = 0;  // of a log: writes and syncs since it began anew
  FileLocks locks = {};
  SharedMemory memory = {};
};

class SimDisk {
 public:
  SimDisk(Chance& chance, Trace& trace, FaultCount& faults) : chance_(chance), trace_(trace), faults_(faults) {}

  // ---- for the file system face
  std::shared_ptr<SimFile> open(std::string const& name, FileKind kind, bool create);
  bool exists(std::string const& name) const { return names_.contains(name); }
  DiskAnswer remove(std::string const& name, bool sync_folder);
  /// Reads what there is; `read` is how much.
  DiskAnswer read(SimFile& file, void* bytes, std::int64_t size, std::int64_t at, std::int64_t& read);
  DiskAnswer write(SimFile& file, void const* bytes, std::int64_t size, std::int64_t at);
  DiskAnswer truncate(SimFile& file, std::int64_t size);
  DiskAnswer sync(SimFile& file);

  // ---- for the simulation
  void arm(ArmedFault fault) { armed_.push_back(fault); }
  void disarm() { armed_.clear(); }
  std::size_t armed() const { return armed_.size(); }
  void set_full(bool full) { full_ = full; }
  bool is_full() const { return full_; }
  bool has_ended() const { return ended_; }
  void end(bool power);
  /// What the next process finds. Nobody has a file open any more.
  void restart();
  /// While somebody who only checks looks: nothing goes wrong, nothing is traced.
  void look_on(bool on) { looked_on_ = on; }
  std::uint64_t calls() const { return calls_; }
  std::uint64_t syncs() const { return syncs_; }
  /// How often a call was answered "failed" or "full" since the last restart.
  std::uint64_t refusals() const { return refusals_; }
  Chance& chance() { return chance_; }
  /// Everything as it stands, as if the power failed never; for tests that begin many times from one state.
  std::map<std::string, std::string> contents() const;
  void put_contents(std::map<std::string, std::string> const& contents);

  // ---- planted defects
  bool ignores_failed_syncs = false;
  bool skips_main_syncs = false;
  bool skips_log_head_syncs = false;
  bool loses_log_at_restart = false;
  bool ignores_settling = false;  // what is done to the log before the main file is opened

 private:
  struct FolderChange {
    std::string name;
    std::shared_ptr<SimFile> file;  // null: removed
  };

  bool is_ignored(SimFile const& file) const {
    return ignores_settling && !main_was_opened_ && file.kind == FileKind::log;
  }
  std::optional<ArmedFault> due(DiskCall call, SimFile const& file);
  static bool meets(ArmedFault const& fault, DiskCall call, SimFile const& file);
  DiskAnswer ended_by(ArmedFault const& fault, DiskCall call, SimFile& file);
  void apply(std::string& content, SimFile::Change const& change) const;
  std::vector<bool> kept_of(std::size_t pieces);
  void settle_by_chance(SimFile& file);
  void note_folder_change(std::string name, std::shared_ptr<SimFile> file);
  void sync_folder();
  void count_end(ArmedFault const& fault, DiskCall call, SimFile const& file);

  Chance& chance_;
  Trace& trace_;
  FaultCount& faults_;
  std::map<std::string, std::shared_ptr<SimFile>> names_;
  std::map<std::string, std::shared_ptr<SimFile>> durable_names_;
  std::vector<FolderChange> folder_changes_;
  std::vector<ArmedFault> armed_;
  bool full_ = false;
  bool main_was_opened_ = false;  // since the last restart
  bool ended_ = false;
  bool with_power_ = false;
  bool looked_on_ = false;
  std::uint64_t calls_ = 0;
  std::uint64_t syncs_ = 0;
  std::uint64_t refusals_ = 0;
};

}  // namespace redress::simulation
