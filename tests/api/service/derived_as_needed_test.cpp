// Deciding with the facts that are read is deciding with all of them, and a weight needs no rule that holds.
#include "api/server/rulebooks.hpp"
#include "api/service/admissibility.hpp"
#include "api/service/loaded_case.hpp"
#include "engine/cases/automation.hpp"
#include "engine/cases/derive.hpp"
#include "tests/api/story_walk.hpp"

#include <gtest/gtest.h>

#include <set>

namespace redress::api {
namespace {

std::vector<LoadedCase> walked_cases(unsigned seed) {
  HouseOfDesks house(seed);
  walk_cases(house, seed, 44, 12);
  RulebooksInForce const books(built_in_rulebooks().value());
  std::vector<LoadedCase> cases;
  house.store().read([&](StoreReader& store) {
    std::set<std::string> ids;
    for (auto const& entry : store.entries_from(0, 100'000)) ids.insert(entry.case_id);
    for (auto const& id : ids)
      if (auto loaded = load_case(store, books, id, {.id = "t", .role = Role::service})) cases.push_back(*loaded);
  });
  return cases;
}

boost::json::array shown(std::vector<rules::RuleVerdict> const& verdicts) {
  boost::json::array all;
  for (auto const& verdict : verdicts) {
    boost::json::array read;
    for (auto const& fact : verdict.facts_read)
      read.push_back({fact.path, fact.value ? to_json(*fact.value) : boost::json::value()});
    all.push_back({verdict.rule->id, name_of(verdict.verdict), verdict.applies, to_json(verdict.says), read});
  }
  return all;
}

TEST(DerivedAsNeeded, AMoveIsDecidedAsWithEveryFact) {
  int compared = 0;
  int accepted = 0;
  for (auto const& loaded : walked_cases(11)) {
    auto const now = loaded.case_.state_entered_at + 3 * hour_ms;
    auto const world = loaded.world(now);
    for (auto const* event : loaded.workflow->events()) {
      Command const command{.event = std::string(event->name),
                            .party = event->party,
                            .actor = {.id = "t", .role = event->party == Party::timer ? Role::runner : Role::service},
                            .params = example_params(*event, loaded.case_, loaded.account.refundable_minor(), now)};
      auto const attempt = read_attempt(*event, command, loaded.case_, now);
      if (!attempt) continue;
      auto const decision = decide(world, *attempt);
      if (decision.verdicts.empty()) continue;
      auto facts = facts_at(world, &*attempt);
      facts.set("event.refund_minor", decision.given.refund_minor);
      facts.set("event.compensation_minor", decision.given.compensation_minor);
      rules::Situation const situation{facts, world.evidence};
      auto all = rules::consult(world.book, loaded.case_.kind, event->name, situation, rules_at(world));
      if (is_automated(*event, command.actor))
        std::ranges::move(
            rules::consult_automation(world.book, loaded.case_.kind, event->name, situation, rules_at(world)),
            std::back_inserter(all));
      EXPECT_EQ(shown(decision.verdicts), shown(all)) << loaded.case_.kind << '.' << event->name;
      ++compared;
      if (!decision.accepted()) continue;
      ++accepted;
      World const next{world.workflow, world.book, decision.after,      world.account,
                       world.evidence, world.now,  world.automation_off};
      EXPECT_EQ(decision.after.due, due_of(next, facts_at(next, nullptr))) << event->name;
    }
  }
  EXPECT_GT(compared, 40);
  EXPECT_GT(accepted, 20);
}

TEST(DerivedAsNeeded, DoubtsAreTheVerdictsThatApplyAndDoNotHold) {
  int doubts = 0;
  for (auto const& loaded : walked_cases(12)) {
    auto const world = loaded.world(loaded.case_.state_entered_at + hour_ms);
    for (auto const* kind : {"E-CHAT", "E-TRACE", "E-SIGN", "E-SEAL", "E-WEIGHT", "E-UNBOX", "E-PHOTO"})
      for (boost::json::object const& attributes :
           {boost::json::object{}, boost::json::object{{"proof.context_whole", true}},
            boost::json::object{{"proof.from_platform", false}, {"proof.nodes_timed", true}}}) {
        Evidence item;
        item.kind = kind;
        item.size_bytes = 20'000'000;
        item.mime = "image/png";
        item.source = "upload";
        item.attributes = attributes;
        auto all = verdicts_on(item, world, {});
        auto const weight = weight_of(all);
        std::erase_if(all, [](auto const& each) { return !each.applies || each.verdict == rules::Verdict::holds; });
        auto const few = doubts_about(item, world, {});
        EXPECT_EQ(shown(few), shown(all)) << kind;
        EXPECT_EQ(weight_of(few), weight) << kind;
        doubts += static_cast<int>(few.size());
      }
  }
  EXPECT_GT(doubts, 20);
}

}  // namespace
}  // namespace redress::api
