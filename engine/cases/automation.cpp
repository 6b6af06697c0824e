#include "engine/cases/automation.hpp"

#include <algorithm>

namespace redress {
namespace {

constexpr std::string_view expiry = "deadline_passed";
constexpr std::string_view every = "*";

bool permits_now(rules::RuleVerdict const& verdict) {
  return verdict.rule->effect == rules::RuleEffect::advance && verdict.applies &&
         verdict.verdict == rules::Verdict::holds && rules::may_decide(verdict.rule->confidence);
}

}  // namespace

bool is_automated(EventSpec const& event, Actor const& actor) {
  if (event.party == Party::timer) return event.name != expiry;
  return event.party == Party::seller && actor.role == Role::runner;
}

bool is_off(std::string_view automation, std::span<std::string const> automation_off) {
  return std::ranges::any_of(automation_off, [&](auto const& off) { return off == every || off == automation; });
}

Licence licence_from(std::vector<rules::RuleVerdict> const& verdicts, std::span<std::string const> automation_off) {
  auto licence = Licence::none;
  for (auto const& verdict : verdicts) {
    if (!permits_now(verdict)) continue;
    if (!is_off(rules::automation_of(*verdict.rule), automation_off)) return Licence::given;
    licence = Licence::switched_off;
  }
  return licence;
}

std::vector<EffectOrder> advance_orders(std::vector<rules::RuleVerdict> const& verdicts, std::string_view event,
                                        World const& world) {
  std::vector<EffectOrder> orders;
  for (auto const& verdict : verdicts) {
    if (!permits_now(verdict)) continue;
    auto const& rule = *verdict.rule;
    bool const on_event = std::ranges::any_of(
        rule.on, [&](auto const& pattern) { return rules::covers(pattern, world.workflow.kind(), event); });
    if (!on_event) continue;
    auto const automation = rules::automation_of(rule);
    bool const ordered = std::ranges::any_of(
        orders, [&](EffectOrder const& order) { return order.content.at("event").as_string() == rule.advances; });
    if (ordered || is_off(automation, world.automation_off)) continue;
    boost::json::object content{
        {"event", rule.advances}, {"order_id", world.case_.order_id}, {"automation", automation}, {"rule", rule.id}};
    boost::json::object params;
    for (auto const& [name, value] : rule.params) params.emplace(name, value);
    if (!params.empty()) content.emplace("params", std::move(params));
    orders.push_back({"advance", std::move(content)});
  }
  return orders;
}

}  // namespace redress
