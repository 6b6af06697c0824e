#include "engine/rules/failed_clause.hpp"

#include "tests/engine/rules/rule_maker.hpp"

namespace redress::rules {
namespace {

Facts const& sample() {
  static Facts const facts = make_facts({{"order.paid_minor", std::int64_t{25'000}},
                                         {"claim.reason", std::string("quality")},
                                         {"order.fresh", true},
                                         {"order.paid_at", at("2026-01-05T02:00:00Z")},
                                         {"now", at("2026-01-07T05:05:00Z")},
                                         {"order.dispatched_at", at("2026-01-06T00:00:00Z")},
                                         {"claim.photos", std::int64_t{1}}});
  return facts;
}

struct ClauseCase {
  std::string_view require;
  std::vector<FailedClause> failed;
};

TEST(FailedClause, NamesTheConjunctWithExpectedAndActual) {
  std::vector<ClauseCase> const cases{
      {"order.paid_minor <= 20000", {{"order.paid_minor <= 20000", "<= 20000", "25000"}}},
      {"20000 >= order.paid_minor", {{"20000 >= order.paid_minor", "<= 20000", "25000"}}},
      {"!(order.paid_minor > 20000)", {{"order.paid_minor > 20000", "<= 20000", "25000"}}},
      {"order.fresh && order.paid_minor == 1", {{"order.paid_minor == 1", "== 1", "25000"}}},
      {"claim.photos > 0 && (order.fresh && claim.photos >= 3)", {{"claim.photos >= 3", ">= 3", "1"}}},
      {"claim.reason in ['lost', 'stalled']",
       {{R"(claim.reason in ["lost", "stalled"])", R"(in ["lost", "stalled"])", R"("quality")"}}},
      {"!(claim.reason in ['quality'])", {{R"(claim.reason in ["quality"])", R"(not in ["quality"])", R"("quality")"}}},
      {"claim.reason != 'quality'", {{R"(claim.reason != "quality")", R"(!= "quality")", R"("quality")"}}},
      {"!order.fresh", {{"order.fresh", "false", "true"}}},
      {"has(order.signed_at)", {{"has(order.signed_at)", "known", "unknown"}}},
      {"!has(order.paid_at)", {{"has(order.paid_at)", "unknown", "known"}}},
      {"claim.reason.startsWith('no_')", {{R"(claim.reason.startsWith("no_"))", "true", "false"}}},
      {"order.fresh ? claim.photos >= 3 : claim.photos >= 1", {{"claim.photos >= 3", ">= 3", "1"}}},
      {"now - order.paid_at <= duration('2h')",
       {{R"(now - order.paid_at <= duration("2h"))", "<= 2 h", "2 d 3 h 5 min"}}},
      {"order.dispatched_at <= timestamp('2026-01-05T00:00:00Z')",
       {{R"(order.dispatched_at <= timestamp("2026-01-05T00:00:00Z"))", "<= 2026-01-05T00:00:00.000Z",
         "2026-01-06T00:00:00.000Z"}}},
      {"order.paid_minor <= 20000 || claim.photos >= 3",
       {{"order.paid_minor <= 20000 || claim.photos >= 3",
         "order.paid_minor <= 20000: <= 20000 || claim.photos >= 3: >= 3",
         "order.paid_minor <= 20000: 25000; claim.photos >= 3: 1"}}},
  };
  for (auto const& c : cases) {
    auto const verdict = judge(make_rule({.require = c.require}), {sample()});
    ASSERT_EQ(verdict.verdict, Verdict::fails) << c.require;
    ASSERT_EQ(verdict.failed.size(), c.failed.size()) << c.require;
    for (std::size_t i = 0; i < c.failed.size(); ++i) {
      EXPECT_EQ(verdict.failed[i].expression, c.failed[i].expression) << c.require;
      EXPECT_EQ(verdict.failed[i].expected, c.failed[i].expected) << c.require;
      EXPECT_EQ(verdict.failed[i].actual, c.failed[i].actual) << c.require;
    }
  }
}

TEST(FailedClause, OfARestrictionWithoutRequireSaysWhatItsScopeShouldNotBe) {
  auto const both =
      judge(make_rule({.effect = RuleEffect::warn, .when = "order.fresh && order.paid_minor > 20000"}), {sample()});
  ASSERT_EQ(both.failed.size(), 1u);
  EXPECT_EQ(both.failed[0].expected, "order.fresh: false || order.paid_minor > 20000: <= 20000");
  EXPECT_EQ(both.failed[0].actual, "order.fresh: true; order.paid_minor > 20000: 25000");
  EXPECT_TRUE(judge(make_rule({}), {sample()}).failed.empty());  // refused whatever the facts
}

TEST(FailedClause, NamesTheKindOfEvidenceThereIsTooLittleOf) {
  auto const evidence = make_evidence({"E-PHOTO"});
  auto const verdict = judge(make_rule({.require = "evidence_count('E-PHOTO') >= 3"}), {sample(), evidence});
  ASSERT_EQ(verdict.verdict, Verdict::fails);
  ASSERT_EQ(verdict.missing.size(), 1u);
  EXPECT_EQ(verdict.missing[0].what, Missing::What::evidence);
  EXPECT_EQ(verdict.missing[0].name, "E-PHOTO");
  EXPECT_EQ(verdict.failed.at(0).actual, "1");
  EXPECT_TRUE(judge(make_rule({.require = "evidence_count('E-PHOTO') < 1"}), {sample(), evidence}).missing.empty());
}

TEST(FailedClause, WritesSpansOfTimeInWords) {
  constexpr std::int64_t second = 1'000'000'000;
  struct {
    std::int64_t nanos;
    std::string_view words;
  } const cases[] = {{0, "0 s"},
                     {59 * second, "59 s"},
                     {3600 * second, "1 h"},
                     {-(26 * 3600 + 60) * second, "-1 d 2 h 1 min"},
                     {second + 500'000'000, "1.500 s"},
                     {60 * second + 1'000'000, "1 min 0.001 s"},
                     {INT64_MIN, "-106751 d 23 h 47 min 16.854 s"}};
  for (auto const& c : cases) EXPECT_EQ(duration_in_words(cel::Duration{c.nanos}), c.words);
}

}  // namespace
}  // namespace redress::rules
