#include "storage/sqlite/settling.hpp"

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
          {fmt::format("启动时无法使上次运行的文件落盘（{}，SQLite {}）", doing, code),
           fmt::format("the files of an earlier run cannot be made durable ({}, SQLite {})", doing, code)}};
}

Fault main_file_is_gone(std::filesystem::path const& file) {
  return {FaultKind::ledger_broken,
          {fmt::format("{} 是空的，旁边的日志却不是：主文件已丢失，请从备份恢复", file.string()),
           fmt::format("{} is empty, and the log beside it is not: the main file was lost; restore it from a backup",
                       file.string())}};
}

// SQLite's names of the store's files, as its file systems want them.
class Names {
 public:
  explicit Names(std::filesystem::path const& main)
      : main_(sqlite3_create_filename(main.c_str(), (main.string() + "-journal").c_str(),
                                      (main.string() + "-wal").c_str(), 0, nullptr),
              &sqlite3_free_filename) {}
  char const* main() const { return main_.get(); }
  char const* log() const { return sqlite3_filename_wal(main_.get()); }

 private:
  std::unique_ptr<char const, void (*)(char const*)> main_;
};

// A file that an earlier process left, as SQLite's own file system opens it; closed at the end.
class LeftFile {
 public:
  LeftFile(sqlite3_vfs& vfs, char const* name, int kind)
      : vfs_(vfs),
        name_(name),
        kind_(kind),
        memory_(static_cast<std::size_t>(vfs.szOsFile) / sizeof(std::max_align_t) + 1) {}
  ~LeftFile() {
    if (file_->pMethods) file_->pMethods->xClose(file_);
  }
  LeftFile(LeftFile const&) = delete;
  LeftFile& operator=(LeftFile const&) = delete;

  /// To SQLite's file systems an empty file is none.
  bool is_there() {
    int there = 0;
    check("access", vfs_.xAccess(&vfs_, name_, SQLITE_ACCESS_EXISTS, &there));
    return there != 0;
  }
  void open() { check("open", vfs_.xOpen(&vfs_, name_, file_, SQLITE_OPEN_READWRITE | kind_, nullptr)); }
  void write_again() {
    sqlite3_int64 bytes = 0;
    check("size", file_->pMethods->xFileSize(file_, &bytes));
    std::vector<char> piece(static_cast<std::size_t>(std::min(bytes, piece_bytes)));
    for (sqlite3_int64 at = 0; at < bytes; at += piece_bytes) {
      auto const part = static_cast<int>(std::min(piece_bytes, bytes - at));
      check("read", file_->pMethods->xRead(file_, piece.data(), part, at));
      check("write", file_->pMethods->xWrite(file_, piece.data(), part, at));
    }
    sync();
  }
  void empty_again() {
    check("truncate", file_->pMethods->xTruncate(file_, 0));
    sync();
  }

 private:
  static void check(std::string_view doing, int code) {
    if (code != SQLITE_OK) throw FaultError(disk_failed(doing, code));
  }
  void sync() { check("fsync", file_->pMethods->xSync(file_, SQLITE_SYNC_FULL)); }

  sqlite3_vfs& vfs_;
  char const* name_;
  int kind_;
  std::vector<std::max_align_t> memory_;
  sqlite3_file* file_ = reinterpret_cast<sqlite3_file*>(memory_.data());
};

}  // namespace

Result<void> settle_files(std::filesystem::path const& file, std::string const& vfs) {
  set_up_sqlite();
  auto* const disk = sqlite3_vfs_find(vfs.empty() ? nullptr : vfs.c_str());
  Names const names(file);
  if (!disk || !names.main()) return disk_failed("open", disk ? SQLITE_NOMEM : SQLITE_NOTFOUND);
  try {
    LeftFile log(*disk, names.log(), SQLITE_OPEN_WAL);
    bool const has_log = log.is_there();
    if (has_log) {
      log.open();
      log.write_again();
    }
    LeftFile main(*disk, names.main(), SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_CREATE);
    if (main.is_there()) return {};
    if (has_log) return main_file_is_gone(file);
    main.open();
    main.empty_again();
    return {};
  } catch (FaultError const& failed) {
    return failed.fault();
  }
}

}  // namespace redress::storage
