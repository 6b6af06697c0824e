// The list of erased persons (docs/privacy.md), carried into backups and out of them.
#pragma once

#include "engine/base/fault.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace redress::api {

/// The keys of a data folder, by file name.
inline constexpr std::array key_files{"ledger.key", "pseudonym.key", "personal.key"};

/// Writes DIR/erasures.log of `to`: every whole line of the lists in `from`, each once, in their order. Folders without
/// a list, and empty paths, add nothing; without any line no file is made. How many lines; Fault `internal`.
Result<std::int64_t> join_erasures(std::vector<std::filesystem::path> const& from, std::filesystem::path const& to);

}  // namespace redress::api
