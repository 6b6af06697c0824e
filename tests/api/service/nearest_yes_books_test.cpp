// The nearest yes over the shipped books: every refusal by rule in the walk over boundary cases.
//
// Sound: each set, made and decided again, is accepted. Minimal: no part of it is. Nothing left out among single
// pieces of evidence, pairs of them, and single facts with a truth or a text: where an exhaustive look finds one, the
// search has it or a smaller one.
#include "api/server/rulebooks.hpp"
#include "engine/cases/changeable.hpp"
#include "engine/cases/nearest_yes.hpp"
#include "tests/api/service/boundary_cases.hpp"
#include "workflows/catalogue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace redress {
namespace {

using Subjects = std::set<std::string>;

constexpr std::array kinds{"E-CHAT",    "E-CHATNO",  "E-ORDER", "E-ITEM",   "E-WAYBILL",   "E-TRACE",     "E-SIGN",
                           "E-SEAL",    "E-PACKVID", "E-UNBOX", "E-PHOTO",  "E-QC",        "E-BRAND",     "E-PURCHASE",
                           "E-INVOICE", "E-CUSTOMS", "E-CERT",  "E-REVIEW", "E-AGREEMENT", "E-INTERCEPT", "E-RETCHK"};

Change one_more(std::string kind) {
  return {.what = Lever::What::evidence,
          .name = std::move(kind),
          .setting = {.pieces = 1},
          .by = Party::seller,
          .says = {},
          .call = {}};
}

Change supposed(std::string path, FactValue value) {
  return {.what = Lever::What::fact,
          .name = std::move(path),
          .setting = {std::move(value)},
          .by = Party::seller,
          .says = {},
          .call = {}};
}

// What an exhaustive look tries one at a time, and two kinds of evidence at a time.
std::vector<std::vector<Change>> small_sets(Case const& case_) {
  std::vector<std::vector<Change>> sets;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    sets.push_back({one_more(kinds[i])});
    for (std::size_t j = i + 1; j < kinds.size(); ++j) sets.push_back({one_more(kinds[i]), one_more(kinds[j])});
  }
  for (auto const& spec : fact_schema()) {
    auto const* present = case_.facts.find(spec.path);
    if (!may_be_supplied(spec.path, present)) continue;
    if (spec.type == FactType::boolean)
      for (bool const truth : {true, false}) sets.push_back({supposed(std::string(spec.path), truth)});
    if (spec.type == FactType::instant) sets.push_back({supposed(std::string(spec.path), boundary_now)});
  }
  return sets;
}

Subjects subjects_of(std::vector<Change> const& changes) {
  Subjects subjects;
  for (auto const& change : changes) subjects.insert(change.name);
  return subjects;
}

void check(World const& world, Question const& question, NearestYes const& nearest) {
  std::vector<Subjects> found;
  for (auto const& set : nearest.sets) {
    auto const decision = decide_with(world, question, set);
    ASSERT_TRUE(decision && decision->accepted());
    for (std::size_t left_out = 0; left_out < set.size(); ++left_out) {
      auto part = set;
      part.erase(part.begin() + static_cast<std::ptrdiff_t>(left_out));
      auto const less = decide_with(world, question, part);
      EXPECT_FALSE(less && less->accepted()) << set[left_out].says.en;
    }
    found.push_back(subjects_of(set));
  }
  if (nearest.sets.size() == rules::SearchLimits{}.sets_max) return;  // more than are listed
  for (auto const& set : small_sets(world.case_)) {
    auto const decision = decide_with(world, question, set);
    if (!decision || !decision->accepted()) continue;
    auto const wanted = subjects_of(set);
    EXPECT_TRUE(std::ranges::any_of(found, [&](Subjects const& have) { return std::ranges::includes(wanted, have); }))
        << "not found: " << set.front().name << " " << set.back().name;
  }
}

bool by_rule(Decision const& decision) {
  return !decision.accepted() &&
         std::ranges::any_of(decision.verdicts, [](auto const& each) { return each.refuses(false); });
}

TEST(NearestYesOverTheBooks, TurnsEveryRefusalThatEvidenceOrFactsCanTurn) {
  auto const library = api::built_in_rulebooks();
  ASSERT_TRUE(library.has_value());
  int refused = 0, turned = 0;
  std::size_t dearest = 0;
  std::set<std::string> rules_turned;
  std::set<std::string> seen;  // the same refusal of another case says nothing new
  for (auto const* workflow : workflows::all_workflows())
    for (auto const* platform : {"taobao", "tmall", "elsewhere"})
      for (auto const& variant : variants())
        for (auto const* state : workflow->states()) {
          BoundaryCase const small{*workflow, library->book_for(platform), *state, variant};
          auto const world = small.world();
          for (auto const* event : workflow->events()) {
            Question const question{
                {.event = std::string(event->name),
                 .party = event->party,
                 .actor = {.id = "s", .role = Role::service},
                 .params = example_params(*event, world.case_, refundable_on(world.account, {}), boundary_now)}};
            auto const attempt = attempt_of(world, question);
            ASSERT_TRUE(attempt.has_value());
            auto const decision = decide(world, *attempt);
            if (!by_rule(decision)) continue;
            auto key = std::string(platform) + event->name.data() + boost::json::serialize(world.case_.facts.to_json());
            for (auto const& each : decision.verdicts)
              if (each.refuses(false)) key += each.rule->id;
            if (!seen.insert(key).second) continue;
            SCOPED_TRACE(
                fmt::format("{} {} {} {} {}", workflow->kind(), platform, variant.name, state->name, event->name));
            auto const nearest = nearest_yes(world, question);
            ASSERT_TRUE(nearest.has_value());
            check(world, question, *nearest);
            ++refused;
            turned += nearest->sets.empty() ? 0 : 1;
            dearest = std::max(dearest, nearest->decisions);
            if (!nearest->sets.empty())
              for (auto const& each : decision.verdicts)
                if (each.refuses(false)) rules_turned.insert(each.rule->id);
            if (HasFailure()) return;
          }
        }
  EXPECT_GT(refused, 200);
  EXPECT_GT(turned, 100);
  EXPECT_GE(rules_turned.size(), 5U);
  RecordProperty("refused", refused);
  RecordProperty("turned", turned);
  RecordProperty("most_decisions", static_cast<int>(dearest));
  std::cout << refused << " refusals, " << turned << " turned, at most " << dearest << " decisions\n";
}

}  // namespace
}  // namespace redress
