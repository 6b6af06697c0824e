#include "workflows/rulebook_loader/rule_settings.hpp"
#include "workflows/rulebook_loader/static_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

namespace redress::rules {
namespace {

using RuleStanding = Standing<Rule>;

bool restricts(Rule const& rule) { return !permits(rule.effect); }

bool refuses_automation(Rule const& rule) {
  return restricts(rule) && rule.effect != RuleEffect::warn && may_decide(rule.confidence);
}

std::vector<std::string> shared_events(Rule const& one, Rule const& other, Names const& names) {
  auto const mine = events_of(one, names), theirs = events_of(other, names);
  std::vector<std::string> shared;
  std::ranges::set_intersection(mine, theirs, std::back_inserter(shared));
  return shared;
}

// The events a rule of effect `advance` lets automation apply, in the kinds of case it speaks of.
std::vector<std::string> advanced_events(Rule const& rule, Names const& names) {
  std::vector<std::string> events;
  for (auto const& event : events_of(rule, names)) {
    auto const advanced = event.substr(0, event.find('.') + 1) + rule.advances;
    if (names.events.contains(advanced) && std::ranges::find(events, advanced) == events.end())
      events.push_back(advanced);
  }
  return events;
}

using Reads = std::set<std::string, std::less<>>;

void add_reads(Reads& reads, std::optional<cel::Program> const& condition) {
  if (!condition) return;
  reads.insert(condition->variables().begin(), condition->variables().end());
  reads.insert(condition->host_functions().begin(), condition->host_functions().end());
}

// Conditions that read nothing in common can always be met together. A rule that refuses whatever the facts reads
// nothing and has something in common with every other.
bool read_in_common(Rule const& one, Rule const& other) {
  Reads mine, theirs;
  for (auto const* condition : {&one.when, &one.require}) add_reads(mine, *condition);
  for (auto const* condition : {&other.when, &other.require}) add_reads(theirs, *condition);
  if (!one.require || !other.require) return true;
  return std::ranges::any_of(mine, [&](std::string const& name) { return name != "now" && theirs.contains(name); });
}

void add_permits(Demand& demand, Rule const& rule) {
  demand.add(rule.when, Wanted::yes, true);
  demand.add(rule.require, Wanted::yes, true);
}

// Automation is allowed, and always refused where it is.
void check_automation(RuleStanding const& automation, RuleStanding const& block, Names const& names,
                      std::vector<Suspicion>& found) {
  auto const& allows = *automation.item;
  auto const& refuses = *block.item;
  if (!allows.span.overlaps(refuses.span)) return;
  auto const covered = events_of(refuses, names);
  for (auto const& event : advanced_events(allows, names)) {
    if (!std::ranges::binary_search(covered, event)) continue;
    auto const setting = setting_of(event, moment_in(allows.span, refuses.span), names);
    Demand allowed;
    add_permits(allowed, allows);
    auto const passing = with_passing(allowed, refuses);
    bool const always_refused = std::ranges::all_of(passing, [&](Demand const& demand) {
      auto const answer = find_any(demand, setting);
      return !answer.found && answer.whole;
    });
    if (!always_refused) continue;
    auto const example = find_situation(allowed, setting);
    if (!example.found) continue;  // never allowed either: another check says so
    found.push_back(
        {.check = contradiction,
         .part = automation.part,
         .margin = automation.margin,
         .place = automation.place,
         .says = {fmt::format("{} 允许自动执行 {}，但同样情形下 {}（{}）总是拒绝", allows.id, event, refuses.id,
                              where(block)),
                  fmt::format("{} lets automation apply {}, which {} ({}) always refuses in the same situation",
                              allows.id, event, refuses.id, where(block))},
         .clauses = {clause_of(allows), clause_of(refuses)},
         .example = to_json(*example.found)});
    return;
  }
}

// Each can be met by itself where both apply, and never both.
void check_demands(RuleStanding const& first, RuleStanding const& second, Names const& names,
                   std::vector<Suspicion>& found) {
  auto const& one = *first.item;
  auto const& other = *second.item;
  if (!one.require || !other.require || !one.span.overlaps(other.span)) return;
  for (auto const& event : telling_events(shared_events(one, other, names), one, other)) {
    auto const setting = setting_of(event, moment_in(one.span, other.span), names);
    Demand both;
    both.add(one.when, Wanted::yes, true);
    both.add(other.when, Wanted::yes, true);
    auto met = both;
    met.add(one.require, Wanted::yes, false);
    auto one_met = met, other_met = both;
    other_met.add(other.require, Wanted::yes, false);
    met.add(other.require, Wanted::yes, false);
    auto const together = find_any(met, setting);
    if (together.found || !together.whole) continue;
    if (!find_any(one_met, setting).found || !find_any(other_met, setting).found) continue;
    auto const example = find_situation(both, setting);
    found.push_back(
        {.check = contradiction,
         .part = second.part,
         .margin = second.margin,
         .place = second.place,
         .says = {fmt::format("{} 与 {}（{}）要求相反：在 {} 上同时适用时不可能都满足", other.id, one.id, where(first),
                              event),
                  fmt::format("{} and {} ({}) demand opposite things: where both apply to {} they cannot both be met",
                              other.id, one.id, where(first), event)},
         .clauses = {clause_of(other), clause_of(one)},
         .example = example.found ? to_json(*example.found) : boost::json::object{}});
    return;
  }
}

}  // namespace

void find_contradictions(WholeBook const& book, Names const& names, PairBudget& budget, std::vector<Suspicion>& found) {
  auto const rules = standing(book, &Part::rules);
  for (auto const& automation : rules)
    for (auto const& block : rules)
      if (automation.item->effect == RuleEffect::advance && refuses_automation(*block.item) &&
          read_in_common(*automation.item, *block.item) && budget.take())
        check_automation(automation, block, names, found);
  for (std::size_t second = 0; second < rules.size(); ++second)
    for (std::size_t first = 0; first < second; ++first)
      if (restricts(*rules[first].item) && restricts(*rules[second].item) &&
          !shared_events(*rules[first].item, *rules[second].item, names).empty() &&
          read_in_common(*rules[first].item, *rules[second].item) && budget.take())
        check_demands(rules[first], rules[second], names, found);
}

void find_never_firing(WholeBook const& book, Names const& names, std::vector<Suspicion>& found) {
  for (auto const& rule : standing(book, &Part::rules)) {
    bool const permitting = permits(rule.item->effect);
    Demand fires;
    fires.add(rule.item->when, Wanted::yes, true);
    fires.add(rule.item->require, permitting ? Wanted::yes : Wanted::not_yes, permitting);
    auto const can_fire = [&](std::string const& event) {
      auto const answer = find_any(fires, setting_of(event, moment_in(rule.item->span), names));
      return answer.found || !answer.whole;
    };
    auto const events = events_of(*rule.item, names);
    if (std::ranges::any_of(telling_events(events, *rule.item, *rule.item), can_fire)) continue;
    found.push_back(
        {.check = never_fires,
         .part = rule.part,
         .margin = rule.margin,
         .place = rule.margin->place_of("when", rule.place),
         .says = {fmt::format("{} 永远不会起作用：在它的任何事件上都没有满足条件的情形", rule.item->id),
                  fmt::format("{} can never fire: on none of its events is there a situation that it speaks of",
                              rule.item->id)},
         .clauses = {clause_of(*rule.item)}});
  }
}

}  // namespace redress::rules
