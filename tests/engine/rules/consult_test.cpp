#include "engine/rules/consult.hpp"

#include "tests/engine/rules/rule_maker.hpp"

#include <rapidcheck/gtest.h>

namespace redress::rules {
namespace {

std::vector<std::string> ids(std::vector<RuleVerdict> const& verdicts) {
  std::vector<std::string> found;
  for (auto const& verdict : verdicts) found.push_back(verdict.rule->id);
  return found;
}

Rulebook sample_book() {
  Rulebook book{.id = "sample", .platform = "", .version = "1", .digest = "", .title = {}};
  book.rules.push_back(make_rule({.on = {"refund.refuse", "refund.refuse_return"}, .id = "A"}));
  book.rules.push_back(make_rule({.on = {"*.refuse"}, .id = "B"}));
  book.rules.push_back(make_rule({.on = {"refund.*"}, .id = "C"}));
  book.rules.push_back(make_rule({.on = {"*.*"}, .id = "D"}));
  book.rules.push_back(make_rule({.on = {"exchange.refuse"}, .id = "E"}));
  book.rules.push_back(make_rule({.on = {"refund.refuse", "*.refuse"}, .id = "F"}));
  return book;
}

Instant const noon = at("2026-01-05T04:00:00Z");
Facts const no_facts;

TEST(Consult, FindsTheRulesOfAnEventInTheBooksOrder) {
  struct {
    std::string_view kind, event;
    std::vector<std::string> ids;
  } const cases[] = {
      {"refund", "refuse", {"A", "B", "C", "D", "F"}},
      {"refund", "refuse_return", {"A", "C", "D"}},
      {"exchange", "refuse", {"B", "D", "E", "F"}},
      {"refund", "unheard_of", {"C", "D"}},
      {"bad_review", "reply", {"D"}},
  };
  auto const searched = sample_book();
  auto indexed = searched;
  indexed.index = BookIndex::of(indexed);
  for (auto const& c : cases) {
    EXPECT_EQ(ids(consult(searched, c.kind, c.event, {no_facts}, noon)), c.ids) << c.kind << '.' << c.event;
    EXPECT_EQ(ids(consult(indexed, c.kind, c.event, {no_facts}, noon)), c.ids) << c.kind << '.' << c.event;
  }
}

RC_GTEST_PROP(Consult, AnswersTheSameWithAndWithoutIndex, ()) {
  static constexpr std::array<std::string_view, 4> names{"a", "b", "c", "*"};
  auto const name = rc::gen::elementOf(names);
  Rulebook book{.id = "any", .platform = "", .version = "", .digest = "", .title = {}};
  auto const count = *rc::gen::inRange(0, 12);
  for (int i = 0; i < count; ++i) {
    std::vector<std::string> on;
    for (int n = *rc::gen::inRange(1, 4); n > 0; --n) on.push_back(std::string(*name) + "." + std::string(*name));
    auto const effect = *rc::gen::element(RuleEffect::warn, RuleEffect::advance);
    book.rules.push_back(
        make_rule({.effect = effect, .on = on, .id = std::to_string(i), .advances = std::string(*name)}));
  }
  auto indexed = book;
  indexed.index = BookIndex::of(indexed);
  for (auto const kind : {"a", "b", "x"})
    for (auto const event : {"a", "c", "x"}) {
      RC_ASSERT(ids(consult(book, kind, event, {no_facts}, noon)) ==
                ids(consult(indexed, kind, event, {no_facts}, noon)));
      RC_ASSERT(ids(consult_automation(book, kind, event, {no_facts}, noon)) ==
                ids(consult_automation(indexed, kind, event, {no_facts}, noon)));
    }
}

TEST(Consult, KnowsTheFirstAndTheLastMomentOfAVersion) {
  Rulebook book{.id = "dated", .platform = "", .version = "", .digest = "", .title = {}};
  book.rules.push_back(make_rule({.id = "old", .span = days("", "2022-08-08")}));
  book.rules.push_back(make_rule({.id = "mid", .span = days("2022-08-09", "2025-08-14")}));
  book.rules.push_back(make_rule({.id = "new", .span = days("2025-08-15", "")}));
  struct {
    std::string_view at, id;
  } const cases[] = {
      {"2022-08-08T15:59:59.999Z", "old"}, {"2022-08-08T16:00:00.000Z", "mid"}, {"2025-08-14T15:59:59.999Z", "mid"},
      {"2025-08-14T16:00:00.000Z", "new"}, {"1990-01-01T00:00:00Z", "old"},     {"2999-01-01T00:00:00Z", "new"},
  };
  for (auto const& c : cases)
    EXPECT_EQ(ids(consult(book, "refund", "refuse", {no_facts}, at(c.at))), std::vector<std::string>{std::string(c.id)})
        << c.at;
}

TEST(Consult, SpansOverlapOnlyWhereBothHold) {
  auto const day = days("2026-01-05", "2026-01-05");
  EXPECT_TRUE(day.overlaps(day));
  EXPECT_TRUE(day.overlaps({}));
  EXPECT_FALSE(day.overlaps(days("2026-01-06", "")));
  EXPECT_FALSE(days("", "2026-01-04").overlaps(day));
  EXPECT_TRUE(days("", "2026-01-05").overlaps(day));
}

TEST(Automation, NeedsAnAdvanceRuleThatAppliesAndHolds) {
  Rulebook book{.id = "auto", .platform = "", .version = "", .digest = "", .title = {}};
  auto const advance = [&](std::string id, std::string_view when, Confidence confidence, std::string event) {
    book.rules.push_back(make_rule({.effect = RuleEffect::advance,
                                    .when = when,
                                    .on = {"refund.open"},
                                    .id = std::move(id),
                                    .confidence = confidence,
                                    .advances = std::move(event)}));
  };
  advance("cheap", "order.paid_minor <= 20000", Confidence::high, "instant_refund");
  advance("again", "order.paid_minor <= 30000", Confidence::high, "instant_refund");
  advance("maybe", "order.fresh", Confidence::high, "fresh_refund");
  advance("rumour", "", Confidence::low, "other_refund");
  advance("agree", "", Confidence::design, "auto_agree");
  book.rules.push_back(make_rule({.effect = RuleEffect::warn, .when = "false", .on = {"refund.open"}, .id = "warn"}));
  book.index = BookIndex::of(book);

  auto const cheap = make_facts({{"order.paid_minor", std::int64_t{20'000}}});
  auto const dear = make_facts({{"order.paid_minor", std::int64_t{30'001}}});
  using Names = std::vector<std::string>;
  EXPECT_EQ(advances(consult(book, "refund", "open", {cheap}, noon)), (Names{"instant_refund", "auto_agree"}));
  EXPECT_EQ(advances(consult(book, "refund", "open", {dear}, noon)), Names{"auto_agree"});
  EXPECT_EQ(advances(consult(book, "refund", "open", {no_facts}, noon)), Names{"auto_agree"});

  EXPECT_EQ(ids(consult_automation(book, "refund", "instant_refund", {cheap}, noon)), (Names{"cheap", "again"}));
  EXPECT_EQ(consult_automation(book, "refund", "instant_refund", {dear}, noon)[1].applies, false);
  EXPECT_EQ(consult_automation(book, "refund", "fresh_refund", {cheap}, noon)[0].verdict, Verdict::unproven);
  EXPECT_TRUE(consult_automation(book, "exchange", "instant_refund", {cheap}, noon).empty());
  EXPECT_TRUE(consult_automation(book, "refund", "open", {cheap}, noon).empty());
  EXPECT_TRUE(consult_automation(book, "refund", "other_refund", {cheap}, noon).empty());
}

TEST(Covers, ComparesKindAndEventOrTakesAny) {
  EXPECT_TRUE(covers("refund.refuse", "refund", "refuse"));
  EXPECT_TRUE(covers("*.refuse", "exchange", "refuse"));
  EXPECT_TRUE(covers("refund.*", "refund", "open"));
  EXPECT_FALSE(covers("refund.refuse", "refund", "refuse_return"));
  EXPECT_FALSE(covers("refund.refuse", "exchange", "refuse"));
  EXPECT_FALSE(covers("refuse", "refund", "refuse"));
  EXPECT_FALSE(covers("", "", ""));
}

}  // namespace
}  // namespace redress::rules
