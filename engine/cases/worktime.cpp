#include "engine/cases/worktime.hpp"

#include "engine/cases/derive.hpp"
#include "engine/rules/proof.hpp"
#include "engine/rules/scope.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace redress {
namespace {

using Kinds = std::vector<std::string>;

// What of `missing` a condition wants, one list of alternatives each: what a part of "or" wants may stand for
// another's, unless it wants several things, and then the part that wants least is planned.
std::vector<Kinds> wanted_by(rules::ProofPart const& part, std::set<std::string> const& missing) {
  if (part.came == rules::Came::yes) return {};
  std::vector<std::vector<Kinds>> each;
  for (auto const& inner : part.parts)
    if (auto lists = wanted_by(inner, missing); !lists.empty()) each.push_back(std::move(lists));
  if (part.operation == "||" && !each.empty()) {
    if (std::ranges::any_of(each, [](auto const& lists) { return lists.size() > 1; }))
      return std::ranges::min(each, {}, &std::vector<Kinds>::size);
    Kinds any;
    for (auto const& lists : each) std::ranges::copy(lists.front(), std::back_inserter(any));
    return {std::move(any)};
  }
  std::vector<Kinds> all;
  for (auto& lists : each) std::ranges::move(lists, std::back_inserter(all));
  if (!all.empty()) return all;
  Kinds named;
  std::ranges::set_intersection(part.evidence, missing, std::back_inserter(named));
  return named.empty() ? all : std::vector<Kinds>{std::move(named)};
}

std::vector<Kinds> wanted_by(rules::Rule const& rule, rules::RuleVerdict const& verdict,
                             rules::Situation const& situation) {
  std::set<std::string> missing;
  for (auto const& each : verdict.missing)
    if (each.what == rules::Missing::What::evidence) missing.insert(each.name);
  std::vector<Kinds> lists;
  if (missing.size() > 1 && rule.require) {
    auto const proof = rules::prove(*rule.require, situation);
    lists = wanted_by(proof, missing);
    for (auto const& kind : proof.evidence) missing.erase(kind);
  }
  for (auto const& kind : missing) lists.push_back({kind});
  return lists;
}

// Evidence that rules and needs want for the event and nobody has attached, one list of alternatives each.
std::vector<std::vector<std::string>> wanting(World const& world, Facts const& facts, std::string_view event) {
  rules::Situation const situation{facts, world.evidence};
  auto const kind = world.workflow.kind();
  std::vector<std::vector<std::string>> lists;
  for (auto const& need : rules::evidence_needs(world.book, kind, event, situation, rules_at(world)))
    if (need.need->borne_by == "seller")
      for (auto const& group : need.groups)
        if (!group.present) lists.push_back(group.kinds);
  for (auto const* rule : rules::rules_on(world.book, kind, event, rules_at(world))) {
    if (!rules::reads_evidence(*rule)) continue;
    auto const verdict = rules::judge(*rule, situation);
    if (!verdict.refuses(false)) continue;
    std::ranges::move(wanted_by(*rule, verdict, situation), std::back_inserter(lists));
  }
  // What any of several may be is had already where one of fewer of them is wanted.
  std::vector<std::vector<std::string>> distinct;
  std::ranges::stable_sort(lists, {}, [](auto const& list) { return list.size(); });
  for (auto& list : lists) {
    bool const had = std::ranges::any_of(distinct, [&](auto const& other) {
      return std::ranges::all_of(other, [&](auto const& one) { return std::ranges::find(list, one) != list.end(); });
    });
    if (!had) distinct.push_back(std::move(list));
  }
  return distinct;
}

RemainingWork work_for(World const& world, Facts const& facts, std::string_view event) {
  auto const at = rules_at(world);
  RemainingWork work;
  for (auto& kinds : wanting(world, facts, event)) {
    auto const minutes = rules::minutes_for_evidence(world.book, kinds, at);
    work.steps.push_back({{}, std::move(kinds), minutes});
  }
  work.steps.push_back(
      {std::string(event), {}, rules::minutes_for_event(world.book, world.workflow.kind(), event, at)});
  for (auto const& step : work.steps) work.minutes += step.minutes;
  return work;
}

}  // namespace

RemainingWork remaining_work(World const& world, Facts const& facts) {
  RemainingWork longest;
  std::set<std::string_view> seen;
  for (auto const& row : world.workflow.rows()) {
    if (row.from->name != world.case_.state || row.on->party != Party::seller) continue;
    if (!seen.insert(row.on->name).second) continue;
    auto work = work_for(world, facts, row.on->name);
    if (longest.steps.empty() || work.minutes > longest.minutes) longest = std::move(work);
  }
  return longest;
}

std::vector<SellersDeadline> sellers_deadlines(World const& world, Facts const& facts) {
  std::vector<SellersDeadline> found;
  auto const& case_ = world.case_;
  auto const* state = world.workflow.find_state(case_.state);
  if (!state || state->final || case_.final) return found;
  rules::Situation const situation{facts, world.evidence};
  if (case_.due && case_.due->owed_by == Party::seller) {
    auto const counted = rules::find_due(world.book, state->deadline, situation, rules_at(world));
    bool const provisional = counted && counted->provisional && counted->at == case_.due->at;
    found.push_back({SellersDeadline::What::due, case_.due->at, provisional});
  }
  bool const owes = case_.due ? case_.due->owed_by == Party::seller : state->owed_by == Party::seller;
  if (owes && !world.book.shop_deadlines.empty())
    if (auto const target = rules::find_shop_due(world.book, state->deadline, situation, rules_at(world)))
      found.push_back({SellersDeadline::What::shop_due, target->at, target->provisional});
  return found;
}

std::optional<Instant> last_safe_moment(World const& world, Facts const& facts, SellersDeadline const& deadline,
                                        RemainingWork const& work) {
  if (deadline.what != SellersDeadline::What::due) return rules::last_moment(world.book, deadline.at, work.minutes);
  auto seen = facts;
  seen.set("case.due_at", deadline.at);
  auto const margin = rules::find_due(world.book, "window.last_safe", {seen, world.evidence}, rules_at(world));
  auto const margin_minutes = margin ? (deadline.at - margin->at) / minute_ms : 0;
  auto const moment = rules::last_moment(world.book, deadline.at, std::max(work.minutes, margin_minutes));
  return moment || !margin ? moment : margin->at;
}

std::vector<CaseReminder> case_reminders(World const& world, Instant since) {
  std::vector<CaseReminder> all;
  auto const* state = world.workflow.find_state(world.case_.state);
  if (!state || state->final || world.case_.final || world.book.reminders.empty()) return all;
  std::vector<SellersDeadline> deadlines;
  auto const& due = world.case_.due;
  bool const owes = due ? due->owed_by == Party::seller : state->owed_by == Party::seller;
  if (owes && due) deadlines.push_back({SellersDeadline::What::due, due->at});
  if (owes && !world.book.shop_deadlines.empty()) {
    auto const facts = facts_at(world, nullptr);
    if (auto const target = rules::find_shop_due(world.book, state->deadline, {facts, world.evidence}, rules_at(world)))
      deadlines.push_back({SellersDeadline::What::shop_due, target->at, target->provisional});
  }
  for (auto const& deadline : deadlines)
    for (auto const& planned : rules::reminders_of(world.book, state->deadline, deadline.at, since, rules_at(world)))
      all.push_back({planned.reminder, deadline, planned.at});
  std::ranges::stable_sort(all, {}, &CaseReminder::at);
  return all;
}

std::string_view name_of(SellersDeadline::What what) { return what == SellersDeadline::What::due ? "due" : "shop_due"; }

}  // namespace redress
