// `redress rules explain`: the tree of a verdict on the terminal.
#include "api/cli/commands.hpp"
#include "api/cli/output.hpp"

#include <cstdlib>
#include <iostream>
#include <string_view>

namespace redress::cli {
namespace {

// The usual order of precedence of the locale's variables.
std::string language_of_locale() {
  for (auto const* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
    if (auto const* value = std::getenv(name); value && *value)
      return std::string_view{value}.starts_with("zh") ? "zh" : "en";
  return "en";
}

}  // namespace

Exit rules_explain(Common const& common, ExplainOptions const& options) {
  bool const entry = options.id.starts_with("entry_");
  if (entry != options.event.empty()) {
    std::cerr << "用法：rules explain 案件 动作，或 rules explain 记录\n"
                 "usage: rules explain CASE EVENT, or rules explain ENTRY\n";
    return Exit::usage;
  }
  auto const language = options.language.empty() ? language_of_locale() : options.language;
  boost::json::object params{{entry ? "entry_id" : "case_id", options.id}, {"language", language}};
  if (!entry) params.emplace("event", options.event);
  if (!options.reader.empty()) params.emplace("reader", options.reader);
  auto const outcome = RpcClient{common.target}.call("rules.explain", std::move(params));
  if (outcome.exit != Exit::ok || common.json) return report(outcome, common.json);
  auto const& text = outcome.result.at("text").at(language).as_string();
  std::cout << std::string_view{text};
  return Exit::ok;
}

}  // namespace redress::cli
