// Makes what an earlier process left in the write-ahead log durable, before SQLite looks at it.
//
// After a kill, and after an fsync that failed, the log's end may stand in the system's memory alone; after a failed
// fsync the system may even believe that it is on the disk, so that no later fsync writes it. SQLite would read it,
// show it and move it into the file all the same: the next power cut then takes away what was shown, or leaves half of
// it in the file. So every byte is written again where it stands, and synced. It needs no room on the disk.
#pragma once

#include "engine/base/fault.hpp"

#include <filesystem>
#include <string>

namespace redress::storage {

/// `file` is the store's main file, which is there and nobody has open; `vfs` as in SqliteOptions. Nothing to do
/// without a log. Fault `internal`: the disk failed.
Result<void> settle_log(std::filesystem::path const& file, std::string const& vfs);

}  // namespace redress::storage
