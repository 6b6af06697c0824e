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

bool is_present(std::vector<std::string> const& kinds, std::span<Evidence const> evidence) {
  return std::ranges::any_of(evidence,
                             [&](Evidence const& item) { return std::ranges::find(kinds, item.kind) != kinds.end(); });
}

}  // namespace

std::vector<NeedVerdict> evidence_needs(Rulebook const& book, std::string_view kind, std::string_view event,
                                        Situation const& situation) {
  std::vector<NeedVerdict> found;
  for (auto const& need : book.evidence_needs) {
    if (!is_asked_for(need, kind, event)) continue;
    auto const seen = seen_with(situation, need.calendar);
    if (ask(need.when, Reading(seen), Answer::Truth::yes).truth != Answer::Truth::yes) continue;
    NeedVerdict verdict{&need, {}};
    for (auto const& kinds : need.any_of) verdict.groups.push_back({kinds, is_present(kinds, situation.evidence)});
    found.push_back(std::move(verdict));
  }
  return found;
}

}  // namespace redress::rules
