#include "tests/storage/sqlite/failing_disk.hpp"

#include <sqlite3.h>

#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <new>

namespace redress::storage {
namespace {

// What SQLite allocates for an open file: ours first, then the real one's own bytes.
struct File {
  sqlite3_file base;
  FailingDisk* disk;
  bool is_log;
  bool is_main;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File& ours(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }

sqlite3_vfs& real_disk() { return *sqlite3_vfs_find("unix"); }

int write_bytes(sqlite3_file* file, void const* bytes, int size, sqlite3_int64 at) {
  auto& disk = *ours(file).disk;
  if (ours(file).is_log && disk.full_log) return ++disk.refused_writes, SQLITE_FULL;
  if ((ours(file).is_log && disk.fail_log_write) || (ours(file).is_main && disk.fail_file_write))
    return ++disk.failed_writes, SQLITE_IOERR_WRITE;
  auto* real = ours(file).real();
  if (ours(file).is_log) ++disk.log_writes;
  return real->pMethods->xWrite(real, bytes, size, at);
}

int sync_file(sqlite3_file* file, int flags) {
  auto& disk = *ours(file).disk;
  if (ours(file).is_log && disk.before_log_sync) disk.before_log_sync();
  if (ours(file).is_log && disk.hold_log_sync) {
    ++disk.held_syncs;
    disk.hold_log_sync.wait(true);
  }
  if (ours(file).is_log && disk.fail_log_sync) return ++disk.failed_syncs, SQLITE_IOERR_FSYNC;
  auto* real = ours(file).real();
  if (ours(file).is_log) ++disk.log_syncs;
  return real->pMethods->xSync(real, flags);
}

// Passes a call on to the real file, whatever its arguments.
template <auto method>
struct PassOn;
template <class Answer, class... Arguments, Answer (*sqlite3_io_methods::*method)(sqlite3_file*, Arguments...)>
struct PassOn<method> {
  static Answer call(sqlite3_file* file, Arguments... arguments) {
    auto* real = ours(file).real();
    return (real->pMethods->*method)(real, arguments...);
  }
};

sqlite3_io_methods const methods = [] {
  using M = sqlite3_io_methods;
  M m{};
  m.iVersion = 2;  // with shared memory, without memory-mapped files
  m.xClose = PassOn<&M::xClose>::call;
  m.xRead = PassOn<&M::xRead>::call;
  m.xWrite = write_bytes;
  m.xTruncate = PassOn<&M::xTruncate>::call;
  m.xSync = sync_file;
  m.xFileSize = PassOn<&M::xFileSize>::call;
  m.xLock = PassOn<&M::xLock>::call;
  m.xUnlock = PassOn<&M::xUnlock>::call;
  m.xCheckReservedLock = PassOn<&M::xCheckReservedLock>::call;
  m.xFileControl = PassOn<&M::xFileControl>::call;
  m.xSectorSize = PassOn<&M::xSectorSize>::call;
  m.xDeviceCharacteristics = PassOn<&M::xDeviceCharacteristics>::call;
  m.xShmMap = PassOn<&M::xShmMap>::call;
  m.xShmLock = PassOn<&M::xShmLock>::call;
  m.xShmBarrier = PassOn<&M::xShmBarrier>::call;
  m.xShmUnmap = PassOn<&M::xShmUnmap>::call;
  return m;
}();

int open_file(sqlite3_vfs* vfs, char const* name, sqlite3_file* file, int flags, int* out_flags) {
  auto& opened = *new (file) File{};
  opened.disk = static_cast<FailingDisk*>(vfs->pAppData);
  opened.is_log = (flags & SQLITE_OPEN_WAL) != 0;
  opened.is_main = (flags & SQLITE_OPEN_MAIN_DB) != 0;
  int const answer = real_disk().xOpen(&real_disk(), name, opened.real(), flags, out_flags);
  if (opened.real()->pMethods) opened.base.pMethods = &methods;
  return answer;
}

struct Registered {
  std::string name;
  FailingDisk disk;
  sqlite3_vfs vfs;
};

}  // namespace

FailingDisk& FailingDisk::named(std::string const& name) {
  static std::mutex mutex;
  static std::map<std::string, std::unique_ptr<Registered>> all;
  std::lock_guard const lock(mutex);
  auto& registered = all[name];
  if (!registered) {
    registered = std::make_unique<Registered>();
    registered->name = name;
    registered->vfs = real_disk();
    registered->vfs.zName = registered->name.c_str();
    registered->vfs.pAppData = &registered->disk;
    registered->vfs.szOsFile += static_cast<int>(sizeof(File));
    registered->vfs.xOpen = open_file;
    registered->disk.is_registered = sqlite3_vfs_register(&registered->vfs, 0) == SQLITE_OK;
  }
  return registered->disk;
}

}  // namespace redress::storage
