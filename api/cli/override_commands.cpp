// Overrides and automations: passing a rule with a reason and a second person, and what acts without one.
#include "api/cli/override_commands.hpp"

#include "api/cli/output.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <iostream>

namespace redress::cli {
namespace {

using boost::json::object;

std::string names_in(object const& json, std::string_view name) {
  std::vector<std::string> names;
  for (auto const& each : json.at(name).as_array()) names.emplace_back(each.as_string());
  return fmt::format("{}", fmt::join(names, ", "));
}

void print_override(object const& item) {
  std::cout << fmt::format("{}  {}  {:<9}  {:<20} {}  {}", text_at(item, "id"), text_at(item, "at"),
                           text_at(item, "status"), text_at(item, "event"), names_in(item, "rules"),
                           text_at(item, "proposed_by"));
  for (auto const* answered : {"confirmed_by", "declined_by"})
    if (auto const second = text_at(item, answered); !second.empty()) std::cout << " + " << second;
  std::cout << "  " << text_at(item, "reason") << "\n";
}

}  // namespace

Exit override_list(Common const& common, OverrideListOptions const& options) {
  RpcClient client{common.target};
  std::string cursor;
  do {
    object params{{"limit", 200}};
    for (auto const& [name, value] :
         {std::pair{"shop", &options.shop}, std::pair{"rule", &options.rule}, std::pair{"person", &options.person},
          std::pair{"status", &options.status}, std::pair<char const*, std::string const*>{"cursor", &cursor}})
      if (!value->empty()) params.emplace(name, *value);
    auto const outcome = client.call("override.list", std::move(params));
    if (outcome.exit != Exit::ok) return report(outcome, common.json);
    for (auto const& each : outcome.result.at("overrides").as_array()) {
      if (common.json)
        print_json(each, true);
      else
        print_override(each.as_object());
    }
    cursor = text_at(outcome.result.as_object(), "next_cursor");
  } while (!cursor.empty());
  return Exit::ok;
}

Exit override_propose(Common const& common, ApplyOptions const& options) {
  auto request = request_of(options);
  request.emplace("rules", boost::json::value_from(options.overrides));
  request.emplace("reason", options.reason);
  return report(RpcClient{common.target}.call("override.propose", std::move(request)), common.json);
}

Exit override_confirm(Common const& common, std::string const& override_id, std::string const& request_id) {
  object params{{"override_id", override_id}, {"request_id", request_id.empty() ? fresh_request_id() : request_id}};
  return report(RpcClient{common.target}.call("override.confirm", std::move(params)), common.json);
}

Exit override_decline(Common const& common, std::string const& override_id, ApplyOptions const& options) {
  object params{{"override_id", override_id},
                {"reason", options.reason},
                {"request_id", options.request_id.empty() ? fresh_request_id() : options.request_id}};
  return report(RpcClient{common.target}.call("override.decline", std::move(params)), common.json);
}

Exit automation_list(Common const& common, std::string const& shop) {
  auto const outcome = RpcClient{common.target}.call("automation.list", {{"shop", shop}});
  if (outcome.exit != Exit::ok || common.json) return report(outcome, common.json);
  for (auto const& each : outcome.result.at("automations").as_array()) {
    auto const& automation = each.as_object();
    std::cout << fmt::format("{} {:<24} {}\n", automation.at("on").as_bool() ? "+" : "-", text_at(automation, "name"),
                             names_in(automation, "rules"));
  }
  return Exit::ok;
}

Exit automation_set(Common const& common, AutomationOptions const& options, bool on) {
  object params{{"shop", options.shop}, {"on", on}, {"reason", options.reason}, {"request_id", fresh_request_id()}};
  if (!options.name.empty()) params.emplace("name", options.name);
  return report(RpcClient{common.target}.call("automation.set", std::move(params)), common.json);
}

}  // namespace redress::cli
