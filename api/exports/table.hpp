// Rows and columns for people who count in a spreadsheet: written as CSV or XLSX, the same rows to the same bytes.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace redress::exports {

/// A text, or a whole number within +-(2^53-1), which is what a spreadsheet holds exactly.
using Cell = std::variant<std::string, std::int64_t>;

struct Table {
  std::string name;  // of the sheet: at most 31 characters, none of []:*?/\ in it
  std::vector<std::string> heading;
  std::vector<std::vector<Cell>> rows;  // each as long as the heading
};

}  // namespace redress::exports
