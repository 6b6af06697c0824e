// Imports: records of a platform and rows of a table, opened as cases.
#include "api/cli/commands.hpp"
#include "api/cli/given_file.hpp"
#include "api/cli/output.hpp"
#include "api/importers/import_run.hpp"
#include "api/importers/table_map.hpp"
#include "api/importers/top_refund.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iostream>

namespace redress::cli {
namespace {

void print_fault(std::string const& file, Fault const& fault) {
  std::cerr << fmt::format("{}: {}: {}\n  {}\n", file, fault.position, fault.says.zh, fault.says.en);
}

int line_of(Fault const& fault) {
  constexpr std::string_view before = "line ";
  int line = 0;
  if (std::string_view const position = fault.position; position.starts_with(before))
    std::from_chars(position.data() + before.size(), position.data() + position.size(), line);
  return line;
}

Exit send(Common const& common, std::string const& file, importers::Reading reading) {
  RpcClient client{common.target};
  boost::json::object error;
  Exit exit = Exit::ok;
  importers::Tally tally;
  {
    Progress progress{"import", static_cast<std::int64_t>(reading.plans.size())};
    importers::ImportRun run{[&](auto calls) { return client.batch(std::move(calls)); },
                             [&](std::int64_t done) { progress.at(done); }};
    exit = run.run(std::move(reading.plans), reading.bad, error);
    tally = run.tally();
  }
  std::ranges::stable_sort(reading.bad, {}, line_of);
  for (auto const& fault : reading.bad) print_fault(file, fault);
  auto const bad = reading.bad.size();
  if (common.json)
    print_json(boost::json::object{{"opened", tally.opened},
                                   {"updated", tally.updated},
                                   {"moved", tally.moved},
                                   {"refused", tally.refused},
                                   {"unchanged", tally.unchanged},
                                   {"passed_over", reading.passed_over},
                                   {"bad", bad}},
               true);
  else
    std::cout << fmt::format(
        "新立案 opened {}, 事实更新 updated {}, 动作 moved {}, 被拒动作 refused {}, 无变化 unchanged {}, "
        "未选中 passed over {}, 无法处理 bad {}\n",
        tally.opened, tally.updated, tally.moved, tally.refused, tally.unchanged, reading.passed_over, bad);
  if (exit != Exit::ok) {
    explain(error);
    return exit;
  }
  return bad == 0 ? Exit::ok : Exit::partly;
}

}  // namespace

Exit import_top_refunds(Common const& common, std::string const& file, std::string const& shop) {
  return send(common, file, importers::read_top_refunds(content_of_given(file), shop));
}

Exit import_csv(Common const& common, std::string const& map, std::string const& file) {
  auto const in_file = [](std::string const& path, Fault fault) {
    fault.position = fmt::format("{}: {}", path, fault.position);
    return LocalFailure{std::move(fault), Exit::usage};
  };
  auto const mapping = importers::read_table_map(content_of_given(map));
  if (!mapping) throw in_file(map, mapping.error());
  auto reading = importers::read_table(*mapping, content_of_given(file));
  if (!reading) throw in_file(file, reading.error());
  return send(common, file, std::move(*reading));
}

}  // namespace redress::cli
