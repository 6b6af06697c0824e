// The few things we ask of files ourselves: folders and files made durable, and sentences for what went wrong.
#pragma once

#include "engine/base/fault.hpp"

#include <filesystem>
#include <string_view>

namespace redress::storage {

/// Fault `internal` naming the file and what the system said (`error` is an errno).
Fault file_fault(std::string_view zh, std::string_view en, std::filesystem::path const& file, int error);

/// Makes the folder and those above it where missing; new ones are readable for this user alone. Fault `internal`.
Result<void> make_private_folder(std::filesystem::path const& folder);

/// Makes an empty file (mode 0600) where there is none, durably. Fault `internal`.
Result<void> make_private_file(std::filesystem::path const& file);

/// After this the names made, moved or removed in the folder survive a power cut. Fault `internal`.
Result<void> sync_folder(std::filesystem::path const& folder);

}  // namespace redress::storage
