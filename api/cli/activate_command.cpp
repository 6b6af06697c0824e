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

std::string time_or_none(boost::json::value const& at) {
  return at.is_string() ? std::string(at.get_string()) : std::string("-");
}

void print_moves(boost::json::object const& result) {
  auto const* moves = result.if_contains("moves");
  if (!moves || moves->as_array().empty()) return;
  std::cout << fmt::format("移动的期限 deadlines that move: {}\n", result.at("moves_total").to_number<std::int64_t>());
  for (auto const& each : moves->as_array()) {
    auto const& move = each.as_object();
    std::cout << fmt::format(
        "  {} {} {:<8} {} -> {}  {}\n", text_at(move, "case_id"), text_at(move, "slot"), text_at(move, "what"),
        time_or_none(move.at("before")), time_or_none(move.at("after")),
        text_at(move, "moves") == "at_once" ? "立即 at once" : "该案下一个动作时 with the case's next command");
  }
}

void print_notices(boost::json::object const& result) {
  auto const* notices = result.if_contains("notices");
  if (!notices) return;
  for (auto const& each : notices->as_array())
    std::cerr << "提醒 notice: " << rules::to_text(finding_of(each.as_object())) << "\n";
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
  print_moves(outcome.result.as_object());
  print_notices(outcome.result.as_object());
  if (options.check_only)
    std::cout << "ok（未启用 not activated）\n";
  else
    std::cout << fmt::format("已启用，自第 {0} 条记录起 activated, from entry {0} on\n",
                             outcome.result.at("from_seq").to_number<std::int64_t>());
  return Exit::ok;
}

}  // namespace redress::cli
