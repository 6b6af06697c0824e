#include "engine/rules/consult.hpp"
#include "tests/engine/rules/rule_maker.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace redress::rules {
namespace {

// Conditions that come out as named on the facts and evidence below; "none" leaves the member away.
std::string_view condition_that_is(std::string_view truth) {
  if (truth == "true") return "order.paid_minor == 100";
  if (truth == "false") return "order.paid_minor != 100";
  if (truth == "unknown") return "has_evidence('E-SIGN')";
  if (truth == "error") return "order.paid_minor / 0 == 1";
  return "";
}

struct VerdictCase {
  std::string_view when;
  std::string_view require;
  std::string_view restricts;  // the four restricting effects
  std::string_view permits;    // advance and calculate
};

// clang-format off
constexpr VerdictCase verdict_cases[] = {
    // when       require     block...         advance...
    {"none",      "true",     "holds",         "holds"},
    {"none",      "false",    "fails",         "fails"},
    {"none",      "unknown",  "unproven",      "unproven"},
    {"none",      "error",    "unproven",      "unproven"},
    {"none",      "none",     "fails",         "holds"},
    {"true",      "true",     "holds",         "holds"},
    {"true",      "false",    "fails",         "fails"},
    {"true",      "unknown",  "unproven",      "unproven"},
    {"true",      "error",    "unproven",      "unproven"},
    {"true",      "none",     "fails",         "holds"},
    {"false",     "true",     "out of scope",  "out of scope"},
    {"false",     "false",    "out of scope",  "out of scope"},
    {"false",     "unknown",  "out of scope",  "out of scope"},
    {"false",     "error",    "out of scope",  "out of scope"},
    {"false",     "none",     "out of scope",  "out of scope"},
    {"unknown",   "true",     "holds",         "unproven"},
    {"unknown",   "false",    "unproven",      "fails"},
    {"unknown",   "unknown",  "unproven",      "unproven"},
    {"unknown",   "error",    "unproven",      "unproven"},
    {"unknown",   "none",     "unproven",      "unproven"},
    {"error",     "true",     "holds",         "unproven"},
    {"error",     "false",    "unproven",      "fails"},
    {"error",     "unknown",  "unproven",      "unproven"},
    {"error",     "error",    "unproven",      "unproven"},
    {"error",     "none",     "unproven",      "unproven"},
};
// clang-format on

constexpr RuleEffect restricting[] = {RuleEffect::block, RuleEffect::require_evidence, RuleEffect::route,
                                      RuleEffect::warn};
constexpr RuleEffect permitting[] = {RuleEffect::advance, RuleEffect::calculate};

std::string answer_of(RuleVerdict const& verdict) {
  if (!verdict.applies) {
    EXPECT_EQ(verdict.verdict, Verdict::holds);
    return "out of scope";
  }
  return std::string(name_of(verdict.verdict));
}

MATCHER(SameMissing, "") {
  auto const& [one, other] = arg;
  return one.what == other.what && one.name == other.name;
}

void expect_answer(VerdictCase const& c, RuleEffect effect, std::string_view expected) {
  auto const rule =
      make_rule({.effect = effect, .when = condition_that_is(c.when), .require = condition_that_is(c.require)});
  auto const facts = make_facts({{"order.paid_minor", std::int64_t{100}}});
  auto const verdict = judge(rule, {facts});
  EXPECT_EQ(answer_of(verdict), expected) << name_of(effect) << ": when " << c.when << ", require " << c.require;
  EXPECT_EQ(verdict.verdict == Verdict::unproven, !verdict.missing.empty());
  auto const untold = judge_untold(rule, {facts});
  EXPECT_EQ(answer_of(untold), answer_of(verdict));
  EXPECT_THAT(untold.missing, testing::Pointwise(SameMissing(), verdict.missing));
}

TEST(Verdict, OfARestrictionIsAnImplication) {
  for (auto const& c : verdict_cases)
    for (auto const effect : restricting) expect_answer(c, effect, c.restricts);
}

TEST(Verdict, OfAPermissionIsAConjunction) {
  for (auto const& c : verdict_cases)
    for (auto const effect : permitting) expect_answer(c, effect, c.permits);
}

TEST(Verdict, NamesTheErrorThatMadeItUnproven) {
  auto const facts = make_facts({{"order.paid_minor", std::int64_t{100}}});
  auto const verdict = judge(make_rule({.require = condition_that_is("error")}), {facts});
  ASSERT_EQ(verdict.missing.size(), 1u);
  EXPECT_EQ(verdict.missing[0].what, Missing::What::error);
  EXPECT_NE(verdict.missing[0].name.find("zero"), std::string::npos) << verdict.missing[0].name;
}

TEST(Verdict, NamesEveryFactAndProofThatIsMissing) {
  Facts const facts;
  auto const rule = make_rule(
      {.when = "has_evidence('E-CHAT')", .require = "has_evidence('E-SIGN') || order.signed_at > order.paid_at"});
  auto const verdict = judge(rule, {facts});
  std::vector<std::string> names;
  for (auto const& missing : verdict.missing)
    names.push_back((missing.what == Missing::What::evidence ? "evidence " : "fact ") + missing.name);
  std::ranges::sort(names);
  EXPECT_EQ(names, (std::vector<std::string>{"evidence E-CHAT", "evidence E-SIGN", "fact order.paid_at",
                                             "fact order.signed_at"}));
}

struct RefusalCase {
  RuleEffect effect;
  Confidence confidence;
  bool by_manager;
  bool refuses;
};

TEST(Verdict, RefusesByEffectConfidenceAndWhoAsks) {
  using enum RuleEffect;
  using enum Confidence;
  constexpr RefusalCase cases[] = {
      {block, high, false, true},           {block, high, true, true},     {block, design, false, true},
      {block, medium, false, false},        {block, low, false, false},    {block, unverified, false, false},
      {require_evidence, high, true, true}, {route, high, false, true},    {route, high, true, false},
      {warn, high, false, false},           {advance, high, false, false}, {calculate, high, false, false},
  };
  for (auto const& c : cases)
    for (auto const* truth : {"false", "unknown"}) {
      auto const rule =
          make_rule({.effect = c.effect, .require = condition_that_is(truth), .confidence = c.confidence});
      auto const facts = make_facts({{"order.paid_minor", std::int64_t{100}}});
      auto const verdict = judge(rule, {facts});
      EXPECT_EQ(verdict.refuses(c.by_manager), c.refuses)
          << name_of(c.effect) << ' ' << name_of(c.confidence) << ' ' << c.by_manager << ' ' << truth;
    }
  auto const facts = make_facts({{"order.paid_minor", std::int64_t{100}}});
  EXPECT_FALSE(judge(make_rule({.require = condition_that_is("true")}), {facts}).refuses(false));
}

TEST(Verdict, ListsWhatWasReallyReadOnceInOrderOfReading) {
  auto const rule = make_rule({.when = "order.paid_minor > 10 && has(order.signed_at)",
                               .require = "order.paid_minor < 5 && order.fresh && evidence_count('E-PHOTO') > 2"});
  auto const facts =
      make_facts({{"order.paid_minor", std::int64_t{100}}, {"order.signed_at", at("2026-01-05T02:00:00Z")}});
  auto const verdict = judge(rule, {facts});
  ASSERT_EQ(verdict.facts_read.size(), 2u);  // order.fresh stands behind a conjunct that is false
  EXPECT_EQ(verdict.facts_read[0].path, "order.paid_minor");
  EXPECT_EQ(verdict.facts_read[0].value, FactValue{std::int64_t{100}});
  EXPECT_EQ(verdict.facts_read[1].path, "order.signed_at");
  EXPECT_TRUE(verdict.evidence_read.empty());
}

TEST(Verdict, ListsUnknownFactsAndCountedEvidenceAsRead) {
  auto const rule = make_rule({.require = "order.fresh || evidence_count('E-PHOTO') > 2 || has_evidence('E-SIGN')"});
  Facts const facts;
  auto const evidence = make_evidence({"E-PHOTO", "E-CHAT", "E-PHOTO"});
  auto const verdict = judge(rule, {facts, evidence});
  ASSERT_EQ(verdict.facts_read.size(), 1u);
  EXPECT_EQ(verdict.facts_read[0].path, "order.fresh");
  EXPECT_FALSE(verdict.facts_read[0].value);
  ASSERT_EQ(verdict.evidence_read.size(), 2u);
  EXPECT_EQ(verdict.evidence_read[0].kind, "E-PHOTO");
  EXPECT_EQ(verdict.evidence_read[0].count, 2);
  EXPECT_EQ(verdict.evidence_read[1].kind, "E-SIGN");
  EXPECT_EQ(verdict.evidence_read[1].count, 0);
}

}  // namespace
}  // namespace redress::rules
