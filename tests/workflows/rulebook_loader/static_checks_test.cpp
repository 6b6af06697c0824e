// What `redress rules check` finds in whole books: a defect planted for each kind, its place, both clauses and the
// shortest example, the ways to accept it, and nothing at all in the books that are shipped.
#include "tests/workflows/rulebook_loader/sample_book.hpp"
#include "workflows/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::rules {
namespace {

Names const& clinic_names() {
  static Names const names{.events = {"refund.open", "refund.refuse", "refund.pay_now"},
                           .slots = {"refund.seller_answer"},
                           .buyer_events = {"refund.open"},
                           .states_with = {{"refund.refuse", {"ASKED", "RETURNED"}}, {"refund.open", {"NONE"}}}};
  return names;
}

// Nothing is wrong in it. %s is where more rules go.
std::string healthy(std::string_view rules = {}, std::string_view top = {}) {
  return fmt::format(R"(book: sample
version: "1"
platform: sample
title: {{zh: 书, en: Book}}
version_selector: at_decision_time
{}rules:
  - id: T-001
    cites: {{text: 第1条, source: S1}}
    confidence: high
    effect: block
    on: [refund.refuse]
    when: has(order.fresh) && order.fresh
    require: order.paid_minor <= 20000
    says: {{zh: 话, en: words}}
    examples:
      - {{verdict: holds, facts: {{order.fresh: true, order.paid_minor: 20000}}}}
      - {{verdict: fails, facts: {{order.fresh: true, order.paid_minor: 20001}}}}
  - id: T-002
    cites: {{text: 第2条, source: S1}}
    confidence: high
    effect: advance
    on: [refund.open]
    advances: pay_now
    require: order.paid_minor <= 1000
    says: {{zh: 话, en: words}}
    examples:
      - {{verdict: holds, facts: {{order.paid_minor: 1000}}}}
      - {{verdict: fails, facts: {{order.paid_minor: 1001}}}}
{}deadlines:
  - id: D-01
    slot: refund.seller_answer
    cites: {{text: 第3条, source: S1}}
    confidence: high
    hours: 24
    says: {{zh: 话, en: words}}
    examples:
      - {{facts: {{case.state_entered_at: "2026-01-05T10:00:00+08:00"}}, due: "2026-01-06T10:00:00+08:00"}}
)",
                     top, rules);
}

// A rule with its conditions, and one example of each kind.
std::string rule(std::string_view id, std::string_view effect, std::string_view on, std::string_view conditions,
                 std::string_view yes, std::string_view no, std::string_view margin = {}) {
  return fmt::format(
      "  - id: {}\n    cites: {{text: 条, source: S1}}\n    confidence: high\n    effect: {}\n    on: [{}]\n{}"
      "    says: {{zh: 话, en: words}}\n{}    examples:\n      - {{verdict: holds, facts: {{{}}}}}\n"
      "      - {{verdict: fails, facts: {{{}}}}}\n",
      id, effect, on, conditions, margin, yes, no);
}

std::vector<Finding> check(std::string text) {
  BookSource const source{"sample", std::move(text)};
  return check_sources({&source, 1}, clinic_names());
}

Finding only(std::vector<Finding> const& findings) {
  EXPECT_EQ(findings.size(), 1U) << listed(findings);
  return findings.empty() ? Finding{} : findings.front();
}

TEST(StaticChecks, FindNothingInAHealthyBook) { EXPECT_EQ(listed(check(healthy())), ""); }

TEST(StaticChecks, FindARuleBehindAnother) {
  auto const strict = rule("T-003", "block", "refund.refuse",
                           "    when: has(order.fresh) && order.fresh\n    require: order.paid_minor <= 30000\n",
                           "order.fresh: true, order.paid_minor: 1", "order.fresh: true, order.paid_minor: 30001");
  auto const finding = only(check(healthy(strict)));
  EXPECT_EQ(finding.check, "shadowed");
  EXPECT_EQ(finding.place, (Place{29, 5}));
  EXPECT_NE(finding.says.en.find("T-003 never changes the answer: whenever it speaks, T-001 (sample.yaml:7:5)"),
            std::string::npos)
      << finding.says.en;
  ASSERT_EQ(finding.clauses.size(), 2U);
  EXPECT_EQ(finding.clauses[0], "T-003 block when: has(order.fresh) && order.fresh require: order.paid_minor <= 30000");
  // The shortest situation in which T-003 refuses: fresh goods of which the price is not even known.
  EXPECT_EQ(boost::json::serialize(finding.example), R"({"facts":{"order.fresh":true}})");
}

TEST(StaticChecks, FindAWarningNobodyHears) {
  auto const warning = rule("T-003", "warn", "refund.refuse",
                            "    require: \"!(has(order.fresh) && order.fresh && order.paid_minor > 50000)\"\n",
                            "order.fresh: false", "order.fresh: true, order.paid_minor: 50001");
  // Unknown price: the warning is unproven there, and the block speaks as well.
  EXPECT_EQ(only(check(healthy(warning))).check, "shadowed");
}

TEST(StaticChecks, LeaveARuleAloneThatReachesFurther) {
  for (auto const* conditions :
       {"    when: has(order.fresh)\n    require: order.paid_minor <= 30000\n",  // also for goods not fresh
        "    when: has(order.fresh) && order.fresh\n    require: order.paid_minor <= 30000 && "
        "has_evidence('E-SIGN')\n"}) {
    auto text = healthy(rule("T-003", "block", "refund.refuse", conditions, "order.fresh: true, order.paid_minor: 1",
                             "order.fresh: true, order.paid_minor: 30001"));
    if (text.find("E-SIGN") != std::string::npos)
      text = replaced(text, "facts: {order.fresh: true, order.paid_minor: 1}}",
                      "facts: {order.fresh: true, order.paid_minor: 1}, evidence: [E-SIGN]}");
    EXPECT_EQ(listed(check(text)), "") << conditions;
  }
  auto const longer = rule("T-003", "block", "refund.refuse, refund.open",
                           "    when: has(order.fresh) && order.fresh\n    require: order.paid_minor <= 30000\n",
                           "order.fresh: true, order.paid_minor: 1", "order.fresh: true, order.paid_minor: 30001");
  EXPECT_EQ(listed(check(healthy(longer))), "");
}

TEST(StaticChecks, FindARuleThatNoLongerMatters) {
  auto const conditions = "    when: has(order.fresh) && order.fresh\n    require: order.paid_minor <= 30000\n";
  auto const yes = "order.fresh: true, order.paid_minor: 1", no = "order.fresh: true, order.paid_minor: 30001";
  auto const text = healthy(rule("T-003", "block", "refund.refuse", conditions, yes, no));
  auto const since = replaced(
      text, "    when: has(order.fresh) && order.fresh\n    require: order.paid_minor <= 20000\n",
      "    from: 2024-01-01\n    when: has(order.fresh) && order.fresh\n    require: order.paid_minor <= 20000\n");
  EXPECT_EQ(only(check(since)).check, "shadowed");
  auto const until = replaced(since, "from: 2024-01-01", "to: 2024-01-01");
  EXPECT_EQ(listed(check(until)), "");
}

TEST(StaticChecks, NameOfTwoEqualRulesTheLaterOne) {
  auto const twin = rule("T-003", "block", "refund.refuse",
                         "    when: has(order.fresh) && order.fresh\n    require: order.paid_minor <= 20000\n",
                         "order.fresh: true, order.paid_minor: 20000", "order.fresh: true, order.paid_minor: 20001");
  EXPECT_NE(only(check(healthy(twin))).says.en.find("T-003 never"), std::string::npos);
}

TEST(StaticChecks, FindARuleThatCanNeverFire) {
  // The event is attempted in two states, and this is neither of them.
  auto const nowhere =
      rule("T-003", "warn", "refund.refuse", "    when: case.state == 'PAID'\n    require: order.presale\n",
           "case.state: PAID, order.presale: true", "case.state: PAID, order.presale: false");
  auto const finding = only(check(healthy(nowhere)));
  EXPECT_EQ(finding.check, "never_fires");
  EXPECT_EQ(finding.place, (Place{34, 11}));
  auto const somewhere =
      rule("T-003", "warn", "refund.refuse", "    when: case.state == 'RETURNED'\n    require: order.presale\n",
           "case.state: RETURNED, order.presale: true", "case.state: RETURNED, order.presale: false");
  EXPECT_EQ(listed(check(healthy(somewhere))), "");
}

TEST(StaticChecks, FindAutomationThatIsAlwaysRefused) {
  auto const ban = rule("T-003", "route", "refund.pay_now", "    require: order.paid_minor > 5000\n",
                        "order.paid_minor: 5001", "order.paid_minor: 5000");
  auto const finding = only(check(healthy(ban)));
  EXPECT_EQ(finding.check, "contradiction");
  EXPECT_EQ(finding.place, (Place{18, 5}));
  EXPECT_NE(finding.says.en.find("T-002 lets automation apply refund.pay_now, which T-003"), std::string::npos);
  EXPECT_EQ(boost::json::serialize(finding.example), R"({"facts":{"order.paid_minor":0}})");
  auto const at_times = rule("T-003", "route", "refund.pay_now", "    require: order.paid_minor > 500\n",
                             "order.paid_minor: 501", "order.paid_minor: 500");
  EXPECT_EQ(listed(check(healthy(at_times))), "");
}

TEST(StaticChecks, FindTwoDemandsThatExcludeEachOther) {
  auto const opposite =
      rule("T-003", "block", "refund.refuse", "    when: order.fresh\n    require: order.paid_minor > 20000\n",
           "order.fresh: true, order.paid_minor: 20001", "order.fresh: true, order.paid_minor: 20000");
  auto const finding = only(check(healthy(opposite)));
  EXPECT_EQ(finding.check, "contradiction");
  EXPECT_EQ(finding.place, (Place{29, 5}));
  EXPECT_NE(finding.says.en.find("demand opposite things"), std::string::npos);
  EXPECT_EQ(boost::json::serialize(finding.example), R"({"facts":{"order.fresh":true}})");
  auto const apart =
      rule("T-003", "block", "refund.refuse", "    when: \"!order.fresh\"\n    require: order.paid_minor > 20000\n",
           "order.fresh: false, order.paid_minor: 20001", "order.fresh: false, order.paid_minor: 20000");
  EXPECT_EQ(listed(check(healthy(apart))), "");
}

TEST(StaticChecks, FindACitationThatRanOut) {
  auto const cited =
      replaced(healthy(), "cites: {text: 第1条, source: S1}", "cites: {text: 第1条, source: S1, until: 2025-08-14}");
  auto const finding = only(check(cited));
  EXPECT_EQ(finding.check, "expired_citation");
  EXPECT_EQ(finding.place, (Place{8, 12}));
  EXPECT_NE(finding.says.en.find("goes on after 2025-08-14"), std::string::npos);
  auto const ended = replaced(cited, "    effect: block\n", "    effect: block\n    to: 2025-08-14\n");
  EXPECT_EQ(listed(check(ended)), "");
}

TEST(StaticChecks, FindEventsAndSlotsNobodyThoughtOf) {
  auto const text = replaced(replaced(healthy(), "on: [refund.refuse]", "on: [\"refund.*\"]"),
                             "confidence: high\n    hours", "confidence: low\n    hours");
  auto const findings = check(text);
  ASSERT_EQ(findings.size(), 2U) << listed(findings);
  EXPECT_EQ(findings[0].says.en, "no rule speaks of refund.refuse; write one, or say why not with `silent_on`");
  EXPECT_NE(findings[1].says.en.find("slot refund.seller_answer has no deadline in force"), std::string::npos);
  for (auto const& finding : findings) EXPECT_EQ(finding.place, (Place{1, 7}));
  auto const silent =
      healthy({}, "silent_on:\n  - {names: [refund.refuse, refund.seller_answer], because: not known yet}\n");
  auto const excused = replaced(replaced(silent, "on: [refund.refuse]", "on: [\"refund.*\"]"),
                                "confidence: high\n    hours", "confidence: low\n    hours");
  EXPECT_EQ(listed(check(excused)), "");
}

TEST(StaticChecks, FindADeadlineBehindAnother) {
  auto const behind =
      healthy() +
      "  - id: D-02\n    slot: refund.seller_answer\n    cites: {text: 条, source: S1}\n    confidence: high\n"
      "    when: order.presale\n    hours: 48\n    says: {zh: 话, en: words}\n    examples:\n"
      "      - {facts: {order.presale: true, case.state_entered_at: \"2026-01-05T10:00:00+08:00\"}, "
      "due: \"2026-01-07T10:00:00+08:00\"}\n";
  auto const finding = only(check(behind));
  EXPECT_EQ(finding.check, "shadowed");
  EXPECT_NE(finding.says.en.find("D-02 never counts: D-01"), std::string::npos) << finding.says.en;
}

TEST(StaticChecks, TakeAnAcceptedFindingAndReportAnExcuseForNothing) {
  auto const conditions = "    when: has(order.fresh) && order.fresh\n    require: order.paid_minor <= 30000\n";
  auto const margin = "    accepts: {shadowed: the law stands beside our own promise}\n";
  auto const yes = "order.fresh: true, order.paid_minor: 1", no = "order.fresh: true, order.paid_minor: 30001";
  EXPECT_EQ(listed(check(healthy(rule("T-003", "block", "refund.refuse", conditions, yes, no, margin)))), "");
  auto const other = only(check(healthy(rule("T-003", "block", "refund.open", conditions, yes, no, margin))));
  EXPECT_EQ(other.says.en, "T-003 has no finding \"shadowed\" to accept");
  auto const silence = only(check(healthy({}, "silent_on:\n  - {names: [refund.open], because: not known yet}\n")));
  EXPECT_EQ(silence.says.en, "\"refund.open\" is not missing: `silent_on` excuses nothing");
}

TEST(StaticChecks, SayWhenABookIsTooLargeToCompare) {
  std::string rules;
  for (int i = 0; i < 100; ++i)
    rules += rule(fmt::format("X-{}", i), "block", "refund.refuse",
                  fmt::format("    require: order.paid_minor <= {}\n", 1000 + i), "order.paid_minor: 1",
                  "order.paid_minor: 5000");
  auto const findings = check(healthy(rules));
  auto const unfinished = std::ranges::find(findings, "unfinished", &Finding::check);
  ASSERT_NE(unfinished, findings.end());
  EXPECT_EQ(unfinished->place, (Place{1, 7}));
  EXPECT_NE(unfinished->says.en.find("pairs were not compared"), std::string::npos);
}

TEST(StaticChecks, PrintClausesAndExample) {
  auto const opposite =
      rule("T-003", "block", "refund.refuse", "    when: order.fresh\n    require: order.paid_minor > 20000\n",
           "order.fresh: true, order.paid_minor: 20001", "order.fresh: true, order.paid_minor: 20000");
  auto const text = to_text(only(check(healthy(opposite))));
  EXPECT_NE(text.find("\n    T-003 block when: order.fresh require: order.paid_minor > 20000\n    T-001 block"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("\n    例 e.g. {\"facts\":{\"order.fresh\":true}}"), std::string::npos) << text;
}

TEST(StaticChecks, FindNothingInTheShippedBooks) {
  EXPECT_EQ(listed(check_books({}, names_of(workflows::all_workflows()))), "");
}

}  // namespace
}  // namespace redress::rules
