// What a rulebook is refused for: one thing wrong in a good book, one finding at its place.
#include "tests/workflows/rulebook_loader/sample_book.hpp"

namespace redress::rules {
namespace {

struct Wrong {
  std::string_view from;  // in the sample book
  std::string_view to;
  int line, column;
  std::string_view says;  // in the finding's English sentence
};

class Refusal : public testing::TestWithParam<Wrong> {};

TEST_P(Refusal, IsAtItsPlace) {
  auto const& c = GetParam();
  auto const loaded = load(replaced(sample_book, c.from, c.to));
  ASSERT_EQ(loaded.findings.size(), 1u) << listed(loaded.findings);
  auto const& finding = loaded.findings[0];
  EXPECT_EQ(finding.file, "sample");
  EXPECT_EQ(std::pair(finding.place.line, finding.place.column), std::pair(c.line, c.column)) << to_text(finding);
  EXPECT_NE(finding.says.en.find(c.says), std::string::npos) << to_text(finding);
  EXPECT_FALSE(finding.says.zh.empty());
  EXPECT_TRUE(loaded.books.empty());
}

// clang-format off
Wrong const title_page[] = {
    {"book: sample", "book: simple", 1, 7, "must be the file's name"},
    {"book: sample\n", "", 1, 1, "\"book\" is missing"},
    {"version: \"2026-11-01\"\n", "", 1, 1, "\"version\" is missing"},
    {"title: {zh: 样例, en: Sample}", "title: {zh: 样例}", 4, 8, "\"en\" is missing"},
    {"at_decision_time", "at_decision", 5, 19, "is none of at_decision_time"},
    {"vocabularies:\n", "include: [china-law]\nvocabularies:\n", 6, 11, "no file \"china-law\""},
    {"vocabularies:\n", "include: [sample]\nvocabularies:\n", 6, 11, "in a circle"},
    {"rules:\n", "rule:\n", 8, 1, "did you mean \"rules\""},
    {"[红包, coupon]", "红包", 7, 11, "must be a list"},
    {"[红包, coupon]", "[]", 7, 11, "must not be empty"},
    {"[红包, coupon]", "[红包, {a: b}]", 7, 16, "must be a text"},
    {"reward: [", "gift: [", 29, 9, "no vocabulary \"reward\""},
};
Wrong const yaml[] = {
    {"    confidence: medium\n", "    confidence: medium\n    confidence: medium\n", 38, 5, "given twice"},
    {"{facts: {}, due: none}", "{facts: {}, due: none, due: none}", 63, 32, "given twice"},
    {"version: \"2026-11-01\"", "version: \"2026-11-01", 18, 17, "not valid YAML"},
    {"    effect: advance", "\teffect: advance", 25, 1, "not valid YAML"},
    {"version: \"2026-11-01\"", "version: !!str 2026", 2, 10, "tags"},
    {"version: \"2026-11-01\"", "? [a]\n: b\nversion: \"2026-11-01\"", 2, 3, "name must be a text"},
    {"evidence_needs:\n", "---\nevidence_needs:\n", 76, 1, "one YAML document"},
};
Wrong const items[] = {
    {"  - id: T-001\n    cites", "  - cites", 9, 5, "\"id\" is missing"},
    {"id: T-001", "id: T_001", 9, 9, "no id of the form"},
    {"id: T-001", "id: [T-001]", 9, 9, "must be a text"},
    {"    cites: {text: 第1条, source: S1}\n", "", 9, 5, "\"cites\" is missing"},
    {"{text: 第1条, source: S1}", "{text: 第1条}", 10, 12, "\"source\" is missing"},
    {"{text: 第1条, source: S1}", "{text: 第1条, sauce: S1, source: S1}", 10, 24, "no member \"sauce\""},
    {"    confidence: medium\n", "", 35, 5, "\"confidence\" is missing"},
    {"confidence: medium", "confidence: meduim", 37, 17, "did you mean \"medium\""},
    {"says: {zh: 自动, en: automatic}", "says: {zh: 自动, en: \"\"}", 30, 24, "not empty"},
    {"    says: {zh: 自动, en: automatic}\n", "", 22, 5, "\"says\" is missing"},
    {"{order.paid_minor}\"", "{order.paid}\"", 18, 20, "no fact \"order.paid\""},
    {"    require: order", "    requires: order", 15, 5, "did you mean \"require\""},
    {"from: 2023-12-26", "from: 2025-08-15", 17, 9, "before `from`"},
    {"from: 2023-12-26", "from: 2023-12-32", 16, 11, "is not a time"},
    {"effect: block", "effect: blok", 12, 13, "did you mean \"block\""},
    {"    on: [\"*.refuse\"]\n", "", 35, 5, "\"on\" is missing"},
    {"on: [refund.refuse]\n    when: has", "on: [refund.refuze]\n    when: has", 13, 10, "did you mean \"refund.refuse\""},
    {"on: [refund.refuse]\n    when: has", "on: [\"*.pay\"]\n    when: has", 13, 10, "covers no event"},
    {"on: [refund.refuse]\n    when: has", "on: []\n    when: has", 13, 9, "must not be empty"},
};
Wrong const conditions[] = {
    {"when: has(order.fresh)", "when: has(order.frsh)", 14, 11, "order.frsh"},
    {"require: order.paid_minor <= 20000", "require: order.paid_minor <= 'a'", 15, 34, ""},
    {"require: order.paid_minor <= 20000", "require: order.paid_minor", 15, 14, "bool"},
    {"require: order.paid_minor <= 20000", "require: \"order.paid_minor \\u003c= 20000 &&\"", 15, 48, ""},
    {"require: order.paid_minor <= 20000", "require: [order.paid_minor]", 15, 14, "must be a text"},
    {"!('reward' in event.message_terms)", "!('reward' in event.messag_terms)", 29, 21, "event.messag_terms"},
    {"claim.reason == 'not_received'", "claim.reason == 'not_recieved'", 81, 27, "did you mean \"not_received\""},
    {"claim.reason == 'not_received'", "claim.reason in ['lost', 'nowhere']", 81, 36, "never \"nowhere\""},
    {"claim.reason == 'not_received'", "has_evidence('E-SGIN')", 81, 24, "no evidence kind \"E-SGIN\", did you mean \"E-SIGN\""},
    {"claim.reason == 'not_received'", "has_evidence(claim.reason)", 81, 11, "written out"},
    {"due: order.signed_at + duration('168h')", "due: order.signed_at > now", 59, 10, "imestamp"},
};
Wrong const effects[] = {
    {"    confidence: high\n    effect: block", "    confidence: medium\n    effect: block", 11, 17, "only rules of confidence high or design may block"},
    {"    confidence: high\n    effect: block", "    confidence: low\n    effect: route", 11, 17, "only rules of confidence high or design may route"},
    {"    advances: instant_refund\n", "", 25, 13, "names its event"},
    {"advances: instant_refund", "advances: refuse_all", 31, 15, "no event of these workflows"},
    {"effect: block", "effect: block\n    advances: instant_refund", 13, 15, "for effect advance only"},
    {"effect: block", "effect: block\n    compensation: late", 13, 19, "for effect calculate only"},
    {"compensation: late\n    examples", "compensation: shortage\n    examples", 42, 19, "no compensation is given for breach \"shortage\""},
};
Wrong const examples[] = {
    {"    examples:\n      - {verdict: holds, facts: {compensation.breach: late}}\n      - {verdict: out_of_scope}\n", "", 35, 5, "\"examples\" is missing"},
    {"    examples:\n      - {verdict: holds, facts: {compensation.breach: late}}\n      - {verdict: out_of_scope}\n", "    examples: []\n", 43, 15, "at least one example"},
    {"order.paid_minor: 20000}}", "order.paid_minor: 20001}}", 20, 19, "the example says holds, the rule answers fails (order.paid_minor <= 20000: expected <= 20000, actual 20001)"},
    {"      - {verdict: holds, facts: {order.fresh: true, order.paid_minor: 20000}}\n", "", 20, 7, "says yes"},
    {"      - {verdict: fails, facts: {order.fresh: true, order.paid_minor: 20001}}\n", "", 20, 7, "says no"},
    {"      - {verdict: holds, facts: {order.fresh: true, order.paid_minor: 20000}}\n", "      - {verdict: out_of_scope, facts: {}}\n", 20, 7, "says yes"},
    {"{verdict: out_of_scope, facts: {order.paid_minor: 20001}}", "{verdict: holds, facts: {order.paid_minor: 2, event.message_terms: []}}", 33, 7, "says no"},
    {"{verdict: fails, facts", "{verdict: fail, facts", 21, 19, "did you mean \"fails\""},
    {"{verdict: fails, facts", "{facts", 21, 9, "\"verdict\" is missing"},
    {"{verdict: fails, facts", "{verdict: fails, at: \"2026\", facts", 21, 30, "is not a time"},
    {"{verdict: fails, facts", "{verdict: fails, evidence: [E-SING], facts", 21, 37, "no evidence kind"},
    {"{verdict: fails, facts", "{verdict: fails, at: \"2025-08-14T16:00:00Z\", facts", 21, 19, "not in force at 2025-08-14T16:00:00.000Z"},
    {"order.fresh: true, order.paid_minor: 20001", "order.fresh: yes, order.paid_minor: 20001", 21, 47, "true or false"},
    {"order.paid_minor: 20001}}\n  - id: T-002", "order.paid_minor: 20001.5}}\n  - id: T-002", 21, 71, "whole number"},
    {"order.paid_minor: 20001}}\n  - id: T-002", "order.paid_minors: 20001}}\n  - id: T-002", 21, 53, "did you mean \"order.paid_minor\""},
    {"facts: {compensation.breach: late}}", "facts: {compensation.breach: lat}}", 44, 55, "never \"lat\""},
    {"due: \"2026-01-07T02:00:00Z\"", "due: \"2026-01-07T02:00:01Z\"", 54, 76, "the deadline is 2026-01-07T02:00:00.000Z"},
    {"due: \"2026-01-07T02:00:00Z\"", "due: none", 54, 76, "the deadline is 2026-01-07T02:00:00.000Z"},
    {"{facts: {}, due: none}", "{facts: {}}", 63, 9, "\"due\" is missing"},
    {"amount_minor: 1875", "amount_minor: 1876", 74, 85, "the compensation is 1875"},
    {"amount_minor: none", "amount_minor: nothing", 75, 89, "whole number"},
};
Wrong const numbers[] = {
    {"slot: refund.seller_answer", "slot: refund.seller_answers", 48, 11, "did you mean \"refund.seller_answer\""},
    {"hours: 48", "hours: 0", 51, 12, "between 1 and"},
    {"hours: 48", "hours: \"48\"", 51, 12, "whole number"},
    {"    hours: 48\n", "", 47, 5, "either `hours` or `due`"},
    {"hours: 48", "hours: 48\n    due: now", 52, 10, "either `hours` or `due`"},
    {"due: order.signed_at + duration('168h')", "hours: 168", 59, 12, "no state starts the clock"},
    {"breach: late\n    cites", "breach: latte\n    cites", 66, 13, "did you mean \"late\""},
    {"percent: 12.5", "percent: 12.55", 69, 14, "at most one decimal"},
    {"percent: 12.5", "percent: 100.1", 69, 14, "between 0.1 and 100"},
    {"percent: 12.5", "percent: .5", 69, 14, "at most one decimal"},
    {"min_minor: 500", "min_minor: 10001", 71, 16, "less than `min_minor`"},
    {"min_minor: 500", "min_minor: 0", 70, 16, "between 1 and"},
    {"borne_by: seller", "borne_by: carrier", 82, 15, "seller or buyer"},
    {"[[E-TRACE], [E-SIGN, E-SEAL]]", "[[E-TRACE], [E-SIGN, E-SEEL]]", 83, 34, "no evidence kind"},
    {"[[E-TRACE], [E-SIGN, E-SEAL]]", "[E-TRACE]", 83, 14, "must be a list"},
    {"[[E-TRACE], [E-SIGN, E-SEAL]]", "[[E-TRACE], []]", 83, 25, "must not be empty"},
    {"[[E-TRACE], [E-SIGN, E-SEAL]]", "[]", 83, 13, "must not be empty"},
};
Wrong const margins[] = {
    {"    effect: block", "    accepts: {shadowd: it stands beside the law}\n    effect: block", 12, 15, "did you mean \"shadowed\""},
    {"    effect: block", "    accepts: {shadowed: yes}\n    effect: block", 12, 25, "reason in words"},
    {"    effect: block", "    accepts: [shadowed]\n    effect: block", 12, 14, "must be a map"},
    {"    effect: block", "    gap: \"\"\n    effect: block", 12, 10, "not empty"},
    {"    effect: block", "    gap: no older text was found\n    effect: block", 12, 10, "no gap before T-001"},
    {"{text: 第1条, source: S1}", "{text: 第1条, source: S1, until: 2026-02-30}", 10, 43, "is not a time"},
    {"deadlines:\n", "silent_on:\n  - {names: [refund.opn], because: nothing to say}\ndeadlines:\n", 47, 14, "did you mean \"refund.open\""},
    {"deadlines:\n", "silent_on:\n  - {names: [dispute.evidense], because: nothing to say}\ndeadlines:\n", 47, 14, "did you mean \"dispute.evidence\""},
    {"deadlines:\n", "silent_on:\n  - {names: [refund.open]}\ndeadlines:\n", 47, 5, "\"because\" is missing"},
    {"deadlines:\n", "silent_on:\n  - {name: [refund.open], names: [refund.open], because: nothing to say}\ndeadlines:\n", 47, 6, "did you mean \"names\""},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(TitlePage, Refusal, testing::ValuesIn(title_page));
INSTANTIATE_TEST_SUITE_P(Yaml, Refusal, testing::ValuesIn(yaml));
INSTANTIATE_TEST_SUITE_P(Items, Refusal, testing::ValuesIn(items));
INSTANTIATE_TEST_SUITE_P(Conditions, Refusal, testing::ValuesIn(conditions));
INSTANTIATE_TEST_SUITE_P(Effects, Refusal, testing::ValuesIn(effects));
INSTANTIATE_TEST_SUITE_P(Examples, Refusal, testing::ValuesIn(examples));
INSTANTIATE_TEST_SUITE_P(Numbers, Refusal, testing::ValuesIn(numbers));
INSTANTIATE_TEST_SUITE_P(Margins, Refusal, testing::ValuesIn(margins));

TEST(Refusals, AreAllReportedAtOnceInOrder) {
  auto text = replaced(sample_book, "id: T-001", "id: t");
  text = replaced(text, "require: order.paid_minor <= 20000", "require: order.paid_major <= 20000");
  text = replaced(text, "hours: 48", "hours: -1");
  text = replaced(text, "borne_by: seller", "borne_by: nobody");
  std::vector<int> lines;
  for (auto const& finding : load(text).findings) lines.push_back(finding.place.line);
  EXPECT_EQ(lines, (std::vector<int>{9, 15, 51, 82}));
}

}  // namespace
}  // namespace redress::rules
