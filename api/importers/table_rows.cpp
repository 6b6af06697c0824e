// Rows of a table, by its mapping.
#include "api/importers/csv_reader.hpp"
#include "api/importers/table_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace redress::importers {
namespace {

using boost::json::value;

constexpr std::size_t request_id_chars_max = 128;
constexpr std::size_t day_chars = 10;  // of a time in UTC: "2026-01-05"

class Table {
 public:
  Table(TableMap const& map, CsvRow const& header) : map_(map) {
    for (std::size_t i = 0; i < header.fields.size(); ++i) index_.emplace(header.fields[i].text, i);
    width_ = header.fields.size();
  }

  /// Every column the map names is there.
  Result<void> check() const {
    std::set<std::string> named(map_.key.begin(), map_.key.end());
    for (auto const& alternative : map_.where)
      for (auto const& condition : alternative) {
        named.insert(condition.column);
        if (!condition.other.empty()) named.insert(condition.other);
      }
    collect(map_.open, named);
    for (auto const& name : named)
      if (!index_.contains(name))
        return invalid_params(place(1, 1), fmt::format("表头没有列 {}", name),
                              fmt::format("the header has no column {}", name));
    return {};
  }

  Result<void> check_width(CsvRow const& row) const {
    if (row.fields.size() == width_) return {};
    auto const& last = row.fields.back();
    return invalid_params(place(last.line, last.column),
                          fmt::format("该行有 {} 个字段，表头有 {} 个", row.fields.size(), width_),
                          fmt::format("the row has {} fields, the header {}", row.fields.size(), width_));
  }

  Result<bool> wants(CsvRow const& row) const {
    if (map_.where.empty()) return true;
    for (auto const& alternative : map_.where) {
      bool all = true;
      for (auto const& condition : alternative) {
        auto const held = holds(condition, row);
        if (!held) return held.error();
        all = all && *held;
      }
      if (all) return true;
    }
    return false;
  }

  Result<CasePlan> plan(CsvRow const& row) const {
    CasePlan plan{.line = row.line};
    auto open = build(map_.open, row);
    if (!open) return open.error();
    plan.open = std::move(**open).as_object();
    for (auto const* name : {"shop", "kind", "order.id"})
      if (!told(plan.open, name))
        return invalid_params(place(row.line, 1), fmt::format("{} 为空", name), fmt::format("{} is empty", name));
    auto id = map_.name;
    for (auto const& column : map_.key) {
      auto const& field = at(row, column);
      if (field.text.empty())
        return invalid_params(place(field.line, field.column), fmt::format("{} 为空", column),
                              fmt::format("{} is empty", column));
      id += '-' + field.text;
    }
    id += "-open";
    if (id.size() > request_id_chars_max)
      return invalid_params(place(row.line, 1), "行的键过长", "the row's key is too long");
    plan.open["request_id"] = id;
    return plan;
  }

 private:
  static bool told(boost::json::object const& open, std::string_view path) {
    boost::json::object const* within = &open;
    if (path.starts_with("order.")) {
      auto const* order = open.if_contains("order");
      within = order ? order->if_object() : nullptr;
      path.remove_prefix(std::string_view{"order."}.size());
    }
    auto const* found = within ? within->if_contains(path) : nullptr;
    return found && found->is_string() && !found->get_string().empty();
  }

  static void collect(Pattern const& pattern, std::set<std::string>& named) {
    named.insert(pattern.columns.begin(), pattern.columns.end());
    for (auto const& member : pattern.members) collect(member.second, named);
    for (auto const& item : pattern.items) collect(item, named);
  }

  CsvField const& at(CsvRow const& row, std::string const& column) const { return row.fields[index_.at(column)]; }

  Result<value> cell(CsvRow const& row, std::string const& column, CellType type, Currency currency) const {
    auto const& field = at(row, column);
    auto read = read_cell(field.text, type, map_.time, currency);
    if (read) return read;
    auto const& says = read.error().says;
    return invalid_params(place(field.line, field.column), fmt::format("{}：{}", column, says.zh),
                          fmt::format("{}: {}", column, says.en));
  }

  Result<bool> holds(Condition const& condition, CsvRow const& row) const {
    auto const& text = at(row, condition.column).text;
    switch (condition.test) {
      case Condition::Test::one_of:
        return std::ranges::find(condition.values, text) != condition.values.end();
      case Condition::Test::empty:
        return text.empty();
      case Condition::Test::present:
        return !text.empty();
      case Condition::Test::later_day_than:
        break;
    }
    if (text.empty() || at(row, condition.other).text.empty()) return false;
    // Both are of one table and one zone, so its own calendar days are compared, not those of UTC.
    TimeForm const own{map_.time.pattern, "Z"};
    std::string days[2];
    for (auto const side : {0, 1}) {
      auto const& field = at(row, side == 0 ? condition.column : condition.other);
      auto const time = read_time(field.text, own);
      if (!time) return Fault{time.error().kind, time.error().says, place(field.line, field.column)};
      days[side] = time->substr(0, day_chars);
    }
    return days[0] > days[1];
  }

  std::string joined(Pattern const& pattern, CsvRow const& row) const {
    std::string text;
    for (auto const& column : pattern.columns) {
      auto const& part = at(row, column).text;
      if (part.empty()) continue;
      if (!text.empty()) text += '\n';
      text += part;
    }
    return text;
  }

  // Nothing where the cells are empty: the member is then left out.
  Result<std::optional<value>> build(Pattern const& pattern, CsvRow const& row) const {
    switch (pattern.shape) {
      case Pattern::Shape::constant:
        return std::optional(pattern.constant);
      case Pattern::Shape::present:
        return std::optional(value(!joined(pattern, row).empty()));
      case Pattern::Shape::column: {
        auto text = joined(pattern, row);
        if (text.empty()) return std::optional<value>{};
        if (pattern.type == CellType::text) return std::optional(value(boost::json::string(text)));
        auto read = cell(row, pattern.columns.front(), pattern.type, pattern.currency);
        if (!read) return read.error();
        return std::optional(std::move(*read));
      }
      case Pattern::Shape::object: {
        boost::json::object object;
        for (auto const& [name, member] : pattern.members) {
          auto built = build(member, row);
          if (!built) return built.error();
          if (*built) object.emplace(name, std::move(**built));
        }
        return std::optional(value(std::move(object)));
      }
      case Pattern::Shape::array:
        break;
    }
    boost::json::array array;
    for (auto const& item : pattern.items) {
      auto built = build(item, row);
      if (!built) return built.error();
      if (*built) array.push_back(std::move(**built));
    }
    return std::optional(value(std::move(array)));
  }

  TableMap const& map_;
  std::map<std::string, std::size_t> index_;
  std::size_t width_ = 0;
};

}  // namespace

Result<Reading> read_table(TableMap const& map, std::string_view csv) {
  CsvReader reader{csv};
  auto header = reader.next();
  if (!header) return invalid_params(place(1, 1), "文件为空", "the file is empty");
  if (!*header) return header->error();
  Table const table{map, **header};
  if (auto checked = table.check(); !checked) return checked.error();
  Reading reading;
  std::map<std::string, int> lines_of;  // request id -> the line that used it
  while (auto row = reader.next()) {
    auto const take = [&]() -> Result<void> {
      if (!*row) return row->error();
      if (auto fits = table.check_width(**row); !fits) return fits;
      auto const wanted = table.wants(**row);
      if (!wanted) return wanted.error();
      if (!*wanted) {
        ++reading.passed_over;
        return {};
      }
      auto plan = table.plan(**row);
      if (!plan) return plan.error();
      auto const [used, is_new] = lines_of.emplace(plan->open_id(), plan->line);
      if (!is_new)
        return invalid_params(place(plan->line, 1), fmt::format("键与第 {} 行相同", used->second),
                              fmt::format("the same key as line {}", used->second));
      reading.plans.push_back(std::move(*plan));
      return {};
    };
    if (auto taken = take(); !taken) reading.bad.push_back(taken.error());
  }
  return reading;
}

}  // namespace redress::importers
