#include "engine/cases/worktime.hpp"

#include "engine/cases/derive.hpp"
#include "engine/rules/evidence_wanted.hpp"
#include "engine/rules/scope.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace redress {
namespace {

// Evidence that rules and needs want for the event and nobody has attached, one list of alternatives each.
std::vector<rules::EvidenceChoice> wanting(World const& world, Facts const& facts, std::string_view event) {
  rules::Situation const situation{facts, world.evidence};
  auto const kind = world.workflow.kind();
  std::vector<rules::EvidenceChoice> lists;
  for (auto const& need : rules::evidence_needs(world.book, kind, event, situation, rules_at(world)))
    if (need.need->borne_by == "seller")
      for (auto const& group : need.groups)
        if (!group.present) lists.push_back(group.kinds);
  for (auto const* rule : rules::rules_on(world.book, kind, event, rules_at(world)))
    std::ranges::move(rules::evidence_wanted(*rule, situation), std::back_inserter(lists));
  // What any of several may be is had already where one of fewer of them is wanted.
  std::vector<rules::EvidenceChoice> distinct;
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
