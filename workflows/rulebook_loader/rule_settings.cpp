#include "workflows/rulebook_loader/rule_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace redress::rules {
namespace {

constexpr Instant undated{1'767'578'400'000};  // 2026-01-05T02:00:00Z

constexpr std::array reads_the_event{"event.name", "case.kind", "case.state"};

bool reads_event(std::optional<cel::Program> const& condition) {
  return condition && std::ranges::any_of(condition->variables(), [](std::string const& path) {
           return std::ranges::find(reads_the_event, path) != reads_the_event.end();
         });
}

}  // namespace

std::vector<std::string> events_of(Rule const& rule, Names const& names) {
  std::vector<std::string> events;
  for (auto const& event : names.events) {
    auto const dot = event.find('.');
    std::string_view const kind = std::string_view(event).substr(0, dot);
    std::string_view const name = std::string_view(event).substr(dot + 1);
    if (std::ranges::any_of(rule.on, [&](auto const& pattern) { return covers(pattern, kind, name); }))
      events.push_back(event);
  }
  return events;
}

Instant moment_in(Span const& span) {
  if (span.holds_at(undated)) return undated;
  return span.from ? *span.from : *span.until + -1;
}

Instant moment_in(Span const& one, Span const& other) {
  Span both{one.from, one.until};
  if (other.from && (!both.from || *both.from < *other.from)) both.from = other.from;
  if (other.until && (!both.until || *other.until < *both.until)) both.until = other.until;
  return moment_in(both);
}

Setting setting_of(std::string_view event, Instant now, Names const& names) {
  auto const dot = event.find('.');
  Setting setting{.kind = std::string(event.substr(0, dot)), .event = std::string(event.substr(dot + 1)), .now = now};
  if (auto const at = names.states_with.find(event); at != names.states_with.end()) setting.states = at->second;
  return setting;
}

std::vector<std::string> telling_events(std::vector<std::string> events, Rule const& one, Rule const& other) {
  bool const tell =
      reads_event(one.when) || reads_event(one.require) || reads_event(other.when) || reads_event(other.require);
  if (!tell && events.size() > 1) events.resize(1);
  return events;
}

std::string clause_of(Rule const& rule) {
  auto text = fmt::format("{} {}", rule.id, name_of(rule.effect));
  if (rule.when) text += fmt::format(" when: {}", cel::to_source(rule.when->root()));
  if (rule.require) text += fmt::format(" require: {}", cel::to_source(rule.require->root()));
  return text;
}

void add_speaks(Demand& demand, Rule const& rule) {
  demand.add(rule.when, Wanted::not_no, true);
  demand.add(rule.require, Wanted::not_yes, false);
}

std::vector<Demand> with_passing(Demand const& demand, Rule const& rule) {
  auto outside = demand, met = demand;
  outside.add(rule.when, Wanted::no, true);
  met.add(rule.require, Wanted::yes, false);
  return {std::move(met), std::move(outside)};
}

}  // namespace redress::rules
