#include "engine/rules/evidence_wanted.hpp"

#include "engine/rules/proof.hpp"
#include "engine/rules/reading.hpp"
#include "engine/rules/scope.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace redress::rules {
namespace {

using Missed = std::set<std::string>;

class Wanting {
 public:
  Wanting(cel::Trace const& trace, Missed const& missing) : trace_(trace), missing_(missing) {}

  std::vector<EvidenceChoice> of(cel::Node const& part) const {
    if (auto const* outcome = trace_.outcome_of(part); outcome && outcome->is(true)) return {};
    std::vector<std::vector<EvidenceChoice>> each;
    if (part.kind == cel::NodeKind::call)
      for (auto const& inner : part.children)
        if (auto choices = of(inner); !choices.empty()) each.push_back(std::move(choices));
    if (part.op == cel::Operator::any_of && !each.empty()) return any_of(each);
    std::vector<EvidenceChoice> all;
    for (auto& choices : each) std::ranges::move(choices, std::back_inserter(all));
    if (!all.empty()) return all;
    EvidenceChoice named;
    std::ranges::set_intersection(evidence_named(part), missing_, std::back_inserter(named));
    if (!named.empty()) all.push_back(std::move(named));
    return all;
  }

 private:
  static std::vector<EvidenceChoice> any_of(std::vector<std::vector<EvidenceChoice>> const& each) {
    if (std::ranges::any_of(each, [](auto const& choices) { return choices.size() > 1; }))
      return std::ranges::min(each, {}, &std::vector<EvidenceChoice>::size);
    EvidenceChoice any;
    for (auto const& choices : each) std::ranges::copy(choices.front(), std::back_inserter(any));
    return {std::move(any)};
  }

  cel::Trace const& trace_;
  Missed const& missing_;
};

}  // namespace

std::vector<EvidenceChoice> evidence_wanted(Rule const& rule, Situation const& asked) {
  if (!may_refuse(rule, false) || !reads_evidence(rule)) return {};
  auto const verdict = judge_untold(rule, asked);
  if (verdict.verdict == Verdict::holds) return {};
  Missed missing;
  for (auto const& each : verdict.missing)
    if (each.what == Missing::What::evidence) missing.insert(each.name);
  std::vector<EvidenceChoice> wanted;
  if (missing.size() > 1 && rule.require) {
    auto const situation = seen_with(asked, rule.calendar);
    cel::Trace trace;
    rule.require->evaluate(Reading(situation), trace);
    wanted = Wanting(trace, missing).of(rule.require->root());
    for (auto const& kind : evidence_named(rule.require->root())) missing.erase(kind);
  }
  for (auto const& kind : missing) wanted.push_back({kind});
  return wanted;
}

}  // namespace redress::rules
