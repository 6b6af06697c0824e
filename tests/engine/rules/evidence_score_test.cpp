// How complete a file is: laws over needs of any shape, and what weight, dates and bearer change.
#include "engine/rules/consult.hpp"
#include "tests/engine/rules/rule_maker.hpp"

#include <rapidcheck/gtest.h>

#include <algorithm>

namespace redress::rules {
namespace {

constexpr Instant noon{1'767'600'000'000};
constexpr std::array<std::string_view, 6> kinds{"E-CHAT", "E-SIGN", "E-SEAL", "E-TRACE", "E-QC", "E-PHOTO"};

EvidenceNeed need_of(std::vector<std::vector<std::string>> any_of, std::string borne_by = "seller",
                     Confidence confidence = Confidence::high, Span span = {}) {
  return {.id = "N",
          .cites = {"第1条", "S1"},
          .confidence = confidence,
          .on = {},
          .when = {},
          .borne_by = std::move(borne_by),
          .any_of = std::move(any_of),
          .says = {"证据", "proof"},
          .span = span};
}

Rulebook book_of(std::vector<EvidenceNeed> needs) {
  Rulebook book{.id = "sample", .platform = "", .version = "1", .digest = "", .title = {}};
  book.evidence_needs = std::move(needs);
  return book;
}

Evidence item_of(std::string_view kind, Weight weight = Weight::admissible) {
  Evidence item;
  item.kind = kind;
  item.weight = weight;
  return item;
}

std::int64_t score_of(Rulebook const& book, std::vector<Evidence> const& evidence) {
  auto const verdicts = evidence_needs(book, "refund", "", {Facts{}, evidence}, noon);
  return sufficiency_score(verdicts);
}

EvidenceNeed any_need() {
  auto const groups = *rc::gen::inRange(1, 4);
  std::vector<std::vector<std::string>> any_of;
  for (int i = 0; i < groups; ++i) {
    auto& group = any_of.emplace_back();
    auto const size = *rc::gen::inRange(1, 4);
    for (int k = 0; k < size; ++k) group.emplace_back(kinds[*rc::gen::inRange<std::size_t>(0, kinds.size())]);
  }
  auto const confidence = *rc::gen::element(Confidence::high, Confidence::medium, Confidence::design);
  return need_of(std::move(any_of), *rc::gen::element<std::string>("seller", "buyer"), confidence);
}

std::vector<EvidenceNeed> any_needs() {
  std::vector<EvidenceNeed> needs;
  auto const count = *rc::gen::inRange(0, 6);
  for (int i = 0; i < count; ++i) needs.push_back(any_need());
  return needs;
}

std::vector<Evidence> any_evidence() {
  std::vector<Evidence> evidence;
  auto const count = *rc::gen::inRange(0, 6);
  for (int i = 0; i < count; ++i)
    evidence.push_back(item_of(kinds[*rc::gen::inRange<std::size_t>(0, kinds.size())],
                               *rc::gen::element(Weight::admissible, Weight::weak, Weight::inadmissible)));
  return evidence;
}

RC_GTEST_PROP(EvidenceScore, IsAHundredExactlyWhenEveryMandatoryClauseHolds, ()) {
  auto const book = book_of(any_needs());
  auto const evidence = any_evidence();
  auto const verdicts = evidence_needs(book, "refund", "", {Facts{}, evidence}, noon);
  bool all = true;
  for (auto const& verdict : verdicts)
    if (verdict.need->borne_by == "seller" && verdict.need->confidence != Confidence::medium)
      for (auto const& group : verdict.groups) all = all && group.present;
  RC_ASSERT((sufficiency_score(verdicts) == 100) == all);
}

RC_GTEST_PROP(EvidenceScore, IsNeverLoweredByAnotherItem, ()) {
  auto const book = book_of(any_needs());
  auto evidence = any_evidence();
  auto score = score_of(book, evidence);
  for (auto const kind : kinds) {
    evidence.push_back(item_of(kind, *rc::gen::element(Weight::admissible, Weight::weak, Weight::inadmissible)));
    auto const now = score_of(book, evidence);
    RC_ASSERT(now >= score);
    score = now;
  }
}

RC_GTEST_PROP(EvidenceScore, DoesNotDependOnTheOrderOfTheItems, ()) {
  auto const book = book_of(any_needs());
  auto evidence = any_evidence();
  auto const score = score_of(book, evidence);
  std::ranges::reverse(evidence);
  RC_ASSERT(score_of(book, evidence) == score);
}

TEST(EvidenceScore, CountsClausesNotNeeds) {
  auto const book = book_of({need_of({{"E-TRACE"}, {"E-SIGN", "E-SEAL"}}), need_of({{"E-QC"}})});
  EXPECT_EQ(score_of(book, {}), 0);
  EXPECT_EQ(score_of(book, {item_of("E-SEAL")}), 33);
  EXPECT_EQ(score_of(book, {item_of("E-SEAL"), item_of("E-SIGN")}), 33);
  EXPECT_EQ(score_of(book, {item_of("E-SEAL"), item_of("E-QC")}), 66);
  EXPECT_EQ(score_of(book, {item_of("E-SEAL"), item_of("E-QC"), item_of("E-TRACE")}), 100);
}

TEST(EvidenceScore, AnInadmissibleItemMeetsNothingAndAWeakOneIsMarked) {
  auto const need = need_of({{"E-QC"}});
  std::vector<Evidence> const bad{item_of("E-QC", Weight::inadmissible)};
  EXPECT_FALSE(answer_to(need, bad).groups[0].present);
  std::vector<Evidence> const weak{item_of("E-QC", Weight::weak)};
  EXPECT_TRUE(answer_to(need, weak).groups[0].present);
  EXPECT_FALSE(answer_to(need, weak).groups[0].strong);
  std::vector<Evidence> const good{item_of("E-QC")};
  EXPECT_TRUE(answer_to(need, good).groups[0].strong);
}

TEST(EvidenceScore, WhatTheBuyerBearsAndWhatIsNotSureCountsForNothing) {
  EXPECT_EQ(score_of(book_of({need_of({{"E-QC"}}, "buyer")}), {}), 100);
  EXPECT_EQ(score_of(book_of({need_of({{"E-QC"}}, "seller", Confidence::medium)}), {}), 100);
  EXPECT_EQ(score_of(book_of({need_of({{"E-QC"}}, "seller", Confidence::design)}), {}), 0);
}

TEST(EvidenceNeeds, HoldBetweenTheirDatesAlone) {
  Span const until_noon{.from = {}, .until = noon};
  Span const from_noon{.from = noon, .until = {}};
  EXPECT_EQ(score_of(book_of({need_of({{"E-QC"}}, "seller", Confidence::high, until_noon)}), {}), 100);
  EXPECT_EQ(score_of(book_of({need_of({{"E-QC"}}, "seller", Confidence::high, from_noon)}), {}), 0);
}

}  // namespace
}  // namespace redress::rules
