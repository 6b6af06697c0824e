// A mapping file: which rows of a table become cases, and how their columns become the params of `case.open`.
//
// YAML, described in docs/importing.md. Faults carry "line L, column C" of the mapping file.
#pragma once

#include "api/importers/cell_value.hpp"
#include "api/importers/plan.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace redress::importers {

/// One condition on one column; a row is wanted when every condition of one alternative holds.
struct Condition {
  enum class Test { one_of, empty, present, later_day_than };

  std::string column;
  Test test = Test::present;
  std::vector<std::string> values = {};  // one_of
  std::string other = {};                // later_day_than: the column compared with
};

/// A node of the `open` part: a constant, a column, or members and items made of nodes.
struct Pattern {
  enum class Shape { constant, column, present, object, array };

  Shape shape = Shape::constant;
  boost::json::value constant = nullptr;
  std::vector<std::string> columns = {};  // several: their texts, joined by a line break
  CellType type = CellType::text;
  Currency currency = {};
  std::vector<std::pair<std::string, Pattern>> members = {};
  std::vector<Pattern> items = {};
};

struct TableMap {
  std::string name;              // of the table; begins every request id
  std::vector<std::string> key;  // columns that tell rows apart
  TimeForm time;
  std::vector<std::vector<Condition>> where;  // empty: every row
  Pattern open;
};

inline constexpr std::size_t mapping_nodes_max = 10'000;  // names and values, aliases written out

/// Fault past `mapping_nodes_max` too, before anything is made of them.
Result<TableMap> read_table_map(std::string_view yaml);

/// The plans of a whole table. A Fault where the table has no header or lacks a column the map names; rows that cannot
/// be read are in the Reading.
Result<Reading> read_table(TableMap const& map, std::string_view csv);

}  // namespace redress::importers
