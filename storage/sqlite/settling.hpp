// Makes what an earlier process left in the store's files durable, before SQLite looks at it.
//
// After a kill, and after an fsync that failed, the end of the write-ahead log may stand in the system's memory alone;
// after a failed fsync the system may even believe that it is on the disk, so that no later fsync writes it. SQLite
// would read it, show it and move it into the file all the same: the next power cut then takes away what was shown, or
// leaves half of it in the file. So every byte is written again where it stands, and synced. It needs no room on the
// disk.
//
// The main file is only empty before the store's first commit. It may be so in the system's memory alone, where that
// commit was undone and the fsync of its undoing failed: SQLite takes the journal beside an empty file for a stale one
// and removes it, and a power cut brings back half a commit that nothing undoes. So an empty file is cut and synced.
#pragma once

#include "engine/base/fault.hpp"

#include <filesystem>
#include <string>

namespace redress::storage {

/// `file` is the store's main file, which is there and nobody has open; `vfs` as in SqliteOptions. Fault `internal`:
/// the disk failed; `ledger_broken`: the main file is empty, and a log beside it is not.
Result<void> settle_files(std::filesystem::path const& file, std::string const& vfs);

}  // namespace redress::storage
