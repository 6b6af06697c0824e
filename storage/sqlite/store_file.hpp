// What is done to the file of a store that nobody has open.
#pragma once

#include "engine/base/fault.hpp"

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

namespace redress::storage {

/// Removes a named value, durably; nothing where there is none. Fault `internal`.
Result<void> forget_setting(std::filesystem::path const& dir, std::string_view name);

/// Numbers of dictionaries in the file that are not the bytes that were written, or are not there though a later one is
/// or the newest entry names one as late. Reads the file as it lies, without what a log beside it holds, and changes
/// nothing. Fault `internal`.
Result<std::vector<std::int64_t>> damaged_dictionaries(std::filesystem::path const& dir);

}  // namespace redress::storage
