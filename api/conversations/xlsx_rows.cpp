#include "api/conversations/xlsx_rows.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>
#include <string_view>

namespace redress::api {
namespace {

constexpr std::string_view strings_name = "xl/sharedStrings.xml";
constexpr std::string_view sheets_prefix = "xl/worksheets/sheet";
constexpr std::size_t columns_max = 256;

Fault no_spreadsheet(std::string_view why) {
  return {FaultKind::evidence_rejected,
          {fmt::format("不是可读取的 XLSX 表格（{}）", why), fmt::format("no XLSX that can be read ({})", why)}};
}

Fault unpacks_too_large() {
  return {FaultKind::too_large,
          {fmt::format("表格解压后超过 {} 字节", xlsx_unpacked_bytes_max),
           fmt::format("the spreadsheet unpacks to more than {} bytes", xlsx_unpacked_bytes_max)}};
}

struct CloseArchive {
  void operator()(archive* opened) const { archive_read_free(opened); }
};

struct Parts {
  std::string strings;
  int number = 0;                    // of the sheet, in its name
  std::optional<std::string> sheet;  // the one of the lowest number
};

std::optional<int> sheet_number(std::string_view name) {
  if (!name.starts_with(sheets_prefix) || !name.ends_with(".xml")) return std::nullopt;
  int number = 0;
  auto const* end = name.data() + name.size() - 4;
  auto const [at, failed] = std::from_chars(name.data() + sheets_prefix.size(), end, number);
  if (failed != std::errc{} || at != end) return std::nullopt;
  return number;
}

// `left` is what all parts together may still have.
Result<std::string> unpacked(archive* opened, std::size_t& left) {
  std::string content;
  std::string piece(64 * 1024, '\0');
  while (true) {
    auto const got = archive_read_data(opened, piece.data(), piece.size());
    if (got < 0) return no_spreadsheet("damaged");
    if (got == 0) return content;
    if (static_cast<std::size_t>(got) > left) return unpacks_too_large();
    left -= static_cast<std::size_t>(got);
    content.append(piece, 0, static_cast<std::size_t>(got));
  }
}

Result<Parts> read_parts(std::filesystem::path const& file) {
  std::unique_ptr<archive, CloseArchive> const opened(archive_read_new());
  archive_read_support_format_zip(opened.get());
  if (archive_read_open_filename(opened.get(), file.c_str(), 64 * 1024) != ARCHIVE_OK) return no_spreadsheet("no ZIP");
  Parts parts;
  std::size_t left = xlsx_unpacked_bytes_max;
  archive_entry* entry = nullptr;
  while (true) {
    auto const found = archive_read_next_header(opened.get(), &entry);
    if (found == ARCHIVE_EOF) break;
    if (found < ARCHIVE_WARN) return no_spreadsheet("damaged");
    auto const* path = archive_entry_pathname(entry);
    if (!path) continue;
    auto const number = sheet_number(path);
    if (!number && path != strings_name) continue;
    if (number && parts.sheet && *number > parts.number) continue;
    auto content = unpacked(opened.get(), left);
    if (!content) return content.error();
    if (number) {
      parts.number = *number;
      parts.sheet = std::move(*content);
    } else {
      parts.strings = std::move(*content);
    }
  }
  if (!parts.sheet) return no_spreadsheet("no sheet");
  return parts;
}

std::string_view local_name(std::string_view name) {
  auto const colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// Runs expat over one part; `Reading` has begin(name, attributes), end(name), text(piece), and over(), where it stops.
template <class Reading>
bool parse(std::string const& xml, Reading& reading) {
  struct Run {
    Reading& reading;
    XML_Parser parser;
  };
  std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)> const parser(XML_ParserCreate(nullptr),
                                                                                             &XML_ParserFree);
  Run run{reading, parser.get()};
  XML_SetUserData(parser.get(), &run);
  XML_SetElementHandler(
      parser.get(),
      [](void* data, XML_Char const* name, XML_Char const** attributes) {
        auto& run = *static_cast<Run*>(data);
        run.reading.begin(local_name(name), attributes);
        if (run.reading.over()) XML_StopParser(run.parser, XML_FALSE);
      },
      [](void* data, XML_Char const* name) {
        auto& run = *static_cast<Run*>(data);
        run.reading.end(local_name(name));
        if (run.reading.over()) XML_StopParser(run.parser, XML_FALSE);
      });
  XML_SetCharacterDataHandler(parser.get(), [](void* data, XML_Char const* text, int size) {
    static_cast<Run*>(data)->reading.text({text, static_cast<std::size_t>(size)});
  });
  XML_SetStartDoctypeDeclHandler(parser.get(), [](void* data, XML_Char const*, XML_Char const*, XML_Char const*, int) {
    XML_StopParser(static_cast<Run*>(data)->parser, XML_FALSE);
  });
  return XML_Parse(parser.get(), xml.data(), static_cast<int>(xml.size()), XML_TRUE) == XML_STATUS_OK;
}

std::string_view attribute(XML_Char const** attributes, std::string_view name) {
  for (; attributes[0]; attributes += 2)
    if (name == attributes[0]) return attributes[1];
  return {};
}

// sharedStrings.xml: <si> holds one text, in one <t> or in runs; phonetic readings (<rPh>) are no part of it.
struct StringsReading {
  std::vector<std::string> strings;
  bool in_text = false;
  int in_phonetic = 0;

  void begin(std::string_view name, XML_Char const**) {
    if (name == "si") strings.emplace_back();
    if (name == "rPh") ++in_phonetic;
    if (name == "t") in_text = true;
  }
  void end(std::string_view name) {
    if (name == "rPh") --in_phonetic;
    if (name == "t") in_text = false;
  }
  void text(std::string_view piece) {
    if (in_text && in_phonetic == 0 && !strings.empty()) strings.back() += piece;
  }
  bool over() const { return strings.size() * xlsx_cell_bytes > xlsx_unpacked_bytes_max; }
};

// "C7" is column 2; nothing where the reference is none.
std::optional<std::size_t> column_of(std::string_view reference) {
  std::size_t column = 0;
  std::size_t letters = 0;
  for (; letters < reference.size() && reference[letters] >= 'A' && reference[letters] <= 'Z'; ++letters)
    column = column * 26 + static_cast<std::size_t>(reference[letters] - 'A' + 1);
  if (letters == 0 || letters > 3) return std::nullopt;
  return column - 1;
}

struct SheetReading {
  std::vector<std::string> const& strings;
  std::size_t rows_max;
  std::vector<std::vector<std::string>> rows = {};
  std::size_t bytes = 0;  // of all cells: a shared text counts as often as a cell names it
  bool too_many = false;
  bool in_row = false;
  bool in_value = false;
  bool shared = false;
  std::size_t column = 0;
  std::string value = {};

  void begin(std::string_view name, XML_Char const** attributes) {
    if (name == "row") {
      too_many = too_many || rows.size() >= rows_max;
      in_row = !too_many;
      if (in_row) rows.emplace_back();
      column = 0;
    } else if (name == "c" && in_row) {
      column = column_of(attribute(attributes, "r")).value_or(column);
      shared = attribute(attributes, "t") == "s";
      value.clear();
    } else if ((name == "v" || name == "t") && in_row) {
      in_value = true;
    }
  }
  void end(std::string_view name) {
    if (name == "v" || name == "t") in_value = false;
    if (name == "row") in_row = false;
    if (name != "c" || !in_row) return;
    if (column < columns_max && !value.empty()) put(shared ? shared_string() : value);
    ++column;
  }
  void put(std::string_view cell) {
    auto& row = rows.back();
    auto const had = row.size();
    auto const has = std::max(had, column + 1);
    bytes += (has - had) * xlsx_cell_bytes + cell.size();
    if (over()) return;
    row.resize(has);
    row[column] = cell;
  }
  bool over() const { return too_many || bytes > xlsx_unpacked_bytes_max; }
  void text(std::string_view piece) {
    if (in_value) value += piece;
  }
  std::string_view shared_string() const {
    std::size_t index = 0;
    std::from_chars(value.data(), value.data() + value.size(), index);
    return index < strings.size() ? std::string_view{strings[index]} : std::string_view{};
  }
};

}  // namespace

Result<std::vector<std::vector<std::string>>> read_xlsx_rows(std::filesystem::path const& file, std::size_t rows_max) {
  auto const parts = read_parts(file);
  if (!parts) return parts.error();
  StringsReading strings;
  bool const texts_read = parts->strings.empty() || parse(parts->strings, strings);
  if (strings.over()) return unpacks_too_large();
  if (!texts_read) return no_spreadsheet("its texts");
  SheetReading sheet{strings.strings, rows_max};
  bool const sheet_read = parse(*parts->sheet, sheet);
  if (sheet.too_many)
    return Fault{FaultKind::too_large,
                 {fmt::format("表格超过 {} 行", rows_max), fmt::format("the sheet has more than {} rows", rows_max)}};
  if (sheet.over()) return unpacks_too_large();
  if (!sheet_read) return no_spreadsheet("its sheet");
  std::erase_if(sheet.rows, [](auto const& row) { return row.empty(); });
  return std::move(sheet.rows);
}

}  // namespace redress::api
