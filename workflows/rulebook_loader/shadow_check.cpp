#include "engine/rules/consult.hpp"
#include "workflows/rulebook_loader/rule_settings.hpp"
#include "workflows/rulebook_loader/static_checks.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::rules {
namespace {

using RuleStanding = Standing<Rule>;

bool refusing(Rule const& rule) {
  return rule.effect != RuleEffect::warn && !permits(rule.effect) && may_decide(rule.confidence);
}

// From some day on, to the end of its time: what a rule did before that day is over.
bool outlasts(Span const& above, Span const& below) {
  return above.overlaps(below) && (!above.until || (below.until && *below.until <= *above.until));
}

// Whether `above` could take away all that `below` says: it refuses at least as hard, as long, and on the same events.
bool may_shadow(Rule const& above, Rule const& below, Names const& names) {
  if (!refusing(above) || permits(below.effect)) return false;
  if (above.effect == RuleEffect::route && below.effect != RuleEffect::route && below.effect != RuleEffect::warn)
    return false;
  if (!outlasts(above.span, below.span)) return false;
  auto const covered = events_of(above, names);
  return std::ranges::all_of(events_of(below, names),
                             [&](auto const& event) { return std::ranges::binary_search(covered, event); });
}

// Nothing is left in which `below` speaks and `above` lets pass.
bool shadows(Rule const& above, Rule const& below, Names const& names) {
  auto const now = moment_in(below.span, above.span);
  bool speaks_at_all = false;
  for (auto const& event : telling_events(events_of(below, names), above, below)) {
    auto const setting = setting_of(event, now, names);
    Demand speaks;
    add_speaks(speaks, below);
    speaks_at_all = speaks_at_all || find_any(speaks, setting).found;
    for (auto const& demand : with_passing(speaks, above)) {
      auto const answer = find_any(demand, setting);
      if (answer.found || !answer.whole) return false;
    }
  }
  return speaks_at_all;
}

Suspicion shadowed_rule(RuleStanding const& above, RuleStanding const& below, Names const& names) {
  Demand speaks;
  speaks.add(below.item->when, Wanted::yes, true);
  speaks.add(below.item->require, Wanted::not_yes, false);
  auto const event = events_of(*below.item, names).front();
  auto const example = find_situation(speaks, setting_of(event, moment_in(below.item->span, above.item->span), names));
  return {.check = shadowed,
          .part = below.part,
          .margin = below.margin,
          .place = below.place,
          .says = {fmt::format("{} 从不改变结果：凡是它起作用的情形，{}（{}）都已拒绝", below.item->id, above.item->id,
                               where(above)),
                   fmt::format("{} never changes the answer: whenever it speaks, {} ({}) refuses anyway",
                               below.item->id, above.item->id, where(above))},
          .clauses = {clause_of(*below.item), clause_of(*above.item)},
          .example = example.found ? to_json(*example.found) : boost::json::object{}};
}

// One situation in which each rule speaks. Whoever lets that pass shadows it not, which spares most pairs a search.
std::vector<std::optional<FoundSituation>> witnesses_of(std::vector<RuleStanding> const& rules, Names const& names) {
  std::vector<std::optional<FoundSituation>> witnesses;
  for (auto const& rule : rules) {
    Demand speaks;
    add_speaks(speaks, *rule.item);
    auto const events = events_of(*rule.item, names);
    witnesses.push_back(permits(rule.item->effect)
                            ? std::nullopt
                            : find_any(speaks, setting_of(events.front(), moment_in(rule.item->span), names)).found);
  }
  return witnesses;
}

bool lets_pass(Rule const& rule, FoundSituation const& situation) {
  return judge(rule, {situation.told, situation.pieces}).verdict == Verdict::holds;
}

void find_shadowed_rules(WholeBook const& book, Names const& names, PairBudget& budget, std::vector<Suspicion>& found) {
  auto const rules = standing(book, &Part::rules);
  auto const witnesses = witnesses_of(rules, names);
  for (std::size_t below = 0; below < rules.size(); ++below)
    for (std::size_t above = 0; above < rules.size(); ++above) {
      if (above == below || !may_shadow(*rules[above].item, *rules[below].item, names)) continue;
      if (!witnesses[below] || lets_pass(*rules[above].item, *witnesses[below]) || !budget.take()) continue;
      // Of two that say the same the later one is the shadow.
      bool const same = above > below && may_shadow(*rules[below].item, *rules[above].item, names);
      if (!shadows(*rules[above].item, *rules[below].item, names)) continue;
      if (same && shadows(*rules[below].item, *rules[above].item, names)) continue;
      found.push_back(shadowed_rule(rules[above], rules[below], names));
      break;
    }
}

// Of deadlines in one slot, and of compensations for one breach, the first whose condition holds is the one that
// counts.
template <class Item, class Same>
void find_behind(WholeBook const& book, std::vector<Placed<Item>> Part::*list, Same same, Says const& counts,
                 std::vector<Suspicion>& found) {
  auto const items = standing(book, list);
  for (std::size_t below = 0; below < items.size(); ++below)
    for (std::size_t above = 0; above < below; ++above) {
      auto const& first = *items[above].item;
      auto const& second = *items[below].item;
      if (!same(first, second) || !outlasts(first.span, second.span)) continue;
      Demand alone;
      alone.add(second.when, Wanted::yes, true);
      alone.add(first.when, Wanted::not_yes, true);
      Setting const setting{.kind = {}, .event = {}, .now = moment_in(first.span, second.span)};
      auto const answer = find_any(alone, setting);
      if (answer.found || !answer.whole) continue;
      found.push_back({.check = shadowed,
                       .part = items[below].part,
                       .margin = items[below].margin,
                       .place = items[below].place,
                       .says = {fmt::format("{} 从不生效：{}（{}）总在它之前{}", second.id, first.id,
                                            where(items[above]), counts.zh),
                                fmt::format("{} never counts: {} ({}) always {} first", second.id, first.id,
                                            where(items[above]), counts.en)}});
      break;
    }
}

}  // namespace

void find_shadowed(WholeBook const& book, Names const& names, PairBudget& budget, std::vector<Suspicion>& found) {
  find_shadowed_rules(book, names, budget, found);
  find_behind(
      book, &Part::deadlines,
      [](Deadline const& first, Deadline const& second) {
        return first.slot == second.slot && may_set_timer(first.confidence) && may_set_timer(second.confidence);
      },
      {"计时", "sets the timer"}, found);
  find_behind(
      book, &Part::compensations,
      [](Compensation const& first, Compensation const& second) { return first.breach == second.breach; },
      {"算出金额", "gives the amount"}, found);
}

}  // namespace redress::rules
