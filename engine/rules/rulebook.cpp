#include "engine/rules/rulebook.hpp"

#include <algorithm>
#include <array>

namespace redress::rules {
namespace {

constexpr std::array<std::string_view, 5> confidences{"high", "medium", "low", "unverified", "design"};
constexpr std::array<std::string_view, 6> effects{"block", "require_evidence", "route", "warn", "advance", "calculate"};
constexpr std::array<std::string_view, 2> selectors{"at_decision_time", "at_conduct_time"};

template <class Enum, std::size_t N>
std::optional<Enum> from_name(std::array<std::string_view, N> const& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i)
    if (names[i] == name) return static_cast<Enum>(i);
  return std::nullopt;
}

bool part_covers(std::string_view pattern, std::string_view part) { return pattern == "*" || pattern == part; }

}  // namespace

std::string_view name_of(Confidence confidence) { return confidences.at(static_cast<std::size_t>(confidence)); }
std::string_view name_of(RuleEffect effect) { return effects.at(static_cast<std::size_t>(effect)); }
std::string_view name_of(VersionSelector selector) { return selectors.at(static_cast<std::size_t>(selector)); }
std::optional<Confidence> confidence_from(std::string_view name) { return from_name<Confidence>(confidences, name); }
std::optional<RuleEffect> rule_effect_from(std::string_view name) { return from_name<RuleEffect>(effects, name); }
std::optional<VersionSelector> version_selector_from(std::string_view name) {
  return from_name<VersionSelector>(selectors, name);
}

bool may_decide(Confidence confidence) { return confidence == Confidence::high || confidence == Confidence::design; }

bool may_set_timer(Confidence confidence) {
  return confidence != Confidence::low && confidence != Confidence::unverified;
}

bool permits(RuleEffect effect) { return effect == RuleEffect::advance || effect == RuleEffect::calculate; }

std::string automation_of(Rule const& rule) {
  if (!rule.automation.empty()) return rule.automation;
  auto name = rule.advances;
  std::ranges::replace(name, '_', '-');
  return name;
}

bool role_may(Role role, Role by) {
  return role == by || (role == Role::manager && (by == Role::agent || by == Role::service));
}

bool covers(std::string_view pattern, std::string_view kind, std::string_view event) {
  auto const dot = pattern.find('.');
  if (dot == std::string_view::npos) return false;
  return part_covers(pattern.substr(0, dot), kind) && part_covers(pattern.substr(dot + 1), event);
}

}  // namespace redress::rules
