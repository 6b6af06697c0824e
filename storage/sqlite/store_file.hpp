// What is done to the file of a store that nobody has open.
#pragma once

#include "engine/base/fault.hpp"

#include <filesystem>
#include <string_view>

namespace redress::storage {

/// Removes a named value, durably; nothing where there is none. Fault `internal`.
Result<void> forget_setting(std::filesystem::path const& dir, std::string_view name);

}  // namespace redress::storage
