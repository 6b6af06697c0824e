// Questions to a running server's ledger, printed a line each or written to a table.
#include "api/cli/manager_commands.hpp"

#include "api/cli/output.hpp"
#include "api/exports/audit_tables.hpp"
#include "api/exports/csv_text.hpp"
#include "api/exports/xlsx_file.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

namespace redress::cli {
namespace {

using boost::json::array;
using boost::json::object;

object params_of(AuditAsk const& ask) {
  object params;
  for (auto const& [name, text] : ask.texts)
    if (!text.empty()) params.emplace(name, text);
  for (auto const& [name, number] : ask.numbers)
    if (number) params.emplace(name, *number);
  if (ask.closing) params.emplace("closing", true);
  if (ask.moves) params.emplace("moves", true);
  return params;
}

// Every page of a method, one call after the other; `take` is given each result and says whether to go on.
template <class Take>
CallOutcome for_each_page(RpcClient& client, std::string_view method, object params, Take take) {
  std::int64_t scanned = 0;
  Progress progress{method == "audit.search" ? "cases" : "entries", 0};
  for (;;) {
    auto outcome = client.call(method, params);
    if (outcome.exit != Exit::ok) return outcome;
    auto const& result = outcome.result.as_object();
    progress.at(scanned += result.at("scanned").as_int64());
    auto const next = text_at(result, "next_cursor");
    if (!take(result) || next.empty()) return outcome;
    params["cursor"] = next;
  }
}

std::string clauses_of(object const& item) {
  std::string all;
  for (auto const& [name, mark] : {std::pair{"refused_by", "✗"}, std::pair{"passed", "↷"}})
    for (auto const& clause : item.at(name).as_array())
      all += fmt::format("  {}{}", mark, text_at(clause.as_object(), "rule"));
  return all;
}

std::string amount_of(object const& item) {
  auto const* amount = item.if_contains("amount");
  if (!amount) return "-";
  auto const minor = amount->at("minor").as_int64();
  return fmt::format("{}.{:02} {}", minor / 100, minor % 100, text_at(amount->as_object(), "currency"));
}

void print_entry(object const& item) {
  std::cout << fmt::format("{}  {}  {}  {:<8}  {:<18} {:>14}  {}{}\n", text_at(item, "at"), text_at(item, "id"),
                           text_at(item, "case_id"), text_at(item, "outcome"), text_at(item, "event"), amount_of(item),
                           text_at(item, "person"), clauses_of(item));
}

void print_table(exports::Table const& table) {
  std::string group;
  for (auto const& row : table.rows) {
    auto const& mine = std::get<std::string>(row[0]);
    if (mine != group) std::cout << (group.empty() ? "" : "\n") << mine << "\n";
    group = mine;
    std::cout << fmt::format("{:>7}  {}\n         redress audit query: {}\n", std::get<std::int64_t>(row[2]),
                             std::get<std::string>(row[1]), std::get<std::string>(row[4]));
  }
}

std::optional<object> json_object(std::string const& text, std::string_view option) {
  boost::system::error_code wrong;
  auto json = boost::json::parse(text, wrong);
  if (!wrong && json.is_object()) return std::move(json.get_object());
  std::cerr << fmt::format("{} 不是 JSON 对象\n{} is no JSON object\n", option, option);
  return std::nullopt;
}

// Beside its name first, so that no half file is ever found under it.
Exit write_table(exports::Table const& table, AuditAsk const& ask) {
  bool const as_csv = ask.format == "csv";
  if (ask.file == "-" && as_csv) {
    std::cout << exports::csv_text(table) << std::flush;
    return Exit::ok;
  }
  if (ask.file == "-") {
    std::cerr << "XLSX 不能写到标准输出\nXLSX cannot be written to stdout\n";
    return Exit::usage;
  }
  auto const part = ask.file + ".part";
  Result<void> written;
  if (as_csv) {
    std::ofstream out{part, std::ios::binary};
    out << exports::csv_text(table);
    out.close();
    if (!out) written = Fault{FaultKind::internal, {"无法写入 " + part, "cannot write " + part}};
  } else {
    written = exports::write_xlsx(table, part);
  }
  std::error_code failed;
  if (written) std::filesystem::rename(part, ask.file, failed);
  if (written && failed) written = Fault{FaultKind::internal, {"无法写入 " + ask.file, "cannot write " + ask.file}};
  if (written) {
    std::cerr << fmt::format("{}: {} rows\n", ask.file, table.rows.size());
    return Exit::ok;
  }
  std::filesystem::remove(part, failed);
  std::cerr << written.error().says.zh << "\n" << written.error().says.en << "\n";
  return Exit::failed;
}

}  // namespace

Exit audit_query(Common const& common, AuditAsk const& ask) {
  RpcClient client{common.target};
  auto params = params_of(ask);
  std::int64_t shown = 0;
  params.emplace("limit", ask.limit > 0 ? std::min<std::int64_t>(ask.limit, 200) : 200);
  auto const outcome = for_each_page(client, "audit.query", std::move(params), [&](object const& result) {
    for (auto const& each : result.at("entries").as_array()) {
      if (ask.limit > 0 && shown == ask.limit) return false;
      ++shown;
      if (common.json)
        print_json(each, true);
      else
        print_entry(each.as_object());
    }
    return ask.limit == 0 || shown < ask.limit;
  });
  return outcome.exit == Exit::ok ? Exit::ok : report(outcome, common.json);
}

Exit audit_summary(Common const& common, AuditAsk const& ask) {
  auto const outcome = RpcClient{common.target}.call("audit.summary", params_of(ask));
  if (outcome.exit != Exit::ok || common.json) return report(outcome, common.json);
  print_table(exports::figures_table(outcome.result.as_object()));
  return Exit::ok;
}

Exit audit_sample(Common const& common, AuditAsk const& ask) {
  auto params = params_of(ask);
  if (!ask.file.empty()) {
    std::ifstream in{ask.file, std::ios::binary};
    std::string const note(std::istreambuf_iterator<char>(in), {});
    if (!in.is_open() || note.empty()) {
      std::cerr << "无法读取 " << ask.file << "\ncannot read " << ask.file << "\n";
      return Exit::not_found;
    }
    params.emplace("checkpoint", note);
  }
  auto const outcome = RpcClient{common.target}.call("audit.sample", std::move(params));
  if (outcome.exit != Exit::ok || common.json) return report(outcome, common.json);
  auto const& drawn = outcome.result.as_object();
  auto const& population = drawn.at("population").as_object();
  auto const& checkpoint = drawn.at("checkpoint").as_object();
  std::cout << fmt::format("总体 population  {} cases, SHA-256 {}\n检查点 checkpoint  size {}, root {}\n",
                           population.at("count").as_int64(), text_at(population, "digest"),
                           checkpoint.at("size").as_int64(), text_at(checkpoint, "root"));
  for (auto const& each : drawn.at("cases").as_array()) {
    auto const& item = each.as_object();
    std::cout << fmt::format("{}  {}  {:<16} {:<24} {}\n", text_at(item, "case_id"), text_at(item, "closed_at"),
                             text_at(item, "kind"), text_at(item, "state"), text_at(item, "rank").substr(0, 16));
  }
  return Exit::ok;
}

Exit audit_search(Common const& common, AuditAsk const& ask) {
  RpcClient client{common.target};
  auto const outcome = for_each_page(client, "audit.search", params_of(ask), [&](object const& result) {
    for (auto const& each : result.at("cases").as_array()) {
      if (common.json) {
        print_json(each, true);
        continue;
      }
      auto const& item = each.as_object();
      std::cout << fmt::format("{}  {}  {}\n", text_at(item, "case_id"), text_at(item, "kind"), text_at(item, "state"));
      for (auto const& place : item.at("found").as_array()) {
        auto const& found = place.as_object();
        std::cout << fmt::format("    {}  {}  {}  {}\n", text_at(found, "at"), text_at(found, "field"),
                                 text_at(found, "id"), text_at(found, "text"));
      }
    }
    return true;
  });
  return outcome.exit == Exit::ok ? Exit::ok : report(outcome, common.json);
}

namespace {

using Ask = std::string AuditAsk::*;

// One answer as a table.
struct WholeExport {
  std::string_view method, option;
  Ask params;
  exports::Table (*table)(object const&);
};
constexpr std::array whole_exports{
    WholeExport{"audit.summary", "--summary", &AuditAsk::summary_params, exports::figures_table},
    WholeExport{"audit.sample", "--sample", &AuditAsk::sample_params, exports::sample_table},
};

// Pages of answers as one table of what stands in `member` of each.
struct PagedExport {
  std::string_view method, option, member;
  Ask params;
  exports::Table (*table)(array const&);
};
constexpr PagedExport query_export{"audit.query", "--query", "entries", &AuditAsk::params, exports::entries_table};
constexpr PagedExport search_export{"audit.search", "--search", "cases", &AuditAsk::search_params,
                                    exports::found_table};

Exit export_whole(RpcClient& client, Common const& common, AuditAsk const& ask, WholeExport const& what) {
  auto const params = json_object(ask.*what.params, what.option);
  if (!params) return Exit::usage;
  auto const outcome = client.call(what.method, *params);
  if (outcome.exit != Exit::ok) return report(outcome, common.json);
  return write_table(what.table(outcome.result.as_object()), ask);
}

Exit export_pages(RpcClient& client, Common const& common, AuditAsk const& ask, PagedExport const& what) {
  auto const& text = ask.*what.params;
  auto params = json_object(text.empty() ? "{}" : text, what.option);
  if (!params) return Exit::usage;
  params->insert_or_assign("limit", 200);
  array items;
  auto const outcome = for_each_page(client, what.method, std::move(*params), [&](object const& result) {
    for (auto const& each : result.at(what.member).as_array()) items.push_back(each);
    return true;
  });
  if (outcome.exit != Exit::ok) return report(outcome, common.json);
  return write_table(what.table(items), ask);
}

}  // namespace

Exit audit_export(Common const& common, AuditAsk const& ask) {
  RpcClient client{common.target};
  for (auto const& each : whole_exports)
    if (!(ask.*each.params).empty()) return export_whole(client, common, ask, each);
  return export_pages(client, common, ask, ask.search_params.empty() ? query_export : search_export);
}

}  // namespace redress::cli
