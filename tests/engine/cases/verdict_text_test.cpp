// Verdicts are written as canonical JSON of verdict_in_entry() is, and an entry's bytes do not tell which way was
// taken.
#include "engine/cases/verdict_text.hpp"

#include "engine/cases/entry_draft.hpp"
#include "engine/ledger/canonical_json.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

namespace redress {
namespace {

rules::Rule rule() {
  return {.id = "TB-RU-005",
          .version = "2026.1",
          .cites = {"规则 \"第27条\"", "S1"},
          .confidence = rules::Confidence::high,
          .effect = rules::RuleEffect::block,
          .on = {},
          .when = {},
          .require = {},
          .span = {},
          .says = {}};
}

std::string by_tree(std::vector<rules::RuleVerdict> const& verdicts) {
  boost::json::array all;
  for (auto const& verdict : verdicts) all.push_back(verdict_in_entry(verdict));
  return ledger::canonical_json(all).value();
}

rules::RuleVerdict verdict_of(rules::Rule const& its_rule) {
  return {.rule = &its_rule,
          .verdict = rules::Verdict::fails,
          .applies = true,
          .facts_read = {{"order.paid_minor", std::int64_t{20'007}},
                         {"claim.wants", std::nullopt},
                         {"claim.reason", std::string("质量\n问题\x01")},
                         {"order.dispatched", true},
                         {"order.paid_at", Instant{1'767'578'400'000}},
                         {"buyer.message_terms", std::vector<std::string>{"威胁", "praise"}}},
          .says = {"不得\t拒绝", "may not \\ refuse"},
          .evidence_read = {{"E-SIGN", 0}, {"E-CHAT", 2}}};
}

TEST(VerdictsText, IsTheCanonicalFormOfTheTree) {
  auto const its_rule = rule();
  auto plain = verdict_of(its_rule);
  plain.evidence_read.clear();
  plain.facts_read.clear();
  std::vector const verdicts{verdict_of(its_rule), plain};
  EXPECT_EQ(verdicts_text(verdicts), by_tree(verdicts));
  EXPECT_EQ(verdicts_text({}), "[]");
}

TEST(VerdictsText, IsNoneWhereThereIsNoCanonicalForm) {
  auto const its_rule = rule();
  auto too_large = verdict_of(its_rule);
  too_large.facts_read = {{"order.paid_minor", std::int64_t{1} << 53}};
  EXPECT_EQ(verdicts_text(std::vector{too_large}), std::nullopt);
  too_large.facts_read = {{"order.paid_minor", (std::int64_t{1} << 53) - 1}};
  EXPECT_TRUE(verdicts_text(std::vector{too_large}));
  auto ill_formed = verdict_of(its_rule);
  ill_formed.says.zh = "\xFF";
  EXPECT_EQ(verdicts_text(std::vector{ill_formed}), std::nullopt);
}

TEST(VerdictsText, ADraftThatCannotBeSealedSaysWhere) {
  auto const its_rule = rule();
  rules::Rulebook const book{.id = "t", .platform = {}, .version = {}, .digest = {}, .title = {}};
  Decision decision;
  decision.verdicts = {verdict_of(its_rule)};
  EntryContext const context{.entry_id = "entry_1",
                             .nonce = {},
                             .request_id = {},
                             .actor = {},
                             .party = {},
                             .event = {},
                             .now = {},
                             .book = book};
  auto const whole = seal(draft_entry(decision, context), 0, 0, "");
  ASSERT_TRUE(whole);
  auto const rules = boost::json::parse(whole->bytes).at("rules");
  EXPECT_EQ(ledger::canonical_json(rules).value(), by_tree(decision.verdicts));
  decision.verdicts.front().facts_read = {{"order.paid_minor", std::int64_t{1} << 53}};
  auto const refused = seal(draft_entry(decision, context), 0, 0, "");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().position, "rules[0].facts_read.order.paid_minor");
}

// Text of every length around the words it is copied by, with what must be escaped or checked at every place.
RC_GTEST_PROP(VerdictsText, WritesAnyTextAsTheTreeDoes, ()) {
  auto const its_rule = rule();
  auto one = verdict_of(its_rule);
  auto const piece = rc::gen::element<std::string>("a", "\"", "\\", "\x1f", " ", "é", "退", "\xF0\x9F\x98\x80", "\x7f");
  auto const text = rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](auto const& pieces) {
    std::string joined;
    for (auto const& each : pieces) joined += each;
    return joined;
  });
  one.says = {*text, *text};
  one.facts_read = {{"claim.reason", FactValue{*text}},
                    {"order.paid_minor", FactValue{*rc::gen::inRange<std::int64_t>(-(1LL << 53) + 1, 1LL << 53)}}};
  std::vector const verdicts{one};
  RC_ASSERT(verdicts_text(verdicts) == std::optional(by_tree(verdicts)));
}

}  // namespace
}  // namespace redress
