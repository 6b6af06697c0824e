#include "storage/sqlite/write_log.hpp"

#include "storage/sqlite/sqlite_setup.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <new>
#include <string_view>
#include <utility>

namespace redress::storage {
namespace {

constexpr int log_head_bytes = 32;
constexpr int frame_head_bytes = 24;
constexpr std::size_t gathered_bytes_max = 1024 * 1024;
constexpr std::size_t piece_bytes = 120 * 1024;  // SQLite's Unix file system writes less than 128 KiB at once

// What is in front of one open log.
class Front {
 public:
  explicit Front(sqlite3_file& real) : real_(real) {}

  int write(std::string_view bytes, sqlite3_int64 at) {
    if (at != at_ + std::ssize(gathered_))
      if (int const code = flush(); code != SQLITE_OK) return code;
    if (gathered_.empty()) at_ = at;
    gathered_ += bytes;
    begins_anew_ = begins_anew_ || at < log_head_bytes;
    bool const is_head = bytes.size() == frame_head_bytes;
    if (is_head) is_last_ = says_commit(bytes);
    if (gathers_ && (is_head || !is_last_)) return gathered_.size() < gathered_bytes_max ? SQLITE_OK : flush();
    return flush();  // a commit's last page goes out at once
  }

  /// Bytes that could not be written are let go: SQLite undoes the commit they belong to.
  int flush() {
    int code = SQLITE_OK;
    for (std::size_t done = 0; done < gathered_.size() && code == SQLITE_OK; done += piece_bytes) {
      auto const part = static_cast<int>(std::min(piece_bytes, gathered_.size() - done));
      code = real_.pMethods->xWrite(&real_, gathered_.data() + done, part, at_ + static_cast<sqlite3_int64>(done));
    }
    gathered_.clear();
    return code;
  }

  int sync(int flags) {
    if (int const code = flush(); code != SQLITE_OK) return code;
    if (puts_off_ && !begins_anew_) {
      owed_ = true;
      return SQLITE_OK;
    }
    int const code = real_.pMethods->xSync(&real_, flags);
    if (code == SQLITE_OK) begins_anew_ = false;
    return code;
  }

  void put_off() {
    puts_off_ = true;
    owed_ = false;
  }
  bool take_owed() {
    puts_off_ = false;
    return std::exchange(owed_, false);
  }
  sqlite3_file& real() { return real_; }

 private:
  // The head of a commit's last frame holds the file's size after it, where others hold nothing.
  static bool says_commit(std::string_view head) { return head.substr(4, 4) != std::string_view("\0\0\0\0", 4); }

  sqlite3_file& real_;
  // Where commits are padded to whole sectors, SQLite writes frames in pieces that nothing tells from heads.
  bool const gathers_ = (real_.pMethods->xDeviceCharacteristics(&real_) & SQLITE_IOCAP_POWERSAFE_OVERWRITE) != 0;
  std::string gathered_;
  sqlite3_int64 at_ = 0;
  bool is_last_ = false;  // of a commit: the frame whose head came last
  // The log's own head was written and not synced. Were it lost and frames behind it kept, the old head would vouch for
  // the old frames before those, and a start would put them over a file that is newer.
  bool begins_anew_ = false;
  bool puts_off_ = false;
  bool owed_ = false;
};

// What SQLite allocates for an open log: ours first, then the real one's own bytes.
struct File {
  sqlite3_file base;
  Front* front;         // owned
  Front** opened_last;  // where the disk remembers it
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
static_assert(sizeof(File) % 8 == 0, "the real file's bytes follow, aligned");

File& ours(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }

int close(sqlite3_file* file) {
  auto& log = ours(file);
  *log.opened_last = nullptr;
  delete std::exchange(log.front, nullptr);
  return log.real()->pMethods->xClose(log.real());
}

int write(sqlite3_file* file, void const* bytes, int size, sqlite3_int64 at) {
  return ours(file).front->write({static_cast<char const*>(bytes), static_cast<std::size_t>(size)}, at);
}

int sync(sqlite3_file* file, int flags) { return ours(file).front->sync(flags); }

// Asks the real file, which first gets what has gathered.
template <auto method>
struct Settled;
template <class... Arguments, int (*sqlite3_io_methods::*method)(sqlite3_file*, Arguments...)>
struct Settled<method> {
  static int call(sqlite3_file* file, Arguments... arguments) {
    auto* real = ours(file).real();
    if (int const code = ours(file).front->flush(); code != SQLITE_OK) return code;
    return (real->pMethods->*method)(real, arguments...);
  }
};
template <auto method>
struct PassedOn;
template <class... Arguments, int (*sqlite3_io_methods::*method)(sqlite3_file*, Arguments...)>
struct PassedOn<method> {
  static int call(sqlite3_file* file, Arguments... arguments) {
    auto* real = ours(file).real();
    return (real->pMethods->*method)(real, arguments...);
  }
};

sqlite3_io_methods const methods = [] {
  using M = sqlite3_io_methods;
  M m{};
  m.iVersion = 1;  // a log has neither shared memory nor mapped pages
  m.xClose = close;
  m.xRead = Settled<&M::xRead>::call;
  m.xWrite = write;
  m.xTruncate = Settled<&M::xTruncate>::call;
  m.xSync = sync;
  m.xFileSize = Settled<&M::xFileSize>::call;
  m.xLock = PassedOn<&M::xLock>::call;
  m.xUnlock = PassedOn<&M::xUnlock>::call;
  m.xCheckReservedLock = PassedOn<&M::xCheckReservedLock>::call;
  m.xFileControl = PassedOn<&M::xFileControl>::call;
  m.xSectorSize = PassedOn<&M::xSectorSize>::call;
  m.xDeviceCharacteristics = PassedOn<&M::xDeviceCharacteristics>::call;
  return m;
}();

struct Disk {
  std::string name = {};
  sqlite3_vfs* real = nullptr;
  sqlite3_vfs vfs = {};
  Front* log = nullptr;  // the one that is open; a connection opens one at a time
};

Disk& disk_of(sqlite3_vfs* vfs) { return *static_cast<Disk*>(vfs->pAppData); }

int open_file(sqlite3_vfs* vfs, char const* name, sqlite3_file* file, int flags, int* out_flags) {
  auto& disk = disk_of(vfs);
  if ((flags & SQLITE_OPEN_WAL) == 0) return disk.real->xOpen(disk.real, name, file, flags, out_flags);
  auto& log = *new (file) File{};
  log.real()->pMethods = nullptr;
  int const code = disk.real->xOpen(disk.real, name, log.real(), flags, out_flags);
  if (!log.real()->pMethods) return code;  // nothing to close
  if (code != SQLITE_OK) {
    log.real()->pMethods->xClose(log.real());
    return code;
  }
  log.front = disk.log = new Front(*log.real());
  log.opened_last = &disk.log;
  log.base.pMethods = &methods;
  return code;
}

// Everything that is asked of the disk as such is the real one's to answer.
template <auto method>
struct Ask;
template <class Answer, class... Arguments, Answer (*sqlite3_vfs::*method)(sqlite3_vfs*, Arguments...)>
struct Ask<method> {
  static Answer call(sqlite3_vfs* vfs, Arguments... arguments) {
    auto* real = disk_of(vfs).real;
    return (real->*method)(real, arguments...);
  }
};

sqlite3_vfs front_of(Disk& disk) {
  using V = sqlite3_vfs;
  V vfs = *disk.real;
  vfs.iVersion = std::min(disk.real->iVersion, 2);
  vfs.szOsFile += static_cast<int>(sizeof(File));
  vfs.pNext = nullptr;
  vfs.zName = disk.name.c_str();
  vfs.pAppData = &disk;
  vfs.xOpen = open_file;
  vfs.xDelete = Ask<&V::xDelete>::call;
  vfs.xAccess = Ask<&V::xAccess>::call;
  vfs.xFullPathname = Ask<&V::xFullPathname>::call;
  vfs.xDlOpen = nullptr;  // extensions are never loaded
  vfs.xDlError = nullptr;
  vfs.xDlSym = nullptr;
  vfs.xDlClose = nullptr;
  vfs.xRandomness = Ask<&V::xRandomness>::call;
  vfs.xSleep = Ask<&V::xSleep>::call;
  vfs.xCurrentTime = Ask<&V::xCurrentTime>::call;
  vfs.xGetLastError = Ask<&V::xGetLastError>::call;
  if (disk.real->xCurrentTimeInt64) vfs.xCurrentTimeInt64 = Ask<&V::xCurrentTimeInt64>::call;
  return vfs;
}

}  // namespace

struct WriteLog::Parts {
  Disk disk;
};

WriteLog::WriteLog(std::string const& vfs) : parts_(std::make_unique<Parts>()) {
  static std::atomic<std::int64_t> made = 0;
  set_up_sqlite();
  auto& disk = parts_->disk;
  disk.real = sqlite3_vfs_find(vfs.empty() ? nullptr : vfs.c_str());
  disk.name = vfs;
  if (!disk.real) return;
  disk.name = fmt::format("redress-log-{}", ++made);
  disk.vfs = front_of(disk);
  sqlite3_vfs_register(&disk.vfs, 0);
}

WriteLog::~WriteLog() {
  if (parts_->disk.real) sqlite3_vfs_unregister(&parts_->disk.vfs);
}

std::string const& WriteLog::vfs() const { return parts_->disk.name; }

void WriteLog::put_off_sync() {
  if (auto* log = parts_->disk.log) log->put_off();
}

bool WriteLog::takes_what_is_owed() { return parts_->disk.log && parts_->disk.log->take_owed(); }

int WriteLog::sync() {
  auto& real = parts_->disk.log->real();
  return real.pMethods->xSync(&real, SQLITE_SYNC_NORMAL);
}

}  // namespace redress::storage
