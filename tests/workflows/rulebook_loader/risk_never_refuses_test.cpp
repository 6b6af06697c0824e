// No risk signal by itself turns a buyer's move, or the seller's yes to a statutory right, into a refusal: over every
// book, event and boundary situation the same events are refused with risk at its worst as with none at all.
#include "engine/cases/evidence_kinds.hpp"
#include "engine/rules/risk.hpp"
#include "tests/workflows/rulebook_loader/sample_book.hpp"
#include "workflows/boundary_facts.hpp"
#include "workflows/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace redress::rules {
namespace {

// What a shop's systems and the buyer's words say about the buyer, as against what happened to the order.
bool is_about_risk(std::string_view path) {
  static std::set<std::string_view> const of_the_case{
      "case.opened_at",    "claim.amount_minor", "claim.wants",       "now",
      "order.paid_minor",  "order.signed_at",    "platform.advanced", "returns.shipped_at",
      "returns.signed_at", "review.posted_at",   "shipment.signed_at"};
  return !of_the_case.contains(path);
}

std::set<std::string> risk_facts(Rulebook const& book) {
  std::set<std::string> facts;
  for (auto const& signal : book.risks)
    for (auto const& path : signal.when.variables())
      if (is_about_risk(path)) facts.insert(path);
  return facts;
}

FactValue worst(std::string_view path, Rulebook const& book) {
  if (path == "returns.weight_grams") return std::int64_t{1};
  switch (fact_schema()[*fact_index(path)].type) {
    case FactType::boolean:
      return true;
    case FactType::integer:
      return std::int64_t{1000};
    case FactType::texts: {
      std::vector<std::string> all;
      for (auto const& vocabulary : book.vocabularies) all.push_back(vocabulary.name);
      return all;
    }
    default:
      return std::string("worst");
  }
}

void score(Facts& facts, Rulebook const& book, std::span<Evidence const> evidence, Instant at) {
  auto const risk = risk_of(book, {facts, evidence}, at);
  std::vector<std::string> ids;
  for (auto const& seen : risk.signals) ids.push_back(seen.signal->id);
  facts.set("risk.score", risk.score);
  facts.set("risk.signals", std::move(ids));
}

struct Turned {
  std::set<std::string> refused;  // events that only the worst refuses
  std::int64_t score_max = 0;     // the worst there was
  std::int64_t comparisons = 0;
  std::set<std::string> sent_on;  // other moves of the seller's that it sends to a manager, for comparison
};

bool refuses(Rulebook const& book, std::string_view kind, std::string_view event, Facts& facts,
             std::span<Evidence const> evidence, Instant at) {
  facts.set("event.name", std::string(event));
  auto const verdicts = consult(book, kind, event, {facts, evidence}, at);
  return std::ranges::any_of(verdicts, [](auto const& verdict) { return verdict.refuses(false); });
}

// What law gives the buyer: every move of the buyer's own, and the seller's yes to a return or to goods sent back.
bool is_statutory(std::string_view kind, EventSpec const& event) {
  static std::set<std::string> const yes{"refund.agree_return",     "refund.confirm_return",   "refund.give_address",
                                         "exchange.agree_exchange", "exchange.confirm_return", "exchange.agree_resend"};
  return event.party == Party::buyer || yes.contains(fmt::format("{}.{}", kind, event.name));
}

void compare(Rulebook const& book, Facts const& ground, std::span<Evidence const> evidence, Turned& turned) {
  auto const at = *ground.instant("now");
  Facts best = ground, bad = ground;
  for (auto const& path : risk_facts(book)) {
    best.clear(path);
    bad.set(path, worst(path, book));
  }
  score(best, book, evidence, at);
  score(bad, book, evidence, at);
  turned.score_max = std::max(turned.score_max, bad.integer("risk.score"));
  for (auto const* workflow : workflows::all_workflows())
    for (auto const* event : workflow->events()) {
      bool const statutory = is_statutory(workflow->kind(), *event);
      if (!statutory && event->party != Party::seller) continue;
      ++turned.comparisons;
      if (!refuses(book, workflow->kind(), event->name, bad, evidence, at) ||
          refuses(book, workflow->kind(), event->name, best, evidence, at))
        continue;
      (statutory ? turned.refused : turned.sent_on).insert(fmt::format("{}.{}", workflow->kind(), event->name));
    }
}

Turned compare_everywhere(Rulebook const& book, std::size_t together) {
  std::vector<Evidence> all;
  for (auto const& kind : evidence_kinds()) {
    Evidence piece;
    piece.kind = kind.id;
    all.push_back(std::move(piece));
  }
  Turned turned;
  workflows::each_boundary(workflows::boundary_facts(), together, [&](Facts const& ground) {
    compare(book, ground, {}, turned);
    compare(book, ground, all, turned);
  });
  return turned;
}

TEST(Risk, NeverByItselfRefusesWhatLawGivesTheBuyer) {
  auto const library = Library::built_in(names_of(workflows::all_workflows()));
  ASSERT_TRUE(library);
  for (auto const& book : library->books()) {
    ASSERT_EQ(book->risks.size(), 20U) << book->id;
    auto const turned = compare_everywhere(*book, 2);
    EXPECT_EQ(turned.refused, (std::set<std::string>{})) << book->id;
    EXPECT_EQ(turned.score_max, risk_score_max) << book->id;
    EXPECT_GT(turned.comparisons, 100'000) << book->id;
    EXPECT_EQ(turned.sent_on, (std::set<std::string>{"refund.agree_refund"})) << book->id;
  }
}

// The comparison sees such a rule: one that reads a count behind a signal and refuses the buyer's own move.
TEST(Risk, IsSeenWhereItRefuses) {
  auto const names = names_of(workflows::all_workflows());
  BookSource const source{"own", R"(book: own
version: "1"
platform: own
title: {zh: 书, en: Book}
version_selector: at_decision_time
include: [invariants, risk-signals]
rules:
  - id: X-001
    cites: {text: 自定}
    confidence: design
    effect: block
    on: [refund.request_platform]
    require: "!has(buyer.refunds_90d) || buyer.refunds_90d < 4"
    says: {zh: 话, en: words}
    examples:
      - {verdict: holds, facts: {buyer.refunds_90d: 3}}
      - {verdict: fails, facts: {buyer.refunds_90d: 4}}
)"};
  auto const book = load_book(source, names);
  ASSERT_TRUE(book) << book.error().position << ' ' << book.error().says.en;
  EXPECT_EQ(compare_everywhere(**book, 0).refused, (std::set<std::string>{"refund.request_platform"}));
}

}  // namespace
}  // namespace redress::rules
