// Tables of strangers: what is read can be written and is then read the same.
#include "api/importers/csv_reader.hpp"
#include "tests/fuzz/fuzz_one.hpp"

#include <tuple>

namespace redress::fuzz {
namespace {

using Table = std::vector<std::vector<std::string>>;

std::string quoted(std::string_view text) {
  std::string made = "\"";
  for (char const c : text) made += c == '"' ? "\"\"" : std::string(1, c);
  return made + "\"";
}

std::string written(Table const& table) {
  std::string text;
  for (auto const& row : table) {
    for (std::size_t i = 0; i < row.size(); ++i) text += (i ? "," : "") + quoted(row[i]);
    text += "\n";
  }
  return text;
}

}  // namespace

void fuzz_one(std::string_view bytes) {
  Table table;
  importers::CsvReader reader{bytes};
  std::tuple last{0, 0};
  std::size_t rows = 0;
  while (auto const row = reader.next()) {
    require(++rows <= bytes.size() + 1, "every row takes at least one byte");
    if (!*row) {
      require(!row->error().position.empty(), "a fault has its place");
      continue;
    }
    require(!(*row)->fields.empty(), "a row has a field");
    auto& texts = table.emplace_back();
    for (auto const& field : (*row)->fields) {
      require(std::tuple{field.line, field.column} > last, "fields are read in order");
      last = {field.line, field.column};
      texts.push_back(field.text);
    }
  }
  auto const text = written(table);
  Table again;
  importers::CsvReader second{text};
  while (auto const row = second.next()) {
    require(row->has_value(), "what was written can be read");
    auto& texts = again.emplace_back();
    for (auto const& field : (*row)->fields) texts.push_back(field.text);
  }
  require(again == table, "a table written and read is the same table");
}

}  // namespace redress::fuzz
