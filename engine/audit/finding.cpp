#include "engine/audit/finding.hpp"

#include <fmt/format.h>

namespace redress::audit {
namespace {

constexpr std::size_t shown_bytes = 160;

// Values may be long; the first characters tell them apart. Cut between characters, never inside one.
std::string shortened(std::string text) {
  if (text.size() <= shown_bytes) return text;
  auto end = shown_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

}  // namespace

boost::json::object to_json(Finding const& finding) {
  boost::json::object json{{"what", finding.what}};
  if (finding.seq) json.emplace("seq", *finding.seq);
  for (auto const& [name, text] : {std::pair<std::string_view, std::string const&>{"entry_id", finding.entry_id},
                                   {"case_id", finding.case_id},
                                   {"table", finding.table},
                                   {"row", finding.row},
                                   {"column", finding.column},
                                   {"blob", finding.blob},
                                   {"checkpoint", finding.checkpoint},
                                   {"expected", finding.expected},
                                   {"actual", finding.actual}})
    if (!text.empty()) json.emplace(name, text);
  json.emplace("says", redress::to_json(finding.says));
  return json;
}

Finding row_differs(std::string_view table, std::string_view row, std::string_view column, std::string expected,
                    std::string actual) {
  Finding finding{.what = "row_differs",
                  .table = std::string(table),
                  .row = std::string(row),
                  .column = std::string(column),
                  .expected = shortened(std::move(expected)),
                  .actual = shortened(std::move(actual))};
  finding.says = {
      fmt::format("表 {} 的行 {}，列 {}：按记录应为 {}，实为 {}", table, row, column, finding.expected, finding.actual),
      fmt::format("table {}, row {}, column {}: the entries say {}, it says {}", table, row, column, finding.expected,
                  finding.actual)};
  return finding;
}

Finding row_missing(std::string_view table, std::string_view row) {
  return {.what = "row_missing",
          .table = std::string(table),
          .row = std::string(row),
          .says = {fmt::format("表 {} 缺少行 {}（或次序不对）", table, row),
                   fmt::format("table {} has no row {}, or not in its place", table, row)}};
}

Finding row_surplus(std::string_view table, std::string_view row) {
  return {.what = "row_surplus",
          .table = std::string(table),
          .row = std::string(row),
          .says = {fmt::format("表 {} 的行 {} 没有任何记录作依据", table, row),
                   fmt::format("table {}, row {}: no entry tells of it", table, row)}};
}

}  // namespace redress::audit
