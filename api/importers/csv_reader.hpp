// Reads comma-separated values as RFC 4180 has them, row by row, and knows where every field began.
//
// Quoted fields hold commas, doubled quotes and line breaks; rows end with LF or CRLF; a UTF-8 byte order mark is
// skipped. Lines and columns count from 1, columns in characters of the physical line.
#pragma once

#include "engine/base/fault.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace redress::importers {

struct CsvField {
  std::string text;
  int line = 1;
  int column = 1;
};

struct CsvRow {
  int line = 1;  // where it begins; a field may have begun further down
  std::vector<CsvField> fields;
};

/// "line 4, column 7"
std::string place(int line, int column);

class CsvReader {
 public:
  /// `text` must outlive the reader.
  explicit CsvReader(std::string_view text);

  /// The next row, empty lines skipped; nullopt at the end. After a Fault (`parse_error`: a quote that never closes or
  /// stands inside a field, a field that is no UTF-8) reading goes on with the next line.
  std::optional<Result<CsvRow>> next();

 private:
  Result<CsvRow> read_row();
  Result<CsvField> read_field();
  Result<void> read_quoted(CsvField& field);
  bool at_end() const { return at_ == text_.size(); }
  bool at_line_end() const;
  char take();
  void skip_line();
  void end_line();

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
  int column_ = 1;
};

}  // namespace redress::importers
