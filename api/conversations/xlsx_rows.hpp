// The first sheet of an XLSX as rows of texts: libarchive unpacks, expat reads.
//
// Only the parts that are needed are unpacked, in memory and to 64 MiB together; the cells made of them have as much
// again, for a text that many cells name is in the file once. A document type is refused, so no entity is ever
// expanded. Numbers stay as they are written in the file, times are numbers.
#pragma once

#include "engine/base/fault.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace redress::api {

inline constexpr std::size_t xlsx_unpacked_bytes_max = 64 * 1024 * 1024;  // of all parts; and of all cells
inline constexpr std::size_t xlsx_cell_bytes = 32;                        // a cell counts as its text and these

/// Faults: `evidence_rejected` for what is no spreadsheet, `too_large` past the limits.
Result<std::vector<std::vector<std::string>>> read_xlsx_rows(std::filesystem::path const& file, std::size_t rows_max);

}  // namespace redress::api
