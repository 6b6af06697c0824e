// A book's risk signals: which are there, what they add up to, and what they read.
#include "engine/rules/risk.hpp"

#include <gtest/gtest.h>

namespace redress::rules {
namespace {

RiskSignal signal(std::string id, std::string_view when, std::int64_t weight, Span span = {}) {
  auto compiled = cel::compile(when, declarations(), {.expected = cel::Type::boolean()});
  EXPECT_TRUE(compiled) << when;
  return {.id = std::move(id),
          .cites = {"自定", ""},
          .confidence = Confidence::design,
          .when = *compiled,
          .weight = weight,
          .asks_for = {{"E-CHATNO"}},
          .wants_person = weight >= 40,
          .span = span,
          .says = {"{buyer.refunds_90d} 次", "{buyer.refunds_90d} refunds"}};
}

Rulebook book_of(std::vector<RiskSignal> signals) {
  Rulebook book{.id = "b", .platform = "b", .version = "1", .digest = "", .title = {}};
  book.risks = std::move(signals);
  return book;
}

std::vector<std::string> ids(Risk const& risk) {
  std::vector<std::string> made;
  for (auto const& seen : risk.signals) made.push_back(seen.signal->id);
  return made;
}

constexpr Instant now{1'767'578'400'000};

TEST(Risk, AddsTheWeightsOfWhatIsKnownToBeThere) {
  auto const book = book_of({signal("R-1", "buyer.refunds_90d >= 4", 20), signal("R-2", "buyer.linked_accounts", 30),
                             signal("R-3", "claim.images_reused", 10)});
  Facts facts;
  EXPECT_EQ(risk_of(book, {facts}, now).score, 0);  // nothing is known, so nothing is raised
  facts.set("buyer.refunds_90d", std::int64_t{4});
  facts.set("buyer.linked_accounts", false);
  facts.set("claim.images_reused", true);
  auto const risk = risk_of(book, {facts}, now);
  EXPECT_EQ(risk.score, 30);
  EXPECT_EQ(ids(risk), (std::vector<std::string>{"R-1", "R-3"}));
}

TEST(Risk, EndsAtItsGreatestScore) {
  auto const book = book_of({signal("R-1", "true", 60), signal("R-2", "true", 60)});
  Facts const facts;
  EXPECT_EQ(risk_of(book, {facts}, now).score, risk_score_max);
}

TEST(Risk, LooksOnlyAtSignalsInForce) {
  auto const book =
      book_of({signal("R-1", "true", 10, {.until = now}), signal("R-1", "true", 20, {.from = now, .until = now + 1})});
  Facts const facts;
  EXPECT_EQ(risk_of(book, {facts}, now).score, 20);
  EXPECT_EQ(risk_of(book, {facts}, now + -1).score, 10);
  EXPECT_EQ(risk_of(book, {facts}, now + 1).score, 0);
}

TEST(Risk, ReadsEvidenceAndRaisesNothingOnAnError) {
  auto const book = book_of(
      {signal("R-1", "has_evidence('E-THREAT')", 10), signal("R-2", "buyer.refunds_90d / buyer.orders_90d > 0", 10)});
  Facts facts;
  facts.set("buyer.refunds_90d", std::int64_t{4});
  facts.set("buyer.orders_90d", std::int64_t{0});
  EXPECT_TRUE(risk_of(book, {facts}, now).signals.empty());
  std::vector<Evidence> evidence(1);
  evidence[0].kind = "E-THREAT";
  auto const risk = risk_of(book, {facts, evidence}, now);
  ASSERT_EQ(ids(risk), (std::vector<std::string>{"R-1"}));
  ASSERT_EQ(risk.signals[0].evidence_read.size(), 1U);
  EXPECT_EQ(risk.signals[0].evidence_read[0].kind, "E-THREAT");
}

TEST(Risk, IsShownWithItsFactsInWords) {
  auto const book = book_of({signal("R-1", "buyer.refunds_90d >= 4 || buyer.linked_accounts", 40)});
  Facts facts;
  facts.set("buyer.refunds_90d", std::int64_t{7});
  auto const shown = to_json(risk_of(book, {facts}, now), facts);
  EXPECT_EQ(boost::json::serialize(shown),
            R"({"score":40,"signals":[{"id":"R-1","weight":40,"cites":"自定","says":{"zh":"7 次","en":"7 refunds"},)"
            R"("facts":{"buyer.refunds_90d":7},"asks_for":[["E-CHATNO"]],"wants_person":true}]})");
}

}  // namespace
}  // namespace redress::rules
