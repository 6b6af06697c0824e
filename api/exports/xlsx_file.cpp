#include "api/exports/xlsx_file.hpp"

#include "engine/base/utf8.hpp"

#include <fmt/format.h>
#include <xlsxwriter.h>

#include <memory>

namespace redress::exports {
namespace {

constexpr std::time_t created_at = 315'532'800;  // 1980-01-01T00:00:00Z, the earliest a ZIP can say

Fault unwritten(std::string const& file, lxw_error error) {
  return {FaultKind::internal,
          {fmt::format("无法写入 {}：{}", file, lxw_strerror(error)),
           fmt::format("cannot write {}: {}", file, lxw_strerror(error))}};
}

// As much of a text as a cell of the format takes.
std::string fitting(std::string const& text) {
  if (code_points(text) <= xlsx_chars_max) return text;
  std::string_view rest = text;
  for (std::int64_t taken = 0; taken < xlsx_chars_max && take_code_point(rest); ++taken) {
  }
  return text.substr(0, text.size() - rest.size());
}

lxw_error write_cell(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, Cell const& cell) {
  if (auto const* text = std::get_if<std::string>(&cell))
    return worksheet_write_string(sheet, row, column, fitting(*text).c_str(), nullptr);
  return worksheet_write_number(sheet, row, column, static_cast<double>(std::get<std::int64_t>(cell)), nullptr);
}

}  // namespace

Result<void> write_xlsx(Table const& table, std::string const& file) {
  if (table.rows.size() > xlsx_rows_max)
    return Fault{
        FaultKind::too_large,
        {fmt::format("XLSX 最多 {} 行，共 {} 行，请改用 CSV 或缩小范围", xlsx_rows_max, table.rows.size()),
         fmt::format("XLSX holds {} rows, these are {}: take CSV or ask for less", xlsx_rows_max, table.rows.size())}};
  lxw_workbook* book = workbook_new(file.c_str());
  if (!book) return unwritten(file, LXW_ERROR_CREATING_XLSX_FILE);
  lxw_doc_properties properties{};
  properties.created = created_at;
  workbook_set_properties(book, &properties);
  auto* sheet = workbook_add_worksheet(book, table.name.c_str());
  auto* bold = workbook_add_format(book);
  format_set_bold(bold);
  lxw_error error = sheet ? LXW_NO_ERROR : LXW_ERROR_SHEETNAME_LENGTH_EXCEEDED;
  for (std::size_t i = 0; i < table.heading.size() && error == LXW_NO_ERROR; ++i)
    error = worksheet_write_string(sheet, 0, static_cast<lxw_col_t>(i), table.heading[i].c_str(), bold);
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    for (std::size_t i = 0; i < table.rows[row].size() && error == LXW_NO_ERROR; ++i)
      error = write_cell(sheet, static_cast<lxw_row_t>(row + 1), static_cast<lxw_col_t>(i), table.rows[row][i]);
  if (sheet) {
    worksheet_freeze_panes(sheet, 1, 0);
    if (!table.heading.empty())
      worksheet_set_column(sheet, 0, static_cast<lxw_col_t>(table.heading.size() - 1), 20, nullptr);
  }
  auto const closed = workbook_close(book);  // frees it, whatever it answers
  if (error == LXW_NO_ERROR) error = closed;
  if (error != LXW_NO_ERROR) return unwritten(file, error);
  return {};
}

}  // namespace redress::exports
