// Puts the rulebooks of a running server's folder in force, or says what is wrong with them.
#include "api/cli/commands.hpp"
#include "api/cli/output.hpp"
#include "workflows/rulebook_loader/finding.hpp"

#include <fmt/format.h>

#include <iostream>

namespace redress::cli {
namespace {

rules::Finding finding_of(boost::json::object const& json) {
  auto const& says = json.at("says").as_object();
  rules::Finding finding{.file = text_at(json, "file"),
                         .place = {json.at("line").to_number<int>(), json.at("column").to_number<int>()},
                         .says = {text_at(says, "zh"), text_at(says, "en")}};
  if (auto const* clauses = json.if_contains("clauses"))
    finding.clauses = boost::json::value_to<std::vector<std::string>>(*clauses);
  if (auto const* example = json.if_contains("example")) finding.example = example->as_object();
  return finding;
}

boost::json::array const* findings_of(boost::json::object const& error) {
  auto const* data = error.if_contains("data");
  auto const* findings = data && data->is_object() ? data->get_object().if_contains("findings") : nullptr;
  return findings ? findings->if_array() : nullptr;
}

// Enough of a digest to tell two apart, as git shows them.
std::string brief(boost::json::value const& digest) {
  return digest.is_string() ? std::string(digest.get_string()).substr(0, 12) : std::string("-");
}

}  // namespace

Exit rules_activate(Common const& common, ActivateOptions const& options) {
  boost::json::object params{{"request_id", options.request_id.empty() ? fresh_request_id() : options.request_id}};
  if (options.check_only) params.emplace("check_only", true);
  auto const outcome = RpcClient{common.target}.call("rules.activate", std::move(params));
  if (auto const* findings = findings_of(outcome.error)) {
    if (common.json) print_json(boost::json::object{{"ok", false}, {"findings", *findings}}, true);
    for (auto const& each : *findings)
      if (!common.json) std::cerr << rules::to_text(finding_of(each.as_object())) << "\n";
    return Exit::verification_failed;
  }
  if (outcome.exit != Exit::ok || common.json) return report(outcome, common.json);
  auto const& changes = outcome.result.at("changes").as_array();
  for (auto const& each : changes)
    std::cout << fmt::format("{:<16} {:<12} -> {}\n", text_at(each.as_object(), "book"), brief(each.at("from")),
                             brief(each.at("to")));
  if (changes.empty()) std::cout << "没有变化 nothing differs\n";
  if (options.check_only)
    std::cout << "ok（未启用 not activated）\n";
  else
    std::cout << fmt::format("已启用，自第 {0} 条记录起 activated, from entry {0} on\n",
                             outcome.result.at("from_seq").to_number<std::int64_t>());
  return Exit::ok;
}

}  // namespace redress::cli
