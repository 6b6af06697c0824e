#include "engine/rules/consult.hpp"
#include "engine/rules/reading.hpp"

#include <algorithm>

namespace redress::rules {
namespace {

bool is_asked_for(EvidenceNeed const& need, std::string_view kind, std::string_view event) {
  if (need.on.empty()) return true;
  return std::ranges::any_of(need.on, [&](std::string_view pattern) {
    if (!event.empty()) return covers(pattern, kind, event);
    auto const of_kind = pattern.substr(0, pattern.find('.'));
    return of_kind == "*" || of_kind == kind;
  });
}

bool is_met(std::vector<std::string> const& kinds, std::span<Evidence const> evidence, Weight at_most) {
  return std::ranges::any_of(evidence, [&](Evidence const& item) {
    return item.weight <= at_most && std::ranges::find(kinds, item.kind) != kinds.end();
  });
}

}  // namespace

NeedVerdict answer_to(EvidenceNeed const& need, std::span<Evidence const> evidence) {
  NeedVerdict verdict{&need, {}};
  for (auto const& kinds : need.any_of)
    verdict.groups.push_back(
        {kinds, is_met(kinds, evidence, Weight::weak), is_met(kinds, evidence, Weight::admissible)});
  return verdict;
}

std::vector<NeedVerdict> evidence_needs(Rulebook const& book, std::string_view kind, std::string_view event,
                                        Situation const& situation, Instant at) {
  std::vector<NeedVerdict> found;
  for (auto const& need : book.evidence_needs) {
    if (!need.span.holds_at(at) || !is_asked_for(need, kind, event)) continue;
    auto const seen = seen_with(situation, need.calendar);
    if (ask(need.when, Reading(seen), Answer::Truth::yes).truth != Answer::Truth::yes) continue;
    found.push_back(answer_to(need, situation.evidence));
  }
  return found;
}

bool is_mandatory(EvidenceNeed const& need) { return need.borne_by == "seller" && may_decide(need.confidence); }

std::int64_t sufficiency_score(std::span<NeedVerdict const> needs) {
  std::int64_t clauses = 0;
  std::int64_t met = 0;
  for (auto const& verdict : needs) {
    if (!is_mandatory(*verdict.need)) continue;
    clauses += std::ssize(verdict.groups);
    met += std::ranges::count(verdict.groups, true, &NeedVerdict::Group::present);
  }
  return clauses == 0 ? 100 : 100 * met / clauses;
}

}  // namespace redress::rules
