// Whether a ZIP's directory names each file as the file itself is named.
//
// libarchive trusts the name in front of a file, most other programs the directory: where the two differ, an extracted
// pack is not the one that was checked. Only the form packs are written in is known here: no comment, no ZIP64.
#pragma once

#include "engine/base/fault.hpp"

#include <filesystem>

namespace redress::packs {

/// Fault `invalid_params`: no directory of that form at the end, or a name that is not the file's; `position` is the
/// file's name where one is wrong.
Result<void> check_zip_directory(std::filesystem::path const& zip);

}  // namespace redress::packs
