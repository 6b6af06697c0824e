#include "storage/sqlite/disk_error.hpp"

#include <SQLiteCpp/Exception.h>
#include <fmt/format.h>
#include <sqlite3.h>

namespace redress::storage {
namespace {

Fault fault_of(SQLite::Exception const& why, std::string_view doing) {
  auto const what = fmt::format("{}: {} (SQLite {})", doing, why.what(), why.getExtendedErrorCode());
  if ((why.getErrorCode() & 0xFF) == SQLITE_FULL)
    return {FaultKind::internal,
            {"磁盘已满，未写入任何内容：" + what, "the disk is full, nothing was written: " + what}};
  return {FaultKind::internal, {"存储出错：" + what, "the store failed: " + what}};
}

}  // namespace

DiskError::DiskError(SQLite::Exception const& why, std::string_view doing)
    : FaultError(fault_of(why, doing)),
      code_(why.getExtendedErrorCode() > 0 ? why.getExtendedErrorCode() : why.getErrorCode()) {}

bool DiskError::is_duplicate() const {
  return code_ == SQLITE_CONSTRAINT_UNIQUE || code_ == SQLITE_CONSTRAINT_PRIMARYKEY;
}

bool DiskError::is_damage() const {
  switch (code_ & 0xFF) {
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PROTOCOL:
    case SQLITE_PERM:
      return true;
    default:
      return false;
  }
}

}  // namespace redress::storage
