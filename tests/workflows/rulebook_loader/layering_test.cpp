// A shop's book over a platform's: what is stricter loads and counts, what is laxer or contradicts is named with both
// clauses.
#include "engine/rules/consult.hpp"
#include "tests/workflows/rulebook_loader/layered_books.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace redress::rules {
namespace {

std::string listed(std::vector<Finding> const& findings) {
  std::string text;
  for (auto const& finding : findings) text += to_text(finding) + "\n";
  return text;
}

Rulebook const* shop_book(Loaded const& loaded) {
  for (auto const& book : loaded.books)
    if (!book->shop.empty()) return book.get();
  return nullptr;
}

Rule const* rule_of(Rulebook const& book, std::string_view id) {
  auto const at = std::ranges::find(book.rules, id, &Rule::id);
  return at == book.rules.end() ? nullptr : &*at;
}

struct Stricter {
  std::string_view what;
  std::string_view rest;
};

void PrintTo(Stricter const& row, std::ostream* out) { *out << row.what; }

class StricterBooks : public testing::TestWithParam<Stricter> {};

TEST_P(StricterBooks, load) {
  auto const loaded = load_layered(GetParam().rest);
  EXPECT_EQ(listed(loaded.findings), "");
  ASSERT_NE(shop_book(loaded), nullptr);
}

INSTANTIATE_TEST_SUITE_P(
    Layers, StricterBooks,
    testing::Values(
        Stricter{"nothing at all", ""}, Stricter{"a medium warning refuses", "tighten: [{id: P-002, effect: block}]\n"},
        Stricter{"a warning goes to a manager", "tighten: [{id: P-002, effect: route}]\n"},
        Stricter{"a warning may be passed", "tighten: [{id: P-002, effect: block, override: {by: manager}}]\n"},
        Stricter{"a route refuses", "tighten: [{id: P-008, effect: block}]\n"},
        Stricter{"a further demand", "tighten: [{id: P-001, require: has_evidence('E-PHOTO')}]\n"},
        Stricter{"a narrower permission", "tighten: [{id: P-004, require: order.paid_minor <= 5000}]\n"},
        Stricter{"a permission less", "remove: [P-004]\n"}, Stricter{"a target inside the term", R"(deadlines:
  - {id: T-D-1, slot: refund.seller_answer, cites: {text: 自定}, confidence: design, hours: 8,
     says: {zh: 时限, en: target},
     examples: [{facts: {case.state_entered_at: "2026-01-05T10:00:00+08:00"}, due: "2026-01-05T18:00:00+08:00"}]}
)"},
        Stricter{"a need with more groups", R"(evidence_needs:
  - {id: N-01, cites: {text: 自定}, confidence: design, on: [refund.refuse], borne_by: seller,
     any_of: [[E-TRACE], [E-SIGN], [E-CHAT]], says: {zh: 证据, en: proof},
     examples: [{need: met, facts: {}, evidence: [E-TRACE, E-SIGN, E-CHAT]}, {need: missing, facts: {}}]}
)"},
        Stricter{"a limit with a second person", R"(authority:
  - {id: T-A-1, role: agent, refund_step_minor: 100, above: {by: agent, second_person: manager},
     says: {zh: 限额, en: limit}}
)"},
        Stricter{"automation of a seller's move under a limit", R"(rules:
  - {id: T-001, cites: {text: 自定}, confidence: design, effect: advance, on: [refund.open], advances: agree_refund,
     require: order.paid_minor <= 500, says: {zh: 自动, en: automatic},
     examples: [{verdict: holds, facts: {order.paid_minor: 500}}, {verdict: fails, facts: {order.paid_minor: 501}}]}
)"}));

struct Laxer {
  std::string_view what;
  std::string_view rest;
  std::string_view place;  // line:column in tea.yaml
  std::string_view below;  // what stands at the place of the platform's clause; empty: it names none
  std::string_view says;
};

void PrintTo(Laxer const& row, std::ostream* out) { *out << row.what; }

class LaxerBooks : public testing::TestWithParam<Laxer> {};

TEST_P(LaxerBooks, are_named_with_both_clauses) {
  auto const& row = GetParam();
  auto const loaded = load_layered(row.rest);
  EXPECT_EQ(shop_book(loaded), nullptr);
  ASSERT_FALSE(loaded.findings.empty());
  auto const text = to_text(loaded.findings.front());
  EXPECT_TRUE(text.starts_with(fmt::format("tea.yaml:{}:", row.place))) << text;
  EXPECT_NE(text.find(row.says), std::string::npos) << text;
  if (row.below.empty()) return;
  EXPECT_NE(text.find(place_below(row.below)), std::string::npos) << text;
}

INSTANTIATE_TEST_SUITE_P(
    Layers, LaxerBooks,
    testing::Values(
        Laxer{"a block becomes a warning", "tighten: [{id: P-001, effect: warn}]\n", "6:11", "id: P-001", "laxer"},
        Laxer{"a block becomes a route", "tighten: [{id: P-001, effect: route}]\n", "6:11", "id: P-001", "laxer"},
        Laxer{"a permission becomes a block", "tighten: [{id: P-004, effect: block}]\n", "6:11", "id: P-004", "remove"},
        Laxer{"a demand on what always refuses", "tighten: [{id: P-005, require: order.paid_minor <= 1}]\n", "6:11",
              "id: P-005", "open a way through"},
        Laxer{"a refusal may be passed", "tighten: [{id: P-001, require: order.fresh, override: {by: manager}}]\n",
              "6:11", "id: P-001", "cannot be made passable"},
        Laxer{"the law may be passed", "tighten: [{id: CN-006, effect: block, override: {by: manager}}]\n", "6:11",
              "id: CN-006", "cannot be overridden"},
        Laxer{"a guess refuses", "tighten: [{id: P-003, effect: block}]\n", "6:11", "id: P-003", "unverified"},
        Laxer{"another's move", "tighten: [{id: P-009, effect: block}]\n", "6:11", "id: P-009",
              "no move of the seller"},
        Laxer{"what is owed", "tighten: [{id: P-007, require: order.fresh}]\n", "6:11", "id: P-007", "owed"},
        Laxer{"a rule nobody knows", "tighten: [{id: P-0O1, effect: block}]\n", "6:11", "", "did you mean \"P-001\""},
        Laxer{"nothing tightened", "tighten: [{id: P-001}]\n", "6:11", "", "nothing is tightened"},
        Laxer{"a block removed", "remove: [P-001]\n", "6:10", "id: P-001", "cannot remove"},
        Laxer{"a calculation removed", "remove: [P-007]\n", "6:10", "id: P-007", "cannot remove"},
        Laxer{"a rule replaced", R"(rules:
  - {id: P-001, cites: {text: 自定}, confidence: design, effect: warn, on: [refund.refuse],
     require: order.paid_minor <= 90000, says: {zh: 提示, en: warning},
     examples: [{verdict: holds, facts: {order.paid_minor: 1}}, {verdict: fails, facts: {order.paid_minor: 90001}}]}
)",
              "7:5", "id: P-001", "take that rule's place"},
        Laxer{"a buyer's move refused", R"(rules:
  - {id: T-001, cites: {text: 自定}, confidence: design, effect: block, on: [refund.withdraw],
     require: order.paid_minor <= 9, says: {zh: 拒, en: no},
     examples: [{verdict: holds, facts: {order.paid_minor: 1}}, {verdict: fails, facts: {order.paid_minor: 10}}]}
)",
              "7:5", "", "refund.withdraw"},
        Laxer{"the platform's automation", R"(rules:
  - {id: T-001, cites: {text: 自定}, confidence: design, effect: advance, on: [refund.open], advances: instant_refund,
     require: order.paid_minor <= 90000, says: {zh: 自动, en: automatic},
     examples: [{verdict: holds, facts: {order.paid_minor: 1}}, {verdict: fails, facts: {order.paid_minor: 90001}}]}
)",
              "7:5", "id: P-004", "the platform's to say"},
        Laxer{"automation without a limit", R"(rules:
  - {id: T-001, cites: {text: 自定}, confidence: design, effect: advance, on: [refund.open], advances: agree_refund,
     require: order.fresh, says: {zh: 自动, en: automatic},
     examples: [{verdict: holds, facts: {order.fresh: true}}, {verdict: fails, facts: {order.fresh: false}}]}
)",
              "7:5", "", "without a limit"},
        Laxer{"automation that the platform blocks", R"(rules:
  - {id: T-001, cites: {text: 自定}, confidence: design, effect: advance, on: [refund.open], advances: agree_refund,
     require: order.paid_minor <= 500, says: {zh: 自动, en: automatic},
     examples: [{verdict: holds, facts: {order.paid_minor: 1, claim.reason: counterfeit}},
                {verdict: fails, facts: {order.paid_minor: 501}}]}
)",
              "7:5", "id: P-005", "contradicts"},
        Laxer{"automation that the platform routes", R"(rules:
  - {id: T-001, cites: {text: 自定}, confidence: design, effect: advance, on: [refund.open], advances: agree_refund,
     require: order.paid_minor <= 60000, says: {zh: 自动, en: automatic},
     examples: [{verdict: holds, facts: {order.paid_minor: 60000}},
                {verdict: fails, facts: {order.paid_minor: 60001}}]}
)",
              "7:5", "id: P-008", "contradicts"},
        Laxer{"no way out", R"(rules:
  - {id: T-001, cites: {text: 自定}, confidence: design, effect: block, on: [refund.agree_refund],
     require: order.paid_minor <= 500, says: {zh: 拒, en: no},
     examples: [{verdict: holds, facts: {order.paid_minor: 1}},
                {verdict: fails, facts: {order.paid_minor: 20001, order.fresh: true}}]}
)",
              "7:5", "id: P-001", "contradicts"},
        Laxer{"no way out by a tightened rule", "tighten: [{id: P-010, effect: block}]\n", "6:11", "id: P-001",
              "contradicts"},
        Laxer{"automation without what the event needs", R"(rules:
  - {id: T-001, cites: {text: 自定}, confidence: design, effect: advance, on: [refund.open], advances: refuse,
     require: order.paid_minor <= 5, says: {zh: 自动, en: automatic},
     examples: [{verdict: holds, facts: {order.paid_minor: 1}}, {verdict: fails, facts: {order.paid_minor: 10}}]}
)",
              "7:102", "", "needs the parameter message"},
        Laxer{"automation with what the event has not", R"(rules:
  - {id: T-001, cites: {text: 自定}, confidence: design, effect: advance, on: [refund.open], advances: agree_refund,
     params: {amount: "5"}, require: order.paid_minor <= 5, says: {zh: 自动, en: automatic},
     examples: [{verdict: holds, facts: {order.paid_minor: 1}}, {verdict: fails, facts: {order.paid_minor: 10}}]}
)",
              "7:102", "", "has no parameter amount"},
        Laxer{"a target after the term", R"(deadlines:
  - {id: T-D-1, slot: refund.seller_answer, cites: {text: 自定}, confidence: design, hours: 72,
     says: {zh: 时限, en: target},
     examples: [{facts: {case.state_entered_at: "2026-01-05T10:00:00+08:00"}, due: "2026-01-08T10:00:00+08:00"}]}
)",
              "7:5", "id: D-01", "laxer"},
        Laxer{"a term replaced", R"(deadlines:
  - {id: D-01, slot: refund.seller_answer, cites: {text: 自定}, confidence: design, hours: 8,
     says: {zh: 时限, en: target},
     examples: [{facts: {case.state_entered_at: "2026-01-05T10:00:00+08:00"}, due: "2026-01-05T18:00:00+08:00"}]}
)",
              "7:5", "id: D-01", "id of its own"},
        Laxer{"a buyer's deadline", R"(deadlines:
  - {id: T-D-1, slot: refund.buyer_ships_back, cites: {text: 自定}, confidence: design, hours: 1,
     says: {zh: 时限, en: target},
     examples: [{facts: {case.state_entered_at: "2026-01-05T10:00:00+08:00"}, due: "2026-01-05T11:00:00+08:00"}]}
)",
              "7:5", "", "seller alone"},
        Laxer{"a need with a group less", R"(evidence_needs:
  - {id: N-01, cites: {text: 自定}, confidence: design, on: [refund.refuse], borne_by: seller,
     any_of: [[E-SIGN, E-SEAL]], says: {zh: 证据, en: proof},
     examples: [{need: met, facts: {}, evidence: [E-SIGN]}, {need: missing, facts: {}}]}
)",
              "7:5", "id: N-01", "E-TRACE"},
        Laxer{"a need with a wider group", R"(evidence_needs:
  - {id: N-01, cites: {text: 自定}, confidence: design, on: [refund.refuse], borne_by: seller,
     any_of: [[E-TRACE], [E-SIGN, E-SEAL, E-CHAT]], says: {zh: 证据, en: proof},
     examples: [{need: met, facts: {}, evidence: [E-TRACE, E-SIGN]}, {need: missing, facts: {}}]}
)",
              "7:5", "id: N-01", "E-SIGN/E-SEAL"},
        Laxer{"a word list rewritten", "vocabularies: {reward: [别的]}\n", "6:16", "reward:", "rewritten"},
        Laxer{"a compensation", R"(compensations:
  - {id: T-C-1, breach: late, cites: {text: 自定}, confidence: design, percent: 1, says: {zh: 赔付, en: compensation},
     examples: [{facts: {order.paid_minor: 1000, compensation.breach: late}, amount_minor: 10}]}
)",
              "7:5", "id: C-01", "owed"},
        Laxer{"a platform", "platform: q\n", "6:11", "", "the book it extends says that"},
        Laxer{"one id twice", "tighten: [{id: P-002, effect: block}]\nremove: [P-002]\n", "7:10", "id: P-002",
              "cannot remove"}));

TEST(Layering, the_layered_book_has_both_texts_and_the_stricter_rule_in_place) {
  auto const loaded =
      load_layered("tighten: [{id: P-002, effect: block, override: {by: manager, second_person: manager}}]\n");
  ASSERT_EQ(listed(loaded.findings), "");
  auto const* book = shop_book(loaded);
  ASSERT_NE(book, nullptr);
  EXPECT_EQ(book->id, "tea");
  EXPECT_EQ(book->extends, "base");
  EXPECT_EQ(book->platform, "p");
  ASSERT_EQ(book->texts.size(), 2U);
  EXPECT_EQ(book->texts[0].name, "tea");
  EXPECT_EQ(book->texts[1].name, "base");
  EXPECT_NE(book->digest, loaded.books.front()->digest);
  EXPECT_TRUE(book->index.describes(*book));
  auto const stricter = std::ranges::find_if(
      book->rules, [](Rule const& rule) { return rule.id == "P-002" && rule.effect == RuleEffect::block; });
  ASSERT_NE(stricter, book->rules.end());
  EXPECT_EQ(stricter->on, std::vector<std::string>{"refund.refuse"})
      << "the buyer's opening is not the shop's to refuse";
  EXPECT_EQ(stricter->confidence, Confidence::design);
  EXPECT_EQ(stricter->override_terms, (OverrideTerms{Role::manager, Role::manager, 24}));
  EXPECT_EQ(rule_of(*book, "P-002")->effect, RuleEffect::warn) << "and goes on warning there";
}

TEST(Layering, limits_count_what_the_case_has_given_before) {
  auto const loaded = load_layered(R"(authority:
  - {id: T-A-1, role: agent, refund_step_minor: 100, refund_case_minor: 150, compensation_step_minor: 20,
     compensation_case_minor: 30, above: {by: manager}, says: {zh: 限额, en: limit}}
)");
  ASSERT_EQ(listed(loaded.findings), "");
  auto const* limit = rule_of(*shop_book(loaded), "T-A-1");
  ASSERT_NE(limit, nullptr);
  EXPECT_EQ(limit->effect, RuleEffect::route);
  struct Step {
    std::string_view role, party;
    std::int64_t refund, before, compensation, compensation_before;
    bool refused;
  };
  for (auto const& step :
       {Step{"agent", "seller", 100, 0, 0, 0, false}, Step{"agent", "seller", 101, 0, 0, 0, true},
        Step{"agent", "seller", 100, 50, 0, 0, false}, Step{"agent", "seller", 100, 51, 0, 0, true},
        Step{"agent", "seller", 0, 500, 20, 10, false}, Step{"agent", "seller", 0, 0, 21, 0, true},
        Step{"agent", "seller", 0, 0, 20, 11, true}, Step{"agent", "seller", 0, 500, 0, 500, false},
        Step{"manager", "seller", 101, 0, 0, 0, false}, Step{"agent", "buyer", 101, 0, 0, 0, true},
        Step{"agent", "platform", 0, 0, 21, 0, true}, Step{"agent", "payments", 0, 500, 0, 500, false}}) {
    Facts facts;
    facts.set("actor.role", std::string(step.role));
    facts.set("actor.party", std::string(step.party));
    facts.set("event.refund_minor", step.refund);
    facts.set("case.refund_minor", step.before);
    facts.set("event.compensation_minor", step.compensation);
    facts.set("case.compensation_minor", step.compensation_before);
    auto const verdict = judge(*limit, {facts});
    EXPECT_EQ(verdict.refuses(false), step.refused) << step.role << ' ' << step.refund << ' ' << step.before;
    EXPECT_FALSE(verdict.refuses(true)) << "a manager may beyond the limit";
  }
}

// Agents and managers say themselves whose move they report; a service and the runner report what others did.
TEST(Layering, a_persons_limit_counts_whichever_party_they_report_for_and_a_services_the_sellers_moves) {
  for (std::string const role : {"agent", "manager", "service", "runner"}) {
    auto const loaded = load_layered(fmt::format(
        "authority:\n  - {{id: T-A-1, role: {}, refund_step_minor: 100, says: {{zh: 限额, en: limit}}}}\n", role));
    ASSERT_EQ(listed(loaded.findings), "") << role;
    auto const* limit = rule_of(*shop_book(loaded), "T-A-1");
    ASSERT_NE(limit, nullptr) << role;
    bool const person = role == "agent" || role == "manager";
    for (std::string const party : {"seller", "buyer", "platform", "carrier"}) {
      Facts facts;
      facts.set("actor.role", role);
      facts.set("actor.party", party);
      facts.set("event.refund_minor", std::int64_t{101});
      facts.set("event.compensation_minor", std::int64_t{0});
      EXPECT_EQ(judge(*limit, {facts}).refuses(true), person || party == "seller") << role << " for " << party;
    }
  }
}

TEST(Layering, a_shop_gets_its_book_for_the_platform_it_extends_and_nobody_else_does) {
  std::vector<BookSource> const sources{
      {"base", std::string(base_book)},
      {"any",
       "book: any\nversion: \"1\"\nplatform: \"*\"\ntitle: {zh: 通用, en: Any}\nversion_selector: at_decision_time\n"},
      {"tea", shop_text("")}};
  auto const library = Library::of(load_books(sources, layer_names()));
  ASSERT_TRUE(library) << library.error().says.en;
  EXPECT_EQ(library->book_for("p", "shop_tea").id, "tea");
  EXPECT_EQ(library->book_for("p", "shop_other").id, "base");
  EXPECT_EQ(library->book_for("p", "").id, "base");
  EXPECT_EQ(library->book_for("p").id, "base");
  EXPECT_EQ(library->book_for("q", "shop_tea").id, "any");
  EXPECT_NE(library->find_digest(library->find("tea")->digest), nullptr);
}

TEST(Layering, two_books_of_one_shop_over_one_platform_are_refused) {
  auto other = shop_text("");
  other.replace(other.find("book: tea"), 9, "book: two");
  std::vector<BookSource> const sources{{"base", std::string(base_book)}, {"tea", shop_text("")}, {"two", other}};
  auto const loaded = load_books(sources, layer_names());
  ASSERT_EQ(loaded.findings.size(), 1U) << listed(loaded.findings);
  EXPECT_NE(loaded.findings[0].says.en.find("already has the book \"tea\""), std::string::npos);
}

TEST(Layering, a_book_over_none_is_refused_with_a_suggestion) {
  std::vector<BookSource> const sources{{"base", std::string(base_book)}, {"tea", shop_text("", "bse")}};
  auto const loaded = load_books(sources, layer_names());
  ASSERT_EQ(loaded.findings.size(), 1U) << listed(loaded.findings);
  EXPECT_EQ(
      to_text(loaded.findings[0]),
      "tea.yaml:4:10: 没有平台手册“bse”，是否想写“base” / there is no platform's book \"bse\", did you mean \"base\"");
}

}  // namespace
}  // namespace redress::rules
