#include "storage/sqlite/log_settling.hpp"

#include "storage/sqlite/sqlite_setup.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

namespace redress::storage {
namespace {

constexpr sqlite3_int64 piece_bytes = 64 * 1024;  // SQLite's Unix file system writes less than 128 KiB at once

Fault disk_failed(std::string_view doing, int code) {
  return {FaultKind::internal,
          {fmt::format("启动时无法使日志落盘（{}，SQLite {}）", doing, code),
           fmt::format("the log of an earlier run cannot be made durable ({}, SQLite {})", doing, code)}};
}

// The log as SQLite's own file system opens it; closed at the end.
class Log {
 public:
  Log(std::filesystem::path const& main, std::string const& vfs)
      : vfs_(sqlite3_vfs_find(vfs.empty() ? nullptr : vfs.c_str())),
        names_(sqlite3_create_filename(main.c_str(), (main.string() + "-journal").c_str(),
                                       (main.string() + "-wal").c_str(), 0, nullptr),
               &sqlite3_free_filename) {
    if (!vfs_ || !names_) return;
    memory_.resize(static_cast<std::size_t>(vfs_->szOsFile) / sizeof(std::max_align_t) + 1);
    file_ = reinterpret_cast<sqlite3_file*>(memory_.data());
  }
  ~Log() {
    if (file_ && file_->pMethods) file_->pMethods->xClose(file_);
  }
  Log(Log const&) = delete;
  Log& operator=(Log const&) = delete;

  /// SQLITE_NOTFOUND where there is none.
  int open() {
    if (!file_) return SQLITE_NOMEM;
    auto const* name = sqlite3_filename_wal(names_.get());
    int there = 0;
    if (int const code = vfs_->xAccess(vfs_, name, SQLITE_ACCESS_EXISTS, &there); code != SQLITE_OK) return code;
    if (there == 0) return SQLITE_NOTFOUND;
    return vfs_->xOpen(vfs_, name, file_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_WAL, nullptr);
  }
  int size(sqlite3_int64& bytes) { return file_->pMethods->xFileSize(file_, &bytes); }
  int read(char* to, int bytes, sqlite3_int64 at) { return file_->pMethods->xRead(file_, to, bytes, at); }
  int write(char const* from, int bytes, sqlite3_int64 at) { return file_->pMethods->xWrite(file_, from, bytes, at); }
  int sync() { return file_->pMethods->xSync(file_, SQLITE_SYNC_FULL); }

 private:
  sqlite3_vfs* vfs_;
  std::unique_ptr<char const, void (*)(char const*)> names_;
  std::vector<std::max_align_t> memory_;
  sqlite3_file* file_ = nullptr;
};

}  // namespace

Result<void> settle_log(std::filesystem::path const& file, std::string const& vfs) {
  set_up_sqlite();
  Log log(file, vfs);
  int code = log.open();
  if (code == SQLITE_NOTFOUND) return {};
  if (code != SQLITE_OK) return disk_failed("open", code);
  sqlite3_int64 bytes = 0;
  if (code = log.size(bytes); code != SQLITE_OK) return disk_failed("size", code);
  std::vector<char> piece(static_cast<std::size_t>(std::min(bytes, piece_bytes)));
  for (sqlite3_int64 at = 0; at < bytes; at += piece_bytes) {
    auto const part = static_cast<int>(std::min(piece_bytes, bytes - at));
    if (code = log.read(piece.data(), part, at); code != SQLITE_OK) return disk_failed("read", code);
    if (code = log.write(piece.data(), part, at); code != SQLITE_OK) return disk_failed("write", code);
  }
  if (code = log.sync(); code != SQLITE_OK) return disk_failed("fsync", code);
  return {};
}

}  // namespace redress::storage
