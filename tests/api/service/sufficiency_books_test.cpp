// The sufficiency score over the needs of the shipped books, each in all the situations its condition tells apart.
#include "api/server/rulebooks.hpp"
#include "engine/cases/evidence_kinds.hpp"
#include "engine/rules/consult.hpp"
#include "engine/rules/trial_values.hpp"

#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

namespace redress::rules {
namespace {

Instant const now = parse_rfc3339("2026-11-08T02:00:00Z").value();

// What one need is asked about in one book: the case's facts, its kind and the event.
struct Asked {
  Rulebook const* book;
  EvidenceNeed const* need;
  std::string kind;
  std::string event;
  Facts facts;

  std::vector<NeedVerdict> needs(std::vector<Evidence> const& evidence) const {
    return evidence_needs(*book, kind, event, {facts, evidence}, now);
  }
  std::int64_t score(std::vector<Evidence> const& evidence) const { return sufficiency_score(needs(evidence)); }
};

void add_facts_of(cel::Node const& node, std::set<std::string>& paths) {
  if ((node.kind == cel::NodeKind::variable || node.kind == cel::NodeKind::has_variable) && fact_index(node.name))
    paths.insert(node.name);
  for (auto const& child : node.children) add_facts_of(child, paths);
}

// All combinations of the values at which the condition turns, unknown among them.
std::vector<Facts> situations_of(EvidenceNeed const& need) {
  std::vector<Facts> all{Facts{}};
  if (!need.when) return all;
  TrialValues values;
  values.look_at(*need.when, {Facts{}});
  std::set<std::string> paths;
  add_facts_of(need.when->root(), paths);
  for (auto const& path : paths) {
    std::vector<Facts> more;
    for (auto const& value : values.of(fact_schema()[*fact_index(path)], nullptr, now))
      for (auto facts : all) {
        facts.set(path, value);
        more.push_back(std::move(facts));
      }
    std::ranges::move(more, std::back_inserter(all));
  }
  return all;
}

std::vector<Asked> asked_of(Rulebook const& book) {
  std::vector<Asked> found;
  for (auto const& need : book.evidence_needs) {
    if (!need.span.holds_at(now)) continue;
    auto const pattern = need.on.empty() ? std::string("refund.") : need.on.front();
    auto const dot = pattern.find('.');
    auto const kind = pattern.starts_with('*') ? std::string("refund") : pattern.substr(0, dot);
    for (auto& facts : situations_of(need)) {
      Asked asked{&book, &need, kind, pattern.substr(dot + 1), std::move(facts)};
      auto const needs = asked.needs({});
      if (std::ranges::find(needs, &need, &NeedVerdict::need) != needs.end()) found.push_back(std::move(asked));
    }
  }
  return found;
}

Library const& library() {
  static auto const loaded = api::built_in_rulebooks();
  return *loaded;
}

std::vector<Asked> const& all_asked() {
  static auto const all = [] {
    std::vector<Asked> found;
    for (auto const& book : library().books()) std::ranges::move(asked_of(*book), std::back_inserter(found));
    return found;
  }();
  return all;
}

Evidence item_of(std::string_view kind, Weight weight) {
  Evidence item;
  item.kind = kind;
  item.weight = weight;
  return item;
}

// Told by the needs' words alone, not by their verdicts.
bool all_mandatory_hold(std::vector<NeedVerdict> const& needs, std::vector<Evidence> const& evidence) {
  for (auto const& each : needs) {
    auto const& need = *each.need;
    if (need.borne_by != "seller" || (need.confidence != Confidence::high && need.confidence != Confidence::design))
      continue;
    for (auto const& group : need.any_of)
      if (std::ranges::none_of(evidence, [&](Evidence const& item) {
            return item.weight != Weight::inadmissible && std::ranges::find(group, item.kind) != group.end();
          }))
        return false;
  }
  return true;
}

TEST(SufficiencyOverTheBooks, EveryNeedIsAskedForSomewhere) {
  std::set<std::pair<std::string, std::string>> asked;
  for (auto const& each : all_asked()) asked.emplace(each.book->id, each.need->id);
  std::size_t needs = 0, mandatory = 0;
  for (auto const& book : library().books())
    for (auto const& need : book->evidence_needs) {
      if (!need.span.holds_at(now)) continue;
      ++needs;
      mandatory += is_mandatory(need) ? 1 : 0;
      EXPECT_TRUE(asked.contains({book->id, need.id})) << book->id << " " << need.id;
    }
  EXPECT_GT(needs, 30U);
  EXPECT_GT(mandatory, 10U);
}

TEST(SufficiencyOverTheBooks, ClimbsToAHundredWithTheLastMandatoryClauseAndNotBefore) {
  for (auto const& asked : all_asked()) {
    SCOPED_TRACE(asked.book->id + " " + asked.need->id);
    std::vector<Evidence> evidence;
    auto score = asked.score(evidence);
    for (auto const& need : asked.needs({})) {
      if (!is_mandatory(*need.need)) continue;
      for (auto const& group : need.need->any_of) {
        EXPECT_EQ(asked.score(evidence) == 100, all_mandatory_hold(asked.needs(evidence), evidence));
        evidence.push_back(item_of(group.back(), Weight::inadmissible));
        EXPECT_EQ(asked.score(evidence), score) << "what is inadmissible meets nothing";
        evidence.push_back(item_of(group.back(), Weight::weak));
        EXPECT_GE(asked.score(evidence), score);
        score = asked.score(evidence);
      }
    }
    EXPECT_EQ(score, 100);
    if (HasFailure()) return;
  }
}

RC_GTEST_PROP(SufficiencyOverTheBooksLaws, AnotherItemNeverLowersItAndAHundredMeansAll, ()) {
  auto const& all = all_asked();
  RC_ASSERT(!all.empty());
  auto const& asked = all[*rc::gen::inRange<std::size_t>(0, all.size())];
  auto const kinds = evidence_kinds();
  std::vector<Evidence> evidence;
  auto before = asked.needs(evidence);
  auto score = sufficiency_score(before);
  auto const steps = *rc::gen::inRange(0, 12);
  for (int i = 0; i < steps; ++i) {
    // Half of the items are of kinds that the needs ask for, so that some clauses are met.
    auto const& need = *before[*rc::gen::inRange<std::size_t>(0, before.size())].need;
    auto const& group = need.any_of[*rc::gen::inRange<std::size_t>(0, need.any_of.size())];
    auto const kind = *rc::gen::arbitrary<bool>()
                          ? std::string(*rc::gen::elementOf(group))
                          : std::string(kinds[*rc::gen::inRange<std::size_t>(0, kinds.size())].id);
    evidence.push_back(item_of(kind, *rc::gen::element(Weight::admissible, Weight::weak, Weight::inadmissible)));
    auto const after = asked.needs(evidence);
    RC_ASSERT(after.size() == before.size());
    auto const then = sufficiency_score(after);
    RC_ASSERT(then >= score);
    RC_ASSERT((then == 100) == all_mandatory_hold(after, evidence));
    before = after;
    score = then;
  }
  RC_TAG(score == 100 ? "complete" : "incomplete");
}

}  // namespace
}  // namespace redress::rules
