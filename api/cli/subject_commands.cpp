// What is kept of a person: show, erase, hold, release.
#include "api/cli/commands.hpp"
#include "api/cli/output.hpp"
#include "api/seam/ids.hpp"

#include <fmt/format.h>

#include <iostream>

namespace redress::cli {
namespace {

using boost::json::object;

std::string text_at(object const& json, std::string_view name) {
  auto const* found = json.if_contains(name);
  return found && found->is_string() ? std::string(found->get_string()) : std::string{};
}

object whom(SubjectOptions const& options) {
  object params;
  for (auto const& [name, value] :
       {std::pair{"case_id", &options.case_id}, std::pair{"shop", &options.shop}, std::pair{"buyer", &options.buyer}})
    if (!value->empty()) params.emplace(name, *value);
  return params;
}

object asked(SubjectOptions const& options, std::string_view name, std::string const& value) {
  api::SystemClock const clock;
  api::SystemEntropy entropy;
  auto params = whom(options);
  params.emplace(name, value);
  params.emplace("request_id", options.request_id.empty() ? api::Ids{clock, entropy}.next("cli") : options.request_id);
  return params;
}

void print_holding(object const& holding) {
  auto const& kept = holding.at("kept").as_object();
  std::cout << fmt::format("  {:<10} {} ", text_at(holding, "state"), text_at(holding, "known_since"));
  if (auto const at = text_at(holding, "shred_at"); !at.empty()) std::cout << fmt::format("-> shredded {} ", at);
  if (auto const at = text_at(holding, "shredded_at"); !at.empty()) std::cout << fmt::format("-> {} ", at);
  std::cout << fmt::format("({} texts, {} evidence texts, {} files)\n", kept.at("texts").as_int64(),
                           kept.at("evidence_texts").as_int64(), kept.at("files").to_number<std::int64_t>());
  if (auto const* hold = holding.if_contains("hold"))
    std::cout << fmt::format("    保全 held {} by {}: {}\n", text_at(hold->as_object(), "at"),
                             text_at(hold->as_object(), "by"), text_at(hold->as_object(), "reason"));
  for (auto const& each : holding.at("cases").as_array()) {
    auto const& known = each.as_object();
    std::cout << fmt::format("    {}  {}\n", text_at(known, "case_id"),
                             known.at("final").as_bool() ? text_at(known, "kept_until") : "open 未结");
    for (auto const& period : known.at("periods").as_array())
      std::cout << fmt::format("      {:<8} {} .. {}  {} [{}]\n", text_at(period.as_object(), "id"),
                               text_at(period.as_object(), "from"), text_at(period.as_object(), "until"),
                               text_at(period.as_object(), "cites"), text_at(period.as_object(), "source"));
  }
}

Exit told(Common const& common, CallOutcome const& outcome) {
  if (outcome.exit != Exit::ok || common.json) return report(outcome, common.json);
  auto const& result = outcome.result.as_object();
  std::cout << fmt::format("{}  {}  {}\n", text_at(result, "shop"), text_at(result, "person"),
                           text_at(result, "state"));
  for (auto const& each : result.at("holdings").as_array()) print_holding(each.as_object());
  if (auto const* entries = result.if_contains("entries"))
    for (auto const& id : entries->as_array()) std::cout << std::string(id.as_string()) << "\n";
  return Exit::ok;
}

}  // namespace

Exit subject_show(Common const& common, SubjectOptions const& options) {
  return told(common, RpcClient{common.target}.call("subject.get", whom(options)));
}

Exit subject_erase(Common const& common, SubjectOptions const& options) {
  return told(common, RpcClient{common.target}.call("subject.erase", asked(options, "basis", options.basis)));
}

Exit subject_hold(Common const& common, SubjectOptions const& options) {
  return told(common, RpcClient{common.target}.call("subject.hold", asked(options, "reason", options.reason)));
}

Exit subject_release(Common const& common, SubjectOptions const& options) {
  return told(common, RpcClient{common.target}.call("subject.release", asked(options, "reason", options.reason)));
}

}  // namespace redress::cli
