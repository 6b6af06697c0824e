#include "tests/simulation/sim_vfs.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <stdexcept>

namespace redress::simulation {
namespace {

constexpr int sqlite_sector_bytes = 4096;  // what SQLite takes for granted on Unix; our disk tears at 512
constexpr int region_bytes = 32 * 1024;

struct Drive {
  SimDisk& disk;
  Chance random;
  std::function<Instant()> now;
  std::string name = {};
  sqlite3_vfs vfs = {};
  sqlite3* writer = nullptr;
};

Drive* drive_now = nullptr;  // the one that is the process's default

// What SQLite allocates for an open file.
struct File {
  sqlite3_file base;
  Drive* drive;
  std::shared_ptr<SimFile>* node;  // owned
  int lock;
  bool uses_memory;
  bool removed_on_close;
};

File& ours(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
SimFile& node(sqlite3_file* file) { return **ours(file).node; }
SimDisk& disk(sqlite3_file* file) { return ours(file).drive->disk; }

int code(DiskAnswer answer, int failed) {
  return answer == DiskAnswer::done ? SQLITE_OK : answer == DiskAnswer::full ? SQLITE_FULL : failed;
}

int unlock(sqlite3_file* file, int level);
int unmap(sqlite3_file* file, int remove);

int close(sqlite3_file* file) {
  unlock(file, SQLITE_LOCK_NONE);
  unmap(file, 0);
  if (ours(file).removed_on_close) disk(file).remove(node(file).name, false);
  delete ours(file).node;
  ours(file).node = nullptr;
  return SQLITE_OK;
}

int read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 at) {
  std::int64_t got = 0;
  auto const answer = disk(file).read(node(file), bytes, size, at, got);
  if (answer != DiskAnswer::done) return SQLITE_IOERR_READ;
  if (got == size) return SQLITE_OK;
  std::memset(static_cast<char*>(bytes) + got, 0, static_cast<std::size_t>(size - got));
  return SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* file, void const* bytes, int size, sqlite3_int64 at) {
  return code(disk(file).write(node(file), bytes, size, at), SQLITE_IOERR_WRITE);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  return code(disk(file).truncate(node(file), size), SQLITE_IOERR_TRUNCATE);
}

int sync(sqlite3_file* file, int) { return code(disk(file).sync(node(file)), SQLITE_IOERR_FSYNC); }

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  if (disk(file).has_ended()) return SQLITE_IOERR_FSTAT;
  *size = std::ssize(node(file).cached);
  return SQLITE_OK;
}

bool others_read(FileLocks const& locks, void const* me) {
  return std::ranges::any_of(locks.shared, [me](auto const* each) { return each != me; });
}

int lock(sqlite3_file* file, int level) {
  auto& mine = ours(file);
  if (disk(file).has_ended()) return SQLITE_IOERR_LOCK;
  if (mine.lock >= level) return SQLITE_OK;
  auto& locks = node(file).locks;
  void const* const me = file;
  auto const taken = [me](void const* holder) { return holder && holder != me; };
  if (level == SQLITE_LOCK_SHARED) {
    if (taken(locks.pending) || taken(locks.exclusive)) return SQLITE_BUSY;
    locks.shared.push_back(me);
  } else if (level == SQLITE_LOCK_RESERVED) {
    if (taken(locks.reserved) || taken(locks.pending) || taken(locks.exclusive)) return SQLITE_BUSY;
    locks.reserved = me;
  } else {
    if (taken(locks.reserved) || taken(locks.pending) || taken(locks.exclusive)) return SQLITE_BUSY;
    locks.pending = me;
    mine.lock = SQLITE_LOCK_PENDING;
    if (others_read(locks, me)) return SQLITE_BUSY;
    locks.exclusive = me;
  }
  mine.lock = level;
  return SQLITE_OK;
}

int unlock(sqlite3_file* file, int level) {
  auto& mine = ours(file);
  auto& locks = node(file).locks;
  void const* const me = file;
  if (mine.lock <= level) return SQLITE_OK;
  if (locks.reserved == me) locks.reserved = nullptr;
  if (locks.pending == me) locks.pending = nullptr;
  if (locks.exclusive == me) locks.exclusive = nullptr;
  if (level == SQLITE_LOCK_NONE) std::erase(locks.shared, me);
  mine.lock = level;
  return SQLITE_OK;
}

int check_reserved(sqlite3_file* file, int* is_reserved) {
  auto const& locks = node(file).locks;
  *is_reserved = locks.reserved || locks.pending || locks.exclusive;
  return SQLITE_OK;
}

int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return sqlite_sector_bytes; }
// A write that is torn leaves the bytes beside it as they were.
int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

int map(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
  *memory = nullptr;
  if (disk(file).has_ended() || size != region_bytes) return SQLITE_IOERR_SHMMAP;
  auto& shared = node(file).memory;
  if (!ours(file).uses_memory) {
    ours(file).uses_memory = true;
    ++shared.users;
  }
  auto const index = static_cast<std::size_t>(region);
  if (index >= shared.regions.size() && !extend) return SQLITE_OK;
  while (shared.regions.size() <= index) {
    shared.regions.push_back(std::make_unique<std::array<char, region_bytes>>());
    shared.regions.back()->fill(0);
  }
  *memory = shared.regions[index]->data();
  return SQLITE_OK;
}

int lock_memory(sqlite3_file* file, int first, int count, int flags) {
  auto& memory = node(file).memory;
  void const* const me = file;
  auto const from = static_cast<std::size_t>(first);
  auto const upto = from + static_cast<std::size_t>(count);
  if ((flags & SQLITE_SHM_UNLOCK) != 0) {
    for (auto slot = from; slot < upto; ++slot) {
      if ((flags & SQLITE_SHM_EXCLUSIVE) != 0 && memory.exclusive[slot] == me) memory.exclusive[slot] = nullptr;
      if ((flags & SQLITE_SHM_SHARED) != 0) std::erase(memory.shared[slot], me);
    }
    return SQLITE_OK;
  }
  if (disk(file).has_ended()) return SQLITE_IOERR_SHMLOCK;
  for (auto slot = from; slot < upto; ++slot) {
    if (memory.exclusive[slot] && memory.exclusive[slot] != me) return SQLITE_BUSY;
    bool const read_by_others = std::ranges::any_of(memory.shared[slot], [me](auto const* each) { return each != me; });
    if ((flags & SQLITE_SHM_EXCLUSIVE) != 0 && read_by_others) return SQLITE_BUSY;
  }
  for (auto slot = from; slot < upto; ++slot) {
    if ((flags & SQLITE_SHM_EXCLUSIVE) != 0)
      memory.exclusive[slot] = me;
    else if (std::ranges::find(memory.shared[slot], me) == memory.shared[slot].end())
      memory.shared[slot].push_back(me);
  }
  return SQLITE_OK;
}

void barrier(sqlite3_file*) {}

// Nobody maps it any more: the next one begins with empty memory, as with a file that its last user removed.
int unmap(sqlite3_file* file, int) {
  if (!ours(file).uses_memory) return SQLITE_OK;
  ours(file).uses_memory = false;
  auto& memory = node(file).memory;
  void const* const me = file;
  for (auto& holders : memory.shared) std::erase(holders, me);
  for (auto& holder : memory.exclusive)
    if (holder == me) holder = nullptr;
  if (--memory.users == 0) memory.regions.clear();
  return SQLITE_OK;
}

sqlite3_io_methods const methods = [] {
  sqlite3_io_methods all{};
  all.iVersion = 2;  // with shared memory, without memory-mapped files
  all.xClose = close;
  all.xRead = read;
  all.xWrite = write;
  all.xTruncate = truncate;
  all.xSync = sync;
  all.xFileSize = file_size;
  all.xLock = lock;
  all.xUnlock = unlock;
  all.xCheckReservedLock = check_reserved;
  all.xFileControl = control;
  all.xSectorSize = sector_size;
  all.xDeviceCharacteristics = characteristics;
  all.xShmMap = map;
  all.xShmLock = lock_memory;
  all.xShmBarrier = barrier;
  all.xShmUnmap = unmap;
  return all;
}();

FileKind kind_of(int flags) {
  if ((flags & SQLITE_OPEN_MAIN_DB) != 0) return FileKind::main;
  if ((flags & SQLITE_OPEN_WAL) != 0) return FileKind::log;
  if ((flags & SQLITE_OPEN_MAIN_JOURNAL) != 0) return FileKind::journal;
  return FileKind::other;
}

Drive& drive_of(sqlite3_vfs* vfs) { return *static_cast<Drive*>(vfs->pAppData); }

int open_file(sqlite3_vfs* vfs, char const* name, sqlite3_file* file, int flags, int* out_flags) {
  auto& drive = drive_of(vfs);
  auto& opened = *new (file) File{};
  auto const kind = kind_of(flags);
  // The store has made its file on the real disk, with a sync of the folder, before it asks SQLite.
  bool const create = (flags & SQLITE_OPEN_CREATE) != 0 || kind == FileKind::main;
  auto found = name ? drive.disk.open(name, kind, create) : std::make_shared<SimFile>();
  if (!found) return SQLITE_CANTOPEN;
  opened.drive = &drive;
  opened.node = new std::shared_ptr<SimFile>(std::move(found));
  opened.removed_on_close = name && (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
  opened.base.pMethods = &methods;
  if (out_flags) *out_flags = flags;
  return SQLITE_OK;
}

int remove_file(sqlite3_vfs* vfs, char const* name, int sync_folder) {
  auto& disk = drive_of(vfs).disk;
  if (disk.has_ended()) return SQLITE_IOERR_DELETE;
  if (!disk.exists(name)) return SQLITE_IOERR_DELETE_NOENT;
  return code(disk.remove(name, sync_folder != 0), SQLITE_IOERR_DELETE);
}

int access(sqlite3_vfs* vfs, char const* name, int, int* answer) {
  auto& disk = drive_of(vfs).disk;
  *answer = 0;
  if (disk.has_ended()) return SQLITE_IOERR_ACCESS;
  if (auto const file = disk.open(name, FileKind::other, false)) *answer = !file->cached.empty();
  return SQLITE_OK;
}

int full_name(sqlite3_vfs*, char const* name, int room, char* out) {
  sqlite3_snprintf(room, out, "%s", name);
  return SQLITE_OK;
}

int random_bytes(sqlite3_vfs* vfs, int count, char* out) {
  for (int i = 0; i < count; ++i) out[i] = static_cast<char>(drive_of(vfs).random.draw());
  return count;
}

int sleep(sqlite3_vfs*, int microseconds) { return microseconds; }

// Milliseconds of the Julian day, as SQLite counts time.
int now_of(sqlite3_vfs* vfs, sqlite3_int64* now) {
  constexpr sqlite3_int64 unix_epoch = 24'405'875 * sqlite3_int64{8'640'000};
  *now = unix_epoch + drive_of(vfs).now().ms;
  return SQLITE_OK;
}

int days_now_of(sqlite3_vfs* vfs, double* days) {
  sqlite3_int64 now = 0;
  now_of(vfs, &now);
  *days = static_cast<double>(now) / 86'400'000.0;
  return SQLITE_OK;
}

int last_error(sqlite3_vfs*, int, char*) { return 0; }

int note_writer(sqlite3* connection, char const**, void const*) {
  if (drive_now && sqlite3_db_readonly(connection, "main") == 0) drive_now->writer = connection;
  return SQLITE_OK;
}

using Extension = void (*)();

}  // namespace

struct SimVfs::Parts {
  Drive drive;
};

SimVfs::SimVfs(SimDisk& disk, std::uint64_t seed, std::function<Instant()> now)
    : parts_(std::make_unique<Parts>(Parts{{.disk = disk, .random = Chance(seed), .now = std::move(now)}})) {
  auto& drive = parts_->drive;
  static std::uint64_t made = 0;
  drive.name = fmt::format("simulated-{}", ++made);
  auto& vfs = drive.vfs;
  vfs.iVersion = 2;
  vfs.szOsFile = sizeof(File);
  vfs.mxPathname = 512;
  vfs.zName = drive.name.c_str();
  vfs.pAppData = &drive;
  vfs.xOpen = open_file;
  vfs.xDelete = remove_file;
  vfs.xAccess = access;
  vfs.xFullPathname = full_name;
  vfs.xRandomness = random_bytes;
  vfs.xSleep = sleep;
  vfs.xCurrentTime = days_now_of;
  vfs.xGetLastError = last_error;
  vfs.xCurrentTimeInt64 = now_of;
  if (drive_now) throw std::logic_error("one simulated disk at a time");
  drive_now = &drive;
  sqlite3_vfs_register(&vfs, 1);
  sqlite3_randomness(0, nullptr);  // begins anew, from the seed
  sqlite3_auto_extension(reinterpret_cast<Extension>(note_writer));
}

SimVfs::~SimVfs() {
  sqlite3_cancel_auto_extension(reinterpret_cast<Extension>(note_writer));
  sqlite3_vfs_unregister(&parts_->drive.vfs);
  sqlite3_randomness(0, nullptr);
  drive_now = nullptr;
}

std::string SimVfs::name() const { return parts_->drive.name; }

std::string SimVfs::run_on_writer(std::string const& sql) {
  std::string first;
  auto const keep = [](void* to, int columns, char** values, char**) {
    auto& text = *static_cast<std::string*>(to);
    if (text.empty() && columns > 0 && values[0]) text = values[0];
    return 0;
  };
  char* why = nullptr;
  if (sqlite3_exec(parts_->drive.writer, sql.c_str(), keep, &first, &why) == SQLITE_OK) return first;
  std::string const says = why ? why : "?";
  sqlite3_free(why);
  if (parts_->drive.disk.refusals() == 0) throw std::logic_error(fmt::format("{}: {}", sql, says));
  if (sql.starts_with("BEGIN")) sqlite3_exec(parts_->drive.writer, "ROLLBACK", nullptr, nullptr, nullptr);
  return first;
}

}  // namespace redress::simulation
