// A table as an XLSX workbook of one sheet. Texts are written as texts, never as formulas or links; the creation time
// is fixed, so the same rows give the same bytes. libxlsxwriter stays behind this.
#pragma once

#include "api/exports/table.hpp"
#include "engine/base/fault.hpp"

namespace redress::exports {

inline constexpr std::size_t xlsx_rows_max = 1'048'575;  // of the format, beside the heading
inline constexpr std::int64_t xlsx_chars_max = 32'767;   // of one cell, by the format; longer texts are cut

/// Fault `too_large` for more rows than the format has, `internal` if the file cannot be written.
Result<void> write_xlsx(Table const& table, std::string const& file);

}  // namespace redress::exports
