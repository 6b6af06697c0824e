#include "engine/rules/proof.hpp"

#include "tests/engine/rules/rule_maker.hpp"

namespace redress::rules {
namespace {

ProofPart part_of(std::string_view source, Facts const& facts, std::vector<Evidence> const& evidence = {}) {
  return prove(compiled(source), {facts, evidence});
}

TEST(Proof, HasEveryPartWithWhatItCameTo) {
  auto const facts = make_facts({{"order.paid_minor", std::int64_t{25'000}}, {"order.fresh", true}});
  auto const part =
      part_of("order.paid_minor > 20000 && (order.custom_made || has_evidence('E-SIGN')) && !order.fresh", facts);
  EXPECT_EQ(part.operation, "&&");
  EXPECT_EQ(part.came, Came::no);
  ASSERT_EQ(part.parts.size(), 3U);
  auto const& more = part.parts[0];
  EXPECT_EQ(more.operation, ">");
  EXPECT_EQ(more.source, "order.paid_minor > 20000");
  EXPECT_EQ(more.came, Came::yes);
  ASSERT_EQ(more.parts.size(), 2U);
  EXPECT_EQ(more.parts[0].operation, "fact");
  ASSERT_EQ(more.parts[0].came, Came::value);
  EXPECT_EQ(more.parts[0].value->as_int(), 25'000);
  auto const& either = part.parts[1];
  EXPECT_EQ(either.came, Came::unknown);
  EXPECT_EQ(either.waits_for, (std::vector<std::string>{"evidence:E-SIGN", "order.custom_made"}));
  EXPECT_EQ(either.evidence, (std::set<std::string>{"E-SIGN"}));
  EXPECT_EQ(part.parts[2].operation, "!");
  EXPECT_EQ(part.parts[2].came, Came::no);
  EXPECT_EQ(part.facts, (std::set<std::string>{"order.custom_made", "order.fresh", "order.paid_minor"}));
}

TEST(Proof, SaysWhatWasNotAskedAndWhatErred) {
  auto const facts = make_facts({{"order.fresh", false}, {"claim.photos", std::int64_t{0}}});
  auto const skipped = part_of("order.fresh && claim.photos > 3", facts);
  EXPECT_EQ(skipped.parts[1].came, Came::not_asked);
  EXPECT_EQ(skipped.parts[1].source, "claim.photos > 3");
  auto const erred = part_of("7 / claim.photos > 1", facts);
  EXPECT_EQ(erred.came, Came::error);
  EXPECT_FALSE(erred.error->zh.empty());
  auto const macro =
      part_of("['a', 'b'].exists(x, x == claim.reason)", make_facts({{"claim.reason", std::string("b")}}));
  EXPECT_EQ(macro.came, Came::yes);
  EXPECT_TRUE(macro.parts.empty());  // its body was asked more than once
  EXPECT_EQ(macro.facts, (std::set<std::string>{"claim.reason"}));
}

TEST(Proof, HasTheVerdictOfJudgeForEveryTruth) {
  std::vector<std::string_view> const conditions{"", "order.fresh", "!order.fresh", "order.custom_made"};
  auto const facts = make_facts({{"order.fresh", true}});
  for (auto const effect : {RuleEffect::block, RuleEffect::route, RuleEffect::warn, RuleEffect::advance})
    for (auto const when : conditions)
      for (auto const require : conditions)
        for (bool const manager : {false, true}) {
          auto const rule = make_rule({.effect = effect, .when = when, .require = require});
          auto const proof = prove(rule, {facts}, manager);
          auto const verdict = judge(rule, {facts});
          EXPECT_EQ(proof.verdict.verdict, verdict.verdict);
          EXPECT_EQ(proof.verdict.applies, verdict.applies);
          EXPECT_EQ(proof.refuses, verdict.refuses(manager));
          EXPECT_EQ(proof.when.has_value(), !when.empty());
          EXPECT_EQ(proof.require.has_value(), !require.empty());
        }
}

TEST(Proof, NamesWhatARuleReads) {
  auto const rule = make_rule({.when = "has(order.signed_at)", .require = "evidence_count('E-PHOTO') > claim.photos"});
  EXPECT_EQ(facts_named(rule), (std::set<std::string>{"claim.photos", "order.signed_at"}));
  EXPECT_EQ(evidence_named(rule), (std::set<std::string>{"E-PHOTO"}));
  EXPECT_EQ(evidence_named(make_rule({.require = "has_evidence(claim.reason)"})), (std::set<std::string>{"*"}));
}

}  // namespace
}  // namespace redress::rules
