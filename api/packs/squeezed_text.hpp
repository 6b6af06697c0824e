// Long texts made small for one answer: gzip, by way of libarchive. Any thread.
#pragma once

#include "engine/base/fault.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace redress::packs {

/// The same text gives the same bytes. Fault `internal`.
Result<std::string> squeezed(std::string_view text);

/// Faults: `parse_error` (not gzip), `too_large` (would be more than `bytes_max`).
Result<std::string> unsqueezed(std::string_view bytes, std::size_t bytes_max);

}  // namespace redress::packs
