// A table as comma-separated values that a spreadsheet opens rightly and safely: RFC 4180 with CRLF, UTF-8 with a byte
// order mark (without it Excel reads Chinese as another encoding), no text a formula.
#pragma once

#include "api/exports/table.hpp"

#include <string>
#include <string_view>

namespace redress::exports {

std::string csv_text(Table const& table);

/// One text cell: an apostrophe in front of what a spreadsheet would take for a formula, quotes where they are needed.
std::string csv_cell(std::string_view text);

}  // namespace redress::exports
