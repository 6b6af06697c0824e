#include "api/importers/csv_reader.hpp"

#include "engine/base/utf8.hpp"

#include <fmt/format.h>

namespace redress::importers {
namespace {

Fault malformed(int line, int column, std::string zh, std::string en) {
  return {FaultKind::parse_error, {std::move(zh), std::move(en)}, place(line, column)};
}

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

}  // namespace

std::string place(int line, int column) { return fmt::format("line {}, column {}", line, column); }

CsvReader::CsvReader(std::string_view text) : text_(text) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text_.starts_with(byte_order_mark)) text_.remove_prefix(byte_order_mark.size());
}

bool CsvReader::at_line_end() const { return at_end() || text_[at_] == '\n' || text_.substr(at_).starts_with("\r\n"); }

char CsvReader::take() {
  char const byte = text_[at_++];
  if (byte == '\n') {
    ++line_;
    column_ = 1;
  } else if (!continues_character(byte)) {
    ++column_;
  }
  return byte;
}

void CsvReader::end_line() {
  if (!at_end() && text_[at_] == '\r') take();
  if (!at_end()) take();
}

void CsvReader::skip_line() {
  while (!at_end() && text_[at_] != '\n') take();
  end_line();
}

std::optional<Result<CsvRow>> CsvReader::next() {
  while (!at_end() && at_line_end()) end_line();
  if (at_end()) return std::nullopt;
  return read_row();
}

Result<CsvRow> CsvReader::read_row() {
  CsvRow row{.line = line_, .fields = {}};
  auto const start = at_;
  auto const start_line = line_;
  for (;;) {
    auto field = read_field();
    if (!field) {
      // What follows an open quote cannot be told apart from its text, so only the line it began on is given up.
      at_ = start;
      line_ = start_line;
      column_ = 1;
      skip_line();
      return field.error();
    }
    row.fields.push_back(std::move(*field));
    if (at_line_end()) break;
    take();  // the comma
  }
  end_line();
  return row;
}

Result<CsvField> CsvReader::read_field() {
  CsvField field{.text = {}, .line = line_, .column = column_};
  if (!at_end() && text_[at_] == '"') {
    if (auto read = read_quoted(field); !read) return read.error();
  } else {
    while (!at_line_end() && text_[at_] != ',') {
      if (text_[at_] == '"')
        return malformed(line_, column_, "未加引号的字段中出现引号", "a quote inside a field that is not quoted");
      field.text.push_back(take());
    }
  }
  if (!is_utf8(field.text)) return malformed(field.line, field.column, "不是 UTF-8 文本", "not UTF-8");
  return field;
}

Result<void> CsvReader::read_quoted(CsvField& field) {
  take();
  for (;;) {
    if (at_end()) return malformed(field.line, field.column, "引号没有结束", "the quote never closes");
    char const byte = take();
    if (byte != '"') {
      field.text.push_back(byte);
      continue;
    }
    if (!at_end() && text_[at_] == '"') {
      field.text.push_back(take());
      continue;
    }
    if (at_line_end() || text_[at_] == ',') return {};
    return malformed(line_, column_, "引号之后须为逗号或行尾",
                     "after a closing quote comes a comma or the end of the line");
  }
}

}  // namespace redress::importers
