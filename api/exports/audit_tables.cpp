#include "api/exports/audit_tables.hpp"

#include <array>

namespace redress::exports {
namespace {

using boost::json::array;
using boost::json::object;

std::string text_in(object const& json, std::string_view name) {
  auto const* found = json.if_contains(name);
  return found && found->is_string() ? std::string(found->get_string()) : std::string{};
}

std::string clauses_in(object const& json, std::string_view name) {
  std::string all;
  for (auto const& clause : json.at(name).as_array()) {
    if (!all.empty()) all += "; ";
    all += text_in(clause.as_object(), "rule") + " " + text_in(clause.as_object(), "cites");
  }
  return all;
}

// What a figure counts, in one cell: every member that is neither the count nor the way to its entries.
std::string what_of(object const& figure) {
  std::string what;
  for (auto const& member : figure) {
    if (!member.value().is_string()) continue;
    if (!what.empty()) what += " ";
    what += member.value().get_string();
  }
  return what;
}

}  // namespace

Table entries_table(array const& entries) {
  Table table{.name = "entries",
              .heading = {"时间 at",
                          "店铺 shop",
                          "案件 case",
                          "类型 kind",
                          "动作 event",
                          "参与方 party",
                          "人员 person",
                          "角色 role",
                          "原状态 from",
                          "新状态 to",
                          "结果 outcome",
                          "拒绝代码 code",
                          "拒绝条款 refused by",
                          "破例通过 passed",
                          "金额（分） amount minor",
                          "币种 currency",
                          "已付或申请 moved or asked",
                          "记录 entry",
                          "序号 seq",
                          "哈希 hash"},
              .rows = {}};
  for (auto const& each : entries) {
    auto const& item = each.as_object();
    std::vector<Cell> row;
    for (auto const* name :
         {"at", "shop", "case_id", "kind", "event", "party", "person", "role", "from", "to", "outcome"})
      row.emplace_back(text_in(item, name));
    auto const* refusal = item.if_contains("refusal");
    row.emplace_back(refusal ? text_in(refusal->as_object(), "code") : std::string{});
    row.emplace_back(clauses_in(item, "refused_by"));
    row.emplace_back(clauses_in(item, "passed"));
    if (auto const* amount = item.if_contains("amount")) {
      row.emplace_back(amount->at("minor").as_int64());
      row.emplace_back(text_in(amount->as_object(), "currency"));
      row.emplace_back(text_in(amount->as_object(), "is"));
    } else {
      row.insert(row.end(), 3, Cell{std::string{}});
    }
    row.emplace_back(text_in(item, "id"));
    row.emplace_back(item.at("seq").as_int64());
    row.emplace_back(text_in(item, "hash"));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table sample_table(object const& drawn) {
  Table table{.name = "sample",
              .heading = {"案件 case", "结案时间 closed at", "类型 kind", "状态 state", "结案记录 closing entry",
                          "序号 seq", "次序值 rank", "总体件数 population", "总体摘要 population digest",
                          "检查点大小 checkpoint size", "检查点树根 checkpoint root", "总体查询条件 audit.query"},
              .rows = {}};
  auto const& population = drawn.at("population").as_object();
  auto const& checkpoint = drawn.at("checkpoint").as_object();
  for (auto const& each : drawn.at("cases").as_array()) {
    auto const& item = each.as_object();
    table.rows.push_back({text_in(item, "case_id"), text_in(item, "closed_at"), text_in(item, "kind"),
                          text_in(item, "state"), text_in(item, "entry_id"), item.at("seq").to_number<std::int64_t>(),
                          text_in(item, "rank"), population.at("count").to_number<std::int64_t>(),
                          text_in(population, "digest"), checkpoint.at("size").to_number<std::int64_t>(),
                          text_in(checkpoint, "root"), boost::json::serialize(population.at("query"))});
  }
  return table;
}

Table found_table(array const& cases) {
  Table table{.name = "found",
              .heading = {"案件 case", "店铺 shop", "类型 kind", "状态 state", "时间 at", "所在 field",
                          "记录或证据 entry or evidence", "文字 text"},
              .rows = {}};
  for (auto const& each : cases) {
    auto const& item = each.as_object();
    for (auto const& place : item.at("found").as_array()) {
      auto const& found = place.as_object();
      table.rows.push_back({text_in(item, "case_id"), text_in(item, "shop"), text_in(item, "kind"),
                            text_in(item, "state"), text_in(found, "at"), text_in(found, "field"), text_in(found, "id"),
                            text_in(found, "text")});
    }
  }
  return table;
}

Table figures_table(object const& summary) {
  struct Section {
    std::string_view name;
    char const* label;
  };
  constexpr std::array sections{Section{"outcomes", "结果 outcome"},
                                Section{"refusals_by_clause", "按条款拒绝 refused by clause"},
                                Section{"refusals_by_code", "按代码拒绝 refused by code"},
                                Section{"overrides_by_clause", "按条款破例 passed by override"},
                                Section{"by_event", "按动作 by event"},
                                Section{"by_person", "按人员 by person"},
                                Section{"by_day", "按日期（北京时间） by Beijing day"}};
  Table table{.name = "figures",
              .heading = {"分组 figures", "项目 what", "记录数 entries", "案件数 cases", "查询条件 audit.query"},
              .rows = {}};
  for (auto const& section : sections)
    for (auto const& each : summary.at(section.name).as_array()) {
      auto const& figure = each.as_object();
      table.rows.push_back({std::string(section.label), what_of(figure), figure.at("count").as_int64(),
                            figure.at("cases").as_int64(), boost::json::serialize(figure.at("query"))});
    }
  return table;
}

}  // namespace redress::exports
