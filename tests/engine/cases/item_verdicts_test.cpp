// Items that were not believed open no move, weak ones open it with a warning, in decisions and in the list of actions.
#include "engine/cases/item_verdicts.hpp"

#include "engine/cases/actions.hpp"
#include "engine/cases/nearest_yes.hpp"
#include "tests/engine/cases/small_world.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

namespace redress {
namespace {

using rules::make_rule;
using testing::HasSubstr;

Actor const agent{.id = "a", .role = Role::agent};

Evidence item_of(std::string id, std::string kind, Weight weight, boost::json::object attributes = {}) {
  Evidence item;
  item.id = std::move(id);
  item.kind = std::move(kind);
  item.weight = weight;
  item.attributes = std::move(attributes);
  return item;
}

// A shop that wants a signed receipt before it refuses, and believes only one that the recipient signed.
SmallWorld receipt_wanted(std::string_view require = "has_evidence('E-SIGN')") {
  SmallWorld small;
  small.book.rules.push_back(make_rule({.effect = rules::RuleEffect::require_evidence, .require = require}));
  small.book.rules.push_back(make_rule({.when = "event.evidence_kind == 'E-SIGN' && has(proof.signer)",
                                        .require = "proof.signer != 'other'",
                                        .on = {"*.evidence_added"},
                                        .id = "T-SIGNER",
                                        .says = {"他人代签不算", "signed by somebody else"}}));
  return small;
}

Decision refuse_in(SmallWorld const& small) {
  auto const world = small.world();
  auto const attempt = attempt_of(world, {{.event = "refuse", .actor = agent}});
  return decide(world, *attempt);
}

TEST(ItemVerdicts, ARuleCountsWhatIsNotInadmissible) {
  struct {
    std::string_view require;
    std::vector<Weight> weights;
    bool accepted;
  } const rows[] = {
      {"has_evidence('E-SIGN')", {}, false},
      {"has_evidence('E-SIGN')", {Weight::inadmissible}, false},
      {"has_evidence('E-SIGN')", {Weight::inadmissible, Weight::inadmissible}, false},
      {"has_evidence('E-SIGN')", {Weight::weak}, true},
      {"has_evidence('E-SIGN')", {Weight::inadmissible, Weight::admissible}, true},
      {"evidence_count('E-SIGN') >= 2", {Weight::inadmissible, Weight::admissible}, false},
      {"evidence_count('E-SIGN') >= 2", {Weight::weak, Weight::inadmissible, Weight::admissible}, true},
      {"evidence_count('E-SIGN') == 0", {Weight::inadmissible}, true},
  };
  for (auto const& row : rows) {
    auto small = receipt_wanted(row.require);
    for (auto const weight : row.weights) small.evidence.push_back(item_of("ev_1", "E-SIGN", weight));
    EXPECT_EQ(refuse_in(small).accepted(), row.accepted) << row.require << " " << row.weights.size();
  }
}

TEST(ItemVerdicts, ARefusalNamesTheItemThatDoesNotCountAndWhy) {
  auto small = receipt_wanted();
  small.evidence.push_back(item_of("ev_7", "E-SIGN", Weight::inadmissible, {{"proof.signer", "other"}}));
  small.evidence.push_back(item_of("ev_8", "E-CHAT", Weight::inadmissible));
  auto const decision = refuse_in(small);
  ASSERT_FALSE(decision.accepted());
  auto const& reason = decision.refusal->why_not.front();
  EXPECT_EQ(reason.code, "evidence_missing");
  EXPECT_THAT(reason.says.en, HasSubstr("ev_7 (E-SIGN)"));
  EXPECT_THAT(reason.says.en, HasSubstr("signed by somebody else"));
  EXPECT_THAT(reason.says.zh, HasSubstr("他人代签不算"));
  EXPECT_THAT(reason.says.en, testing::Not(HasSubstr("ev_8"))) << "nobody asked for a chat";
  EXPECT_EQ(reason.actual, "ev_7 inadmissible");
  ASSERT_TRUE(reason.fix);
  EXPECT_EQ(reason.fix->method, "evidence.add");
  EXPECT_EQ(reason.fix->params.at("kind"), "E-SIGN");
}

TEST(ItemVerdicts, TheNearestYesIsAnotherItem) {
  auto small = receipt_wanted("evidence_count('E-SIGN') >= 2");
  small.evidence.push_back(item_of("ev_1", "E-SIGN", Weight::inadmissible));
  small.evidence.push_back(item_of("ev_2", "E-SIGN", Weight::weak));
  auto const nearest = nearest_yes(small.world(), {{.event = "refuse", .actor = agent}});
  ASSERT_TRUE(nearest);
  ASSERT_EQ(nearest->sets.size(), 1U);
  EXPECT_EQ(nearest->sets[0][0].setting.pieces, 1) << "one counts already";
}

TEST(ItemVerdicts, AWeakItemCountsAndIsWarnedOf) {
  auto small = receipt_wanted();
  small.evidence.push_back(item_of("ev_3", "E-SIGN", Weight::weak));
  auto const world = small.world();
  auto const warnings = weak_items_counted(refuse_in(small), world);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].at("code"), "weak_evidence");
  EXPECT_EQ(warnings[0].at("evidence_id"), "ev_3");
  EXPECT_EQ(warnings[0].at("rule"), "T-001");
  auto const actions = actions_of(world, agent);
  auto const refuse = std::ranges::find(actions, "refuse", [](Action const& each) { return each.event->name; });
  EXPECT_TRUE(refuse->allowed);
  EXPECT_EQ(to_json(*refuse).at("warnings"), warnings);
  small.evidence.push_back(item_of("ev_4", "E-SIGN", Weight::admissible));
  EXPECT_TRUE(weak_items_counted(refuse_in(small), small.world()).empty()) << "a better one is there";
}

// The checklist and the rules agree: a move that wants one of a need's kinds is open exactly when the clause is met.
RC_GTEST_PROP(ItemVerdictLaws, RulesAndNeedsCountTheSameItems, ()) {
  constexpr std::array kinds{"E-SIGN", "E-SEAL", "E-CHAT"};
  auto small = receipt_wanted("has_evidence('E-SIGN') || has_evidence('E-SEAL')");
  auto const count = *rc::gen::inRange(0, 5);
  for (int i = 0; i < count; ++i)
    small.evidence.push_back(item_of("ev_" + std::to_string(i), *rc::gen::elementOf(kinds),
                                     *rc::gen::element(Weight::admissible, Weight::weak, Weight::inadmissible)));
  rules::EvidenceNeed need;
  need.any_of = {{"E-SIGN", "E-SEAL"}};
  RC_ASSERT(refuse_in(small).accepted() == rules::answer_to(need, small.evidence).groups[0].present);
}

}  // namespace
}  // namespace redress
