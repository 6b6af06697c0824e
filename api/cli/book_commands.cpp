// Workflows and rulebooks, straight from the program: no server needed.
#include "api/cli/commands.hpp"
#include "api/cli/given_file.hpp"
#include "api/cli/output.hpp"
#include "api/seam/clock.hpp"
#include "api/server/rulebooks.hpp"
#include "engine/rules/rulebook_json.hpp"
#include "workflows/catalogue.hpp"
#include "workflows/diagram.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <iostream>

namespace redress::cli {
namespace {

std::vector<Workflow const*> every_workflow() {
  auto const all = workflows::all_workflows();
  return {all.begin(), all.end()};
}

}  // namespace

Exit workflow_list(bool json) {
  boost::json::array all;
  for (auto const* workflow : every_workflow())
    all.push_back(boost::json::object{{"kind", workflow->kind()},
                                      {"version", workflow->version()},
                                      {"states", workflow->states().size()},
                                      {"events", workflow->events().size()},
                                      {"rows", workflow->rows().size()}});
  print_json(all, json);
  return Exit::ok;
}

Exit workflow_show(std::string const& kind, std::string const& format, bool json) {
  auto const* workflow = workflows::find_workflow(kind);
  if (!workflow)
    return tell_fault(
        {FaultKind::not_found, {fmt::format("没有流程 {}", kind), fmt::format("there is no workflow {}", kind)}},
        Exit::not_found, json);
  if (json && format != "json")
    return tell_fault(invalid_params({}, fmt::format("--json 与 --format {} 不能同用", format),
                                     fmt::format("--json does not go with --format {}", format)),
                      Exit::usage, json);
  if (format == "mermaid")
    std::cout << workflows::mermaid(*workflow);
  else if (format == "svg")
    std::cout << workflows::svg(*workflow);
  else
    print_json(workflows::workflow_json(*workflow), json);
  return Exit::ok;
}

Exit rules_check(std::vector<std::string> const& files, bool json) {
  std::vector<rules::BookSource> sources;
  for (auto const& file : files)
    sources.push_back({std::filesystem::path(file).stem().string(), content_of_given(file)});
  auto const names = api::workflow_names();
  auto const findings = rules::check_books(sources, names);
  boost::json::array all;
  for (auto const& finding : findings) {
    all.push_back(rules::to_json(finding));
    if (!json) std::cerr << rules::to_text(finding) << "\n";
  }
  boost::json::array notices;
  if (auto const library = api::rulebooks_with(sources))
    for (auto const& notice : rules::calendar_notices(*library, api::SystemClock{}.now())) {
      notices.push_back(rules::to_json(notice));
      if (!json) std::cerr << "提醒 notice: " << rules::to_text(notice) << "\n";
    }
  if (json)
    print_json(boost::json::object{{"ok", findings.empty()}, {"findings", all}, {"notices", std::move(notices)}}, true);
  if (findings.empty() && !json) std::cout << "ok\n";
  return findings.empty() ? Exit::ok : Exit::verification_failed;
}

Exit rules_list(std::string const& book, bool json) {
  auto const library = api::built_in_rulebooks();
  if (!library) return tell_fault(library.error(), Exit::failed, json);
  if (!book.empty() && !library->find(book))
    return tell_fault(
        {FaultKind::not_found, {fmt::format("没有手册 {}", book), fmt::format("there is no rulebook {}", book)}},
        Exit::not_found, json);
  boost::json::array books;
  for (auto const& each : library->books()) {
    if (!book.empty() && each->id != book) continue;
    if (json) {
      books.push_back(rules::to_json(*each));
      continue;
    }
    for (auto const& rule : each->rules)
      std::cout << fmt::format("{:<8} {:<12} {:<17} {:<10} {}\n", each->id, rule.id, rules::name_of(rule.effect),
                               rules::name_of(rule.confidence), rule.cites.text);
  }
  if (json) print_json(boost::json::object{{"books", std::move(books)}}, true);
  return Exit::ok;
}

}  // namespace redress::cli
