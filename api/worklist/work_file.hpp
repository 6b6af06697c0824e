// The work table's copy on disk, so that a start need not read every entry, and that what nobody looks at takes no
// memory (docs/board.md says how it is made and when it is left aside).
//
// Thread-safe as far as the file goes: one table is kept in it, by one process.
#pragma once

#include "api/worklist/work_records.hpp"
#include "engine/base/fault.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace redress::api {

/// What rows and moves mean to this program: their layout, what the table makes of an entry, and the workflows it asks.
std::uint32_t work_table_meaning();

class WorkFile {
 public:
  explicit WorkFile(std::filesystem::path file, std::uint32_t meaning = work_table_meaning())
      : file_(std::move(file)), meaning_(meaning) {}

  /// What is kept, its pages mapped from the file. Nothing where there is no file, or it is not whole, or was made by a
  /// program whose table means something else. Whether it is about this store, only its last hash can tell.
  std::optional<WorkRecords> read() const;

  /// Writes all of it aside, durably, takes the file's pages in the place of the records' own, and renames it. The file
  /// holds these records or what it held before, also after a crash. Fault `internal`; the records are whole then, too.
  Result<void> keep(WorkRecords& records) const;

 private:
  std::filesystem::path file_;
  std::uint32_t meaning_;
};

}  // namespace redress::api
