// The few things we ask of files ourselves: folders and files made durable, and sentences for what went wrong.
#pragma once

#include "engine/base/fault.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace redress::storage {

/// Fault `internal` naming the file and what the system said (`error` is an errno).
Fault file_fault(std::string_view zh, std::string_view en, std::filesystem::path const& file, int error);

/// The whole file; nothing only where there is none of that name. A file that is there and cannot be opened or read to
/// its end, for whatever reason, is a Fault `internal`: taken for missing, a key would be drawn anew over the old one.
Result<std::optional<std::string>> read_whole(std::filesystem::path const& file);

/// The file (mode 0600) holds `content` or what it held before, also after a crash: written aside, synced, renamed.
/// Fault `internal`.
Result<void> replace_private_file(std::filesystem::path const& file, std::string_view content);

/// Makes the folder and those above it where missing; new ones are readable for this user alone. Fault `internal`.
Result<void> make_private_folder(std::filesystem::path const& folder);

/// Makes an empty file (mode 0600) where there is none, durably. Fault `internal`.
Result<void> make_private_file(std::filesystem::path const& file);

/// After this the names made, moved or removed in the folder survive a power cut. Fault `internal`.
Result<void> sync_folder(std::filesystem::path const& folder);

}  // namespace redress::storage
