#include "api/importers/table_map.hpp"

#include "api/importers/csv_reader.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace redress::importers {
namespace {

constexpr int depth_max = 32;  // an alias may nest a map in itself

[[noreturn]] void refuse(YAML::Mark const& mark, std::string zh, std::string en) {
  throw FaultError(invalid_params(place(mark.line + 1, mark.column + 1), std::move(zh), std::move(en)));
}

// Names and values, each alias written out: a few lines may stand for more than any memory holds. Counted before
// anything else looks at them, so that no walk is longer than this one.
void count(YAML::Node const& node, int depth, std::size_t& nodes) {
  if (depth > depth_max + 1) refuse(node.Mark(), "嵌套过深", "nested too deep");
  if (++nodes > mapping_nodes_max)
    refuse(node.Mark(), fmt::format("映射展开后超过 {} 个节点", mapping_nodes_max),
           fmt::format("the mapping has more than {} nodes, aliases written out", mapping_nodes_max));
  if (node.IsSequence())
    for (auto const& each : node) count(each, depth + 1, nodes);
  if (!node.IsMap()) return;
  for (auto const& each : node) {
    count(each.first, depth + 1, nodes);
    count(each.second, depth + 1, nodes);
  }
}

YAML::Node member(YAML::Node const& map, char const* name) {
  auto found = map[name];
  if (!found) refuse(map.Mark(), fmt::format("缺少 {}", name), fmt::format("`{}` is missing", name));
  return found;
}

template <std::size_t N>
void only_members(YAML::Node const& map, std::array<std::string_view, N> const& names) {
  if (!map.IsMap()) refuse(map.Mark(), "须为映射", "must be a map");
  std::vector<std::string> seen;
  for (auto const& each : map) {
    auto const name = each.first.as<std::string>();
    if (std::ranges::find(names, name) == names.end() || std::ranges::find(seen, name) != seen.end())
      refuse(each.first.Mark(), fmt::format("未知或重复的成员 {}；可用：{}", name, fmt::join(names, ", ")),
             fmt::format("`{}` is unknown or written twice; there are: {}", name, fmt::join(names, ", ")));
    seen.push_back(name);
  }
}

std::string text(YAML::Node const& node) {
  if (!node.IsScalar() || node.Scalar().empty()) refuse(node.Mark(), "须为非空文本", "must be a text, not empty");
  return node.Scalar();
}

std::vector<std::string> texts(YAML::Node const& node) {
  if (!node.IsSequence()) return {text(node)};
  std::vector<std::string> list;
  for (auto const& each : node) list.push_back(text(each));
  if (list.empty()) refuse(node.Mark(), "列表不能为空", "the list must not be empty");
  return list;
}

// As YAML 1.2's core schema has it, for what `case.open` knows: flags, whole numbers, texts.
boost::json::value constant(YAML::Node const& node) {
  auto const& scalar = node.Scalar();
  if (node.Tag() == "?") {
    if (scalar == "true" || scalar == "false") return scalar == "true";
    std::int64_t number = 0;
    auto const [end, no] = std::from_chars(scalar.data(), scalar.data() + scalar.size(), number);
    if (no == std::errc{} && end == scalar.data() + scalar.size()) return number;
  }
  return boost::json::string(scalar);
}

Pattern column_pattern(YAML::Node const& node) {
  only_members(node, std::array<std::string_view, 3>{"column", "as", "currency"});
  Pattern pattern{.shape = Pattern::Shape::column, .columns = texts(node["column"])};
  auto const as = node["as"] ? text(node["as"]) : std::string("text");
  if (as == "present") {
    pattern.shape = Pattern::Shape::present;
  } else if (auto const type = cell_type_from(as)) {
    pattern.type = *type;
  } else {
    refuse(node["as"].Mark(), "as 可用：text, integer, money, time, flag, present",
           "`as` is text, integer, money, time, flag or present");
  }
  if (pattern.type == CellType::money) {
    auto const currency = Currency::parse(text(member(node, "currency")));
    if (!currency) refuse(node["currency"].Mark(), currency.error().says.zh, currency.error().says.en);
    pattern.currency = *currency;
  } else if (node["currency"]) {
    refuse(node["currency"].Mark(), "只有金额有币种", "only money has a currency");
  }
  if (pattern.columns.size() > 1 && pattern.type != CellType::text)
    refuse(node["column"].Mark(), "只有文本可由多列合成", "only a text is made of several columns");
  return pattern;
}

Pattern pattern_of(YAML::Node const& node, int depth) {
  if (depth > depth_max) refuse(node.Mark(), "嵌套过深", "nested too deep");
  if (node.IsScalar()) return {.constant = constant(node)};
  Pattern pattern;
  if (node.IsSequence()) {
    pattern.shape = Pattern::Shape::array;
    for (auto const& each : node) pattern.items.push_back(pattern_of(each, depth + 1));
    return pattern;
  }
  if (!node.IsMap()) refuse(node.Mark(), "不能为空", "must not be empty");
  if (node["column"]) return column_pattern(node);
  pattern.shape = Pattern::Shape::object;
  for (auto const& each : node) {
    auto name = text(each.first);
    if (std::ranges::any_of(pattern.members, [&](auto const& known) { return known.first == name; }))
      refuse(each.first.Mark(), fmt::format("{} 重复", name), fmt::format("`{}` is written twice", name));
    pattern.members.emplace_back(std::move(name), pattern_of(each.second, depth + 1));
  }
  return pattern;
}

Condition condition_of(YAML::Node const& node) {
  only_members(node, std::array<std::string_view, 4>{"column", "in", "is", "later_day_than"});
  Condition condition{.column = text(member(node, "column"))};
  if (node.size() != 2)
    refuse(node.Mark(), "每个条件须有 column 与 in、is、later_day_than 之一",
           "a condition is a column with one of in, is, later_day_than");
  if (node["in"]) {
    condition.test = Condition::Test::one_of;
    condition.values = texts(node["in"]);
  } else if (node["is"]) {
    auto const is = text(node["is"]);
    if (is != "empty" && is != "present")
      refuse(node["is"].Mark(), "is 可用：empty, present", "`is` is empty or present");
    condition.test = is == "empty" ? Condition::Test::empty : Condition::Test::present;
  } else {
    condition.test = Condition::Test::later_day_than;
    condition.other = text(node["later_day_than"]);
  }
  return condition;
}

TableMap map_of(YAML::Node const& file) {
  only_members(file, std::array<std::string_view, 5>{"table", "key", "time", "where", "open"});
  TableMap map;
  map.name = text(member(file, "table"));
  map.key = texts(member(file, "key"));
  if (auto const time = file["time"]) {
    only_members(time, std::array<std::string_view, 2>{"format", "zone"});
    map.time = {text(member(time, "format")), text(member(time, "zone"))};
  }
  if (auto const where = file["where"]) {
    if (!where.IsSequence()) refuse(where.Mark(), "where 须为列表", "`where` is a list of alternatives");
    for (auto const& alternative : where) {
      auto& conditions = map.where.emplace_back();
      if (alternative.IsMap()) conditions.push_back(condition_of(alternative));
      if (!alternative.IsMap())
        for (auto const& each : alternative) conditions.push_back(condition_of(each));
      if (conditions.empty()) refuse(alternative.Mark(), "缺少条件", "an alternative without a condition");
    }
  }
  auto const open = member(file, "open");
  map.open = pattern_of(open, 0);
  for (auto const* name : {"shop", "kind", "platform", "order", "claim"}) member(open, name);
  if (open["request_id"])
    refuse(open["request_id"].Mark(), "request_id 由 table 与 key 得出", "request_id follows from `table` and `key`");
  return map;
}

}  // namespace

Result<TableMap> read_table_map(std::string_view yaml) {
  try {
    auto const file = YAML::Load(std::string(yaml));
    std::size_t nodes = 0;
    count(file, 0, nodes);
    return map_of(file);
  } catch (FaultError const& error) {
    return error.fault();
  } catch (YAML::Exception const& error) {
    return Fault{FaultKind::parse_error,
                 {fmt::format("映射文件不是有效的 YAML：{}", error.msg), fmt::format("not valid YAML: {}", error.msg)},
                 place(error.mark.line + 1, error.mark.column + 1)};
  }
}

}  // namespace redress::importers
