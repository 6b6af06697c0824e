// Deadlines, compensations, evidence needs and word lists: what a book answers beside its rules.
#include "engine/rules/consult.hpp"
#include "tests/engine/rules/rule_maker.hpp"

namespace redress::rules {
namespace {

Rulebook empty_book() { return {.id = "sample", .platform = "", .version = "1", .digest = "", .title = {}}; }

Deadline make_deadline(std::string id, std::string_view when, std::string_view due, Span span = {},
                       Confidence confidence = Confidence::high) {
  return {.id = std::move(id),
          .slot = "refund.seller_answer",
          .cites = {"第1条", "S1"},
          .confidence = confidence,
          .when = condition(when),
          .due = compiled(due, cel::Type::timestamp()),
          .span = span,
          .says = {"期限", "deadline"}};
}

Instant const noon = at("2026-01-05T04:00:00Z");

TEST(FindDue, TakesTheFirstDeadlineThatIsInForceAndInScope) {
  auto book = empty_book();
  book.deadlines.push_back(make_deadline("rumour", "", "case.state_entered_at + duration('1h')", {}, Confidence::low));
  book.deadlines.push_back(make_deadline("old", "", "case.state_entered_at + duration('72h')", days("", "2022-08-09")));
  book.deadlines.push_back(make_deadline("fresh", "order.fresh", "case.state_entered_at + duration('24h')"));
  book.deadlines.push_back(
      make_deadline("usual", "", "case.state_entered_at + duration('48h')", days("2022-08-10", "")));
  auto indexed = book;
  indexed.index = BookIndex::of(indexed);
  auto const entered = at("2026-01-05T02:00:00Z");
  struct {
    Facts facts;
    std::string_view at, id, due;
  } const cases[] = {
      {make_facts({{"case.state_entered_at", entered}}), "2026-01-05T04:00:00Z", "usual", "2026-01-07T02:00:00Z"},
      {make_facts({{"case.state_entered_at", entered}, {"order.fresh", false}}), "2026-01-05T04:00:00Z", "usual",
       "2026-01-07T02:00:00Z"},
      {make_facts({{"case.state_entered_at", entered}, {"order.fresh", true}}), "2026-01-05T04:00:00Z", "fresh",
       "2026-01-06T02:00:00Z"},
      {make_facts({{"case.state_entered_at", entered}}), "2022-08-09T15:59:59.999Z", "old", "2026-01-08T02:00:00Z"},
      {make_facts({{"case.state_entered_at", entered}}), "2022-08-09T16:00:00.000Z", "usual", "2026-01-07T02:00:00Z"},
  };
  for (auto const& c : cases)
    for (auto const* asked : {&book, &indexed}) {
      auto const due = find_due(*asked, "refund.seller_answer", {c.facts}, at(c.at));
      ASSERT_TRUE(due) << c.id;
      EXPECT_EQ(due->deadline->id, c.id);
      EXPECT_EQ(due->at, at(c.due)) << c.id;
    }
  EXPECT_FALSE(find_due(book, "refund.seller_answer", {Facts{}}, noon));  // entered at an unknown moment
  EXPECT_FALSE(find_due(book, "refund.other", {cases[0].facts}, noon));
}

TEST(FindDue, TakesTheEarlierOfTwoMomentsAndSaysWhatItRead) {
  auto book = empty_book();
  book.deadlines.push_back(make_deadline(
      "D-07c", "",
      "has(returns.signed_at) ? min(returns.signed_at + duration('72h'), returns.shipped_at + duration('240h')) "
      ": returns.shipped_at + duration('240h')"));
  auto facts = make_facts({{"returns.shipped_at", at("2026-01-01T00:00:00Z")}});
  EXPECT_EQ(find_due(book, "refund.seller_answer", {facts}, noon)->at, at("2026-01-11T00:00:00Z"));
  facts.set("returns.signed_at", at("2026-01-03T00:00:00Z"));
  auto const due = find_due(book, "refund.seller_answer", {facts}, noon);
  EXPECT_EQ(due->at, at("2026-01-06T00:00:00Z"));
  EXPECT_EQ(due->facts_read.size(), 2u);
  facts.set("returns.signed_at", at("2026-01-10T00:00:00Z"));
  EXPECT_EQ(find_due(book, "refund.seller_answer", {facts}, noon)->at, at("2026-01-11T00:00:00Z"));
}

TEST(FindDue, CountsTheSevenDaysFromTheBeijingDayAfterSigning) {
  auto book = empty_book();
  book.deadlines.push_back(make_deadline("D-16", "", "start_of_beijing_day(order.signed_at) + duration('192h')"));
  auto const due_if_signed = [&](std::string_view signed_at) {
    auto const facts = make_facts({{"order.signed_at", at(signed_at)}});
    return format_rfc3339(find_due(book, "refund.seller_answer", {facts}, noon).value().at);
  };
  EXPECT_EQ(due_if_signed("2026-01-05T15:59:59.999Z"), "2026-01-12T16:00:00.000Z");
  EXPECT_EQ(due_if_signed("2026-01-05T16:00:00.000Z"), "2026-01-13T16:00:00.000Z");
}

TEST(FindDue, AFirstDeadlineInScopeWithoutDueTimeIsNotReplacedByAnother) {
  auto book = empty_book();
  book.deadlines.push_back(make_deadline("first", "", "order.signed_at + duration('1h')"));
  book.deadlines.push_back(make_deadline("second", "", "case.state_entered_at + duration('1h')"));
  auto const facts = make_facts({{"case.state_entered_at", noon}});
  EXPECT_FALSE(find_due(book, "refund.seller_answer", {facts}, noon));
}

Compensation make_compensation(std::string id, std::int64_t per_mille, std::int64_t min, std::int64_t max,
                               Span span = {}, std::string_view when = {}) {
  return {.id = std::move(id),
          .breach = "late",
          .cites = {"第1条", "S1"},
          .confidence = Confidence::high,
          .when = condition(when),
          .per_mille = per_mille,
          .min_minor = min,
          .max_minor = max,
          .span = span,
          .says = {"赔付", "compensation"}};
}

Facts late(std::int64_t paid_minor) {
  return make_facts({{"compensation.breach", std::string("late")}, {"order.paid_minor", paid_minor}});
}

TEST(CompensationOwed, IsClampedBetweenItsLimits) {
  struct {
    std::int64_t paid, per_mille, min, max, owed;
  } const cases[] = {
      {0, 50, 500, 5000, 500},
      {1, 50, 500, 5000, 500},
      {9'999, 50, 500, 5000, 500},
      {10'000, 50, 500, 5000, 500},
      {10'020, 50, 500, 5000, 501},
      {99'999, 50, 500, 5000, 5'000},
      {100'000, 50, 500, 5000, 5'000},
      {100'020, 50, 500, 5000, 5'000},
      {10'000'000, 50, 500, 5000, 5'000},
      {10'000'000, 50, 500, 0, 500'000},
      {15'000, 125, 0, 0, 1'875},
      {10, 50, 0, 0, 1},  // half a fen goes up
      {9, 50, 0, 0, 0},
  };
  for (auto const& c : cases) {
    auto book = empty_book();
    book.compensations.push_back(make_compensation("C-01", c.per_mille, c.min, c.max));
    auto const owed = compensation_owed(book, {late(c.paid)}, noon);
    ASSERT_TRUE(owed) << c.paid;
    EXPECT_EQ(owed->amount.minor, c.owed) << c.paid << " at " << c.per_mille;
  }
}

TEST(CompensationOwed, ComesFromTheVersionInForce) {
  auto book = empty_book();
  book.compensations.push_back(make_compensation("C-old", 50, 500, 5'000, days("", "2023-12-25")));
  book.compensations.push_back(
      make_compensation("C-mid", 100, 500, 10'000, days("2023-12-26", "2025-08-14"), "order.presale"));
  book.compensations.push_back(make_compensation("C-new", 200, 500, 10'000, days("2023-12-26", "")));
  auto indexed = book;
  indexed.index = BookIndex::of(indexed);
  auto presale = late(20'000);
  presale.set("order.presale", true);
  struct {
    Facts facts;
    std::string_view at, id;
  } const cases[] = {
      {late(20'000), "2023-12-25T15:59:59.999Z", "C-old"}, {late(20'000), "2023-12-25T16:00:00.000Z", "C-new"},
      {presale, "2023-12-25T16:00:00.000Z", "C-mid"},      {presale, "2025-08-14T15:59:59.999Z", "C-mid"},
      {presale, "2025-08-14T16:00:00.000Z", "C-new"},
  };
  for (auto const& c : cases)
    for (auto const* asked : {&book, &indexed})
      EXPECT_EQ(compensation_owed(*asked, {c.facts}, at(c.at))->compensation->id, c.id) << c.at;
}

TEST(CompensationOwed, IsNothingWithoutBreachOrPaidAmount) {
  auto book = empty_book();
  book.compensations.push_back(make_compensation("C-01", 50, 500, 5'000));
  EXPECT_FALSE(compensation_owed(book, {Facts{}}, noon));
  EXPECT_FALSE(compensation_owed(book, {make_facts({{"compensation.breach", std::string("late")}})}, noon));
  EXPECT_FALSE(compensation_owed(
      book, {make_facts({{"compensation.breach", std::string("shortage")}, {"order.paid_minor", std::int64_t{1}}})},
      noon));
  EXPECT_FALSE(compensation_owed(book, {late(-1)}, noon));
  EXPECT_EQ(compensation_owed(book, {late(INT64_MAX)}, noon)->amount.minor, 5'000);  // the ceiling holds
  auto const reads = compensation_owed(book, {late(1)}, noon)->facts_read;
  ASSERT_EQ(reads.size(), 2u);
  EXPECT_EQ(reads[1].path, "order.paid_minor");
}

TEST(CompensationOwed, IsComputedOnTheSubOrdersThatAreClaimed) {
  auto book = empty_book();
  book.compensations.push_back(make_compensation("C-01", 50, 500, 5'000));
  auto facts = late(100'000);
  EXPECT_EQ(compensation_owed(book, {facts}, noon)->amount.minor, 5'000);
  facts.set("claim.lines_paid_minor", std::int64_t{20'000});
  auto const owed = compensation_owed(book, {facts}, noon);
  EXPECT_EQ(owed->amount.minor, 1'000);
  EXPECT_EQ(owed->facts_read[1].path, "claim.lines_paid_minor");
}

TEST(EvidenceNeeds, ApplyByEventAndScopeAndAreMetGroupByGroup) {
  auto book = empty_book();
  auto const need = [&](std::string id, std::vector<std::string> on, std::string_view when) {
    book.evidence_needs.push_back({.id = std::move(id),
                                   .cites = {"第1条", "S1"},
                                   .confidence = Confidence::high,
                                   .on = std::move(on),
                                   .when = condition(when),
                                   .borne_by = "seller",
                                   .any_of = {{"E-TRACE"}, {"E-SIGN", "E-SEAL"}},
                                   .says = {"证据", "proof"}});
  };
  need("whole", {}, "");
  need("refuse", {"refund.refuse"}, "");
  need("any kind", {"*.refuse"}, "claim.reason == 'not_received'");
  need("exchange", {"exchange.refuse"}, "");
  auto const evidence = make_evidence({"E-SEAL"});
  auto const asked = [&](std::string_view event, Facts const& facts) {
    std::vector<std::string> found;
    for (auto const& verdict : evidence_needs(book, "refund", event, {facts, evidence}, noon))
      found.push_back(verdict.need->id);
    return found;
  };
  auto const lost = make_facts({{"claim.reason", std::string("not_received")}});
  using Ids = std::vector<std::string>;
  EXPECT_EQ(asked("refuse", lost), (Ids{"whole", "refuse", "any kind"}));
  EXPECT_EQ(asked("refuse", Facts{}), (Ids{"whole", "refuse"}));
  EXPECT_EQ(asked("open", lost), Ids{"whole"});
  EXPECT_EQ(asked("", lost), (Ids{"whole", "refuse", "any kind"}));
  auto const groups = evidence_needs(book, "refund", "refuse", {lost, evidence}, noon)[0].groups;
  ASSERT_EQ(groups.size(), 2u);
  EXPECT_FALSE(groups[0].present);
  EXPECT_TRUE(groups[1].present);
}

TEST(Vocabularies, MatchAsSubstringsWhateverTheCaseOfLatinLetters) {
  auto book = empty_book();
  book.vocabularies = {{"reward", {"红包", "Red Packet", ""}}, {"abuse", {"傻逼"}}, {"channel", {"加V", "微信"}}};
  struct {
    std::string_view text;
    std::vector<std::string> names;
  } const cases[] = {
      {"", {}},
      {"发你红包，加v聊", {"channel", "reward"}},
      {"RED PACKET for you", {"reward"}},
      {"redpacket", {}},
      {"红", {}},
      {"纒包", {}},  // shares bytes with nothing
  };
  for (auto const& c : cases) EXPECT_EQ(matching_vocabularies(book, c.text), c.names) << c.text;
}

TEST(Vocabularies, MayWantANumberBeforeATermAndSetHarmlessPhrasesAside) {
  auto book = empty_book();
  book.vocabularies = {{"money", {"#元"}}, {"price_raise", {"加价", "pay more", "-绝不加价", "-not PAY more"}}};
  struct {
    std::string_view text;
    std::vector<std::string> names;
  } const cases[] = {
      {"元旦期间照常发货", {}},
      {"元", {}},
      {"多元单元", {}},
      {"退您 5 元", {"money"}},
      {"元旦给您20元", {"money"}},
      {"给您５元", {"money"}},
      {"给您二十元", {"money"}},
      {"本店绝不加价", {}},
      {"绝不加价，但这单要加价", {"price_raise"}},
      {"绝不绝不加价加价", {"price_raise"}},
      {"不加价不发货", {"price_raise"}},  // a condition, and no denial
      {"you need Not pay more", {}},
      {"please pay more", {"price_raise"}},
  };
  for (auto const& c : cases) EXPECT_EQ(matching_vocabularies(book, c.text), c.names) << c.text;
}

}  // namespace
}  // namespace redress::rules
