#include "api/exports/csv_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace redress::exports {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
// Spreadsheets of East Asian editions take the full-width forms for the signs themselves.
constexpr std::array<std::string_view, 11> formula_starts{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};
constexpr std::string_view line_end = "\r\n";

void add_cell(std::string& text, std::string const& cell, bool first) {
  if (!first) text += ',';
  text += cell;
}

}  // namespace

std::string csv_cell(std::string_view text) {
  std::string cell{text};
  if (std::ranges::any_of(formula_starts, [&](auto start) { return text.starts_with(start); }))
    cell.insert(cell.begin(), '\'');
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (char const c : cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted += '"';
}

std::string csv_text(Table const& table) {
  std::string text{byte_order_mark};
  for (std::size_t i = 0; i < table.heading.size(); ++i) add_cell(text, csv_cell(table.heading[i]), i == 0);
  text += line_end;
  for (auto const& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      auto const* words = std::get_if<std::string>(&row[i]);
      add_cell(text, words ? csv_cell(*words) : fmt::format("{}", std::get<std::int64_t>(row[i])), i == 0);
    }
    text += line_end;
  }
  return text;
}

}  // namespace redress::exports
