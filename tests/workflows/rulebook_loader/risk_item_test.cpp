// Risk signals as a book gives them: read, tried, and held to what a score may do.
#include "engine/rules/risk.hpp"
#include "tests/workflows/rulebook_loader/sample_book.hpp"

namespace redress::rules {
namespace {

constexpr std::string_view risky_book = R"(book: sample
version: "1"
platform: sample
title: {zh: 书, en: Book}
version_selector: at_decision_time
rules:
  - id: T-001
    cites: {text: 自定}
    confidence: design
    effect: route
    on: [refund.refuse]
    require: risk.score < 60
    says: {zh: 转人工, en: a person}
    examples:
      - {verdict: holds, facts: {risk.score: 59}}
      - {verdict: fails, facts: {risk.score: 60}}
risk:
  - id: R-04
    cites: {text: 自定}
    confidence: design
    when: buyer.refunds_90d >= 4
    weight: 20
    asks_for: [[E-CHATNO, E-THREAT], [E-PHOTO]]
    wants_person: true
    says: {zh: "退款 {buyer.refunds_90d} 次", en: "{buyer.refunds_90d} refunds"}
    examples:
      - {signal: true, facts: {buyer.refunds_90d: 4}}
      - {signal: false, facts: {buyer.refunds_90d: 3}}
)";

Names const& risky_names() {
  static Names const names{.events = {"refund.open", "refund.refuse"}, .slots = {}, .buyer_events = {"refund.open"}};
  return names;
}

Loaded load_risky(std::string_view text) {
  BookSource const source{"sample", std::string(text)};
  return load_books({&source, 1}, risky_names());
}

TEST(RiskItem, IsReadWhole) {
  auto const loaded = load_risky(risky_book);
  ASSERT_EQ(listed(loaded.findings), "");
  ASSERT_EQ(loaded.books.at(0)->risks.size(), 1U);
  auto const& signal = loaded.books[0]->risks[0];
  EXPECT_EQ(signal.id, "R-04");
  EXPECT_EQ(signal.weight, 20);
  EXPECT_TRUE(signal.wants_person);
  EXPECT_EQ(signal.asks_for, (std::vector<std::vector<std::string>>{{"E-CHATNO", "E-THREAT"}, {"E-PHOTO"}}));
}

TEST(RiskItem, RaisesTheScoreWithItsFacts) {
  auto const loaded = load_risky(risky_book);
  ASSERT_EQ(listed(loaded.findings), "");
  Facts facts;
  EXPECT_EQ(risk_of(*loaded.books[0], {facts}, {}).score, 0);
  facts.set("buyer.refunds_90d", std::int64_t{7});
  auto const risk = risk_of(*loaded.books[0], {facts}, {});
  EXPECT_EQ(risk.score, 20);
  auto const json = to_json(risk, facts);
  EXPECT_EQ(boost::json::serialize(json.at("signals").as_array().at(0).at("facts")), R"({"buyer.refunds_90d":7})");
  EXPECT_EQ(json.at("signals").as_array().at(0).at("says").at("en"), "7 refunds");
}

struct WrongRisk {
  std::string_view name, from, to;
  int line, column;
  std::string_view says;
};

TEST(RiskItem, IsRefusedAtItsPlace) {
  // clang-format off
  WrongRisk const cases[] = {
      {"no weight", "    weight: 20\n", "", 18, 5, "\"weight\" is missing"},
      {"too heavy", "weight: 20", "weight: 101", 22, 13, "between 0 and 100"},
      {"no condition", "    when: buyer.refunds_90d >= 4\n", "", 18, 5, "\"when\" is missing"},
      {"unknown fact", "when: buyer.refunds_90d >= 4", "when: buyer.refund_90d >= 4", 21, 11, "buyer.refund_90d"},
      {"reads the score", "when: buyer.refunds_90d >= 4", "when: risk.score >= 4", 21, 11, "may not read risk.score"},
      {"unknown kind", "[E-PHOTO]", "[E-FOTO]", 23, 39, "did you mean \"E-PHOTO\""},
      {"not a flag", "wants_person: true", "wants_person: yes", 24, 19, "true or false"},
      {"example wrong", "{signal: false, facts: {buyer.refunds_90d: 3}}", "{signal: false, facts: {buyer.refunds_90d: 4}}", 28, 18, "the signal is true"},
      {"no example without it", "      - {signal: false, facts: {buyer.refunds_90d: 3}}\n", "", 27, 7, "no example with signal: false"},
      {"no example with it", "      - {signal: true, facts: {buyer.refunds_90d: 4}}\n", "", 27, 7, "no example with signal: true"},
      {"no sentence in one language", "en: \"{buyer.refunds_90d} refunds\"", "en: \"\"", 25, 48, "not empty"},
      {"a score that blocks", "effect: route", "effect: block", 12, 14, "but not block"},
      {"a score that stops the buyer", "on: [refund.refuse]", "on: [\"refund.*\"]", 12, 14, "may not stop what the buyer does: refund.open"},
  };
  // clang-format on
  for (auto const& c : cases) {
    auto const loaded = load_risky(replaced(risky_book, c.from, c.to));
    ASSERT_EQ(loaded.findings.size(), 1U) << c.name << ":\n" << listed(loaded.findings);
    auto const& finding = loaded.findings[0];
    EXPECT_EQ(std::pair(finding.place.line, finding.place.column), std::pair(c.line, c.column)) << to_text(finding);
    EXPECT_NE(finding.says.en.find(c.says), std::string::npos) << to_text(finding);
    EXPECT_FALSE(finding.says.zh.empty());
  }
}

}  // namespace
}  // namespace redress::rules
