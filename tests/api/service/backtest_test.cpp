// Backtests over what the real desks recorded: the same book changes nothing, and what changes adds up.
#include "api/server/backtest_call.hpp"
#include "api/server/rulebooks.hpp"
#include "tests/api/story_walk.hpp"
#include "workflows/rulebook_loader/candidate.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace redress::api {
namespace {

using backtest::Report;
using backtest::Sum;
using boost::json::object;

rules::Library const& library() {
  static auto const made = built_in_rulebooks().value();
  return made;
}

Report run(HouseOfDesks& house, rules::Rulebook const& candidate, DayRange days = {}, std::string shop = {}) {
  Report report;
  BacktestOrder const order{
      .candidate = candidate, .books = library(), .from = days.from, .until = days.until, .shop = std::move(shop)};
  house.store().read([&](StoreReader& store) { report = run_backtest(store, order).value().report; });
  return report;
}

std::string source_text(std::string_view name) {
  for (auto const& source : rules::builtin_sources())
    if (source.name == name) return source.text;
  throw std::out_of_range(std::string(name));
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  auto const at = text.find(from);
  if (at == std::string::npos) throw std::out_of_range(std::string(from));
  return text.replace(at, from.size(), to);
}

// A new block on agreeing to refunds, medium's and low's counterparts left alone: every such decision of Taobao flips.
constexpr std::string_view no_refunds = R"(
rules:
  - id: T-NO-REFUND
    cites: {text: 测试, source: S1}
    confidence: design
    effect: block
    on: [refund.agree_refund, refund.instant_refund]
    from: 2020-01-01
    require: "order.paid_minor < 100"
    says: {zh: 不退, en: no refunds}
    examples:
      - {verdict: fails, facts: {order.paid_minor: 20000}}
      - {verdict: holds, facts: {order.paid_minor: 99}}
)";

rules::Candidate candidate_with(std::string_view name, std::string_view from, std::string_view to) {
  return rules::load_candidate({{"candidate", replaced(source_text(name), from, to)}}, library(), workflow_names());
}

rules::Candidate taobao_without_refunds() { return candidate_with("taobao", "\nrules:\n", no_refunds); }

Sum sum_of_cases(Report const& report) {
  Sum sum;
  for (auto const& each : report.cases) sum += sum_of(each);
  return sum;
}

Sum sum_of_months(Report const& report) {
  Sum sum;
  for (auto const& [month, each] : report.months) sum += each;
  return sum;
}

Sum sum_of_rules(Report const& report) {
  Sum sum;
  for (auto const& [id, each] : report.rules) sum += each.sum;
  return sum;
}

RC_GTEST_PROP(Backtest, the_same_book_changes_nothing, ()) {
  HouseOfDesks house;
  walk_cases(house, *rc::gen::arbitrary<unsigned>(), 22, 16);
  std::int64_t decisions = 0;
  for (auto const& book : library().books()) {
    auto const report = run(house, *book);
    decisions += report.decisions;
    auto const told = boost::json::serialize(to_json(report));
    if (report.total != Sum{}) RC_FAIL(told);
    RC_ASSERT(report.cases.empty());
    RC_ASSERT(report.unknown_events == 0);
  }
  RC_ASSERT(decisions > 22);
}

// Each candidate changes something else; whatever it changes, the parts come to the whole.
RC_GTEST_PROP(Backtest, what_changes_adds_up, ()) {
  HouseOfDesks house;
  walk_cases(house, *rc::gen::arbitrary<unsigned>(), 33, 16);
  static auto const without_refunds = taobao_without_refunds();
  auto const books = library().books();
  std::vector<rules::Rulebook const*> candidates{without_refunds.book.get()};
  for (auto const& book : books) candidates.push_back(book.get());
  // A platform's cases under another platform's rules differ in everything a book can differ in.
  auto crossed = *library().find("generic");
  crossed.platform = "taobao";
  candidates.push_back(&crossed);
  auto other = *library().find("taobao");
  other.platform = "tmall";
  candidates.push_back(&other);
  std::int64_t differences = 0;
  for (auto const* candidate : candidates) {
    auto const report = run(house, *candidate);
    RC_ASSERT(sum_of_cases(report) == report.total);
    RC_ASSERT(sum_of_months(report) == report.total);
    RC_ASSERT(sum_of_rules(report) == report.total);
    differences += report.total.verdicts;
    std::int64_t changed = 0;
    for (auto const& each : report.cases) changed += each.differs() ? 1 : 0;
    RC_ASSERT(changed == report.cases_changed);
  }
  RC_ASSERT(differences > 0);
}

// One refund agreed to and paid out, by the desks.
std::string agreed_refund(HouseOfDesks& house, int number, std::string_view platform = "taobao") {
  auto const opened = house.call(
      "case.open",
      {{"shop", "s1"},
       {"kind", "refund"},
       {"platform", platform},
       {"order",
        object{{"id", fmt::format("P{}", number)},
               {"placed_at", "2026-01-04T02:00:00Z"},
               {"paid_at", "2026-01-04T02:01:00Z"},
               {"paid", object{{"minor", 20000}, {"currency", "CNY"}}},
               {"lines", boost::json::array{object{
                             {"id", "L"}, {"quantity", 1}, {"paid", object{{"minor", 20000}, {"currency", "CNY"}}}}}}}},
       {"claim", object{{"reason", "do_not_want"}, {"wants", "refund_only"}}},
       {"request_id", fmt::format("open{}", number)}});
  auto const id = std::string(opened.at("result").at("case").at("id").as_string());
  auto const agreed = house.call("case.apply", {{"case_id", id},
                                                {"event", "agree_refund"},
                                                {"party", "seller"},
                                                {"request_id", fmt::format("agree{}", number)}});
  EXPECT_TRUE(agreed.contains("result")) << boost::json::serialize(agreed);
  return id;
}

TEST(Backtest, finds_the_payout_a_new_block_would_have_stopped) {
  HouseOfDesks house;
  auto const id = agreed_refund(house, 1);
  agreed_refund(house, 2, "elsewhere");
  auto const candidate = taobao_without_refunds();
  ASSERT_NE(candidate.book, nullptr) << to_text(candidate.findings.front());
  auto const report = run(house, *candidate.book);
  EXPECT_EQ(report.total.refused_now, 1);
  EXPECT_EQ(report.total.refund_minor, (backtest::MinorByCurrency{{"CNY", -20000}}));
  EXPECT_EQ(report.of_other_books, 2);
  ASSERT_EQ(report.cases.size(), 1U);
  EXPECT_EQ(report.cases[0].case_id, id);
  EXPECT_EQ(report.months.begin()->first, "2026-01");
  EXPECT_EQ(report.rules.at("T-NO-REFUND").flips.at("- -> fails"), 1);
  auto const csv = to_csv(report);
  EXPECT_NE(csv.find("refund,T-NO-REFUND,,,-20000,CNY\n"), std::string::npos) << csv;
  EXPECT_NE(csv.find("outcome,T-NO-REFUND,accepted,refused,,\n"), std::string::npos) << csv;
}

TEST(Backtest, a_payout_that_failed_counts_neither_way) {
  HouseOfDesks house;
  auto const id = agreed_refund(house, 1);
  house.call("case.apply", {{"case_id", id}, {"event", "payout_failed"}, {"request_id", "failed"}});
  auto const report = run(house, *taobao_without_refunds().book);
  EXPECT_EQ(report.total.refused_now, 1);
  EXPECT_TRUE(report.total.refund_minor.empty());
}

// What the entries themselves say rules refused on Taobao, counted without the backtest.
std::int64_t refused_by_rules(HouseOfDesks& house) {
  std::int64_t count = 0;
  house.store().read([&](StoreReader& store) {
    for (auto const& entry : store.entries_from(0, 100'000)) {
      auto const json = boost::json::parse(entry.bytes).as_object();
      auto const* refusal = json.if_contains("refusal");
      if (!refusal || json.at("platform") != "taobao") continue;
      auto const& code = refusal->at("code").as_string();
      count += code == "rule_fails" || code == "needs_manager" || code == "evidence_missing" || code == "fact_missing";
    }
  });
  return count;
}

TEST(Backtest, a_book_that_only_warns_would_have_let_through_what_rules_refused) {
  HouseOfDesks house;
  walk_cases(house, 11, 88, 16);
  auto lenient = *library().find("taobao");
  for (auto& rule : lenient.rules)
    if (!rules::permits(rule.effect)) rule.effect = rules::RuleEffect::warn;
  auto const report = run(house, lenient);
  EXPECT_GT(report.total.accepted_now, 0);
  EXPECT_EQ(report.total.accepted_now, refused_by_rules(house));
  EXPECT_EQ(report.total.refused_now, 0);
  EXPECT_EQ(report.total.verdicts, 0) << "a rule that only warns answers the same";
}

TEST(Backtest, compares_only_the_days_asked_for_and_folds_what_was_before) {
  HouseOfDesks house;
  walk_cases(house, 7, 44, 16);
  auto const candidate = taobao_without_refunds();
  auto const whole = run(house, *candidate.book);
  ASSERT_GT(whole.total.refused_now, 0);
  Sum parts;
  std::int64_t decisions = 0;
  auto const middle = parse_beijing_date("2026-02-01").value();
  for (auto const& days : {DayRange{std::nullopt, middle}, DayRange{middle, std::nullopt}}) {
    auto const part = run(house, *candidate.book, days);
    decisions += part.decisions;
    parts.refused_now += part.total.refused_now;
    parts.verdicts += part.total.verdicts;
  }
  EXPECT_EQ(decisions, whole.decisions);
  EXPECT_EQ(parts.refused_now, whole.total.refused_now);
  EXPECT_EQ(parts.verdicts, whole.total.verdicts);
  EXPECT_EQ(run(house, *candidate.book, {}, "another").entries, 0);
}

TEST(Backtest, a_call_is_bounded_and_says_where_to_go_on) {
  HouseOfDesks house;
  walk_cases(house, 3, 22);
  DeskCall const call{{.id = "m", .role = Role::manager, .shop = "s1"},
                      "rules.backtest",
                      {{"book", replaced(source_text("taobao"), "\nrules:\n", no_refunds)}}};
  auto const answer = boost::json::parse(
      answer_backtest(house.store(), library(), call, {.decisions_max = 5, .entries_max = 1000, .cases_max = 1}));
  auto const& result = answer.at("result");
  EXPECT_TRUE(result.at("cut").as_bool());
  EXPECT_EQ(result.at("decisions"), 5);
  EXPECT_EQ(result.at("next_from"), "2026-01-08");
  EXPECT_LE(result.at("cases").as_array().size(), 1U);
}

TEST(Backtest, by_rpc_for_those_who_answer_for_the_shop) {
  HouseOfDesks house;
  agreed_refund(house, 1);
  auto const text = replaced(source_text("taobao"), "\nrules:\n", no_refunds);
  for (auto const role : {Role::manager, Role::auditor, Role::admin}) {
    auto const answer = house.call("rules.backtest", {{"book", text}, {"from", "2026-01-01"}}, role);
    ASSERT_TRUE(answer.contains("result")) << boost::json::serialize(answer);
    EXPECT_EQ(answer.at("result").at("total").at("refused_now"), 1);
    EXPECT_FALSE(answer.at("result").at("cut").as_bool());
  }
  for (auto const role : {Role::agent, Role::service})
    EXPECT_EQ(house.call("rules.backtest", {{"book", text}}, role).at("error").at("data").at("kind"), "forbidden");
  struct Row {
    object params;
    std::string_view position;
  };
  for (auto const& row :
       {Row{{{"book", "book: [x"}}, "params.book, "},
        Row{{{"book", replaced(text, "cites: {text: 测试", "cite: {text: 测试")}}, "taobao.yaml, line"},
        Row{{{"book", text}, {"from", "2026-02-01"}, {"to", "2026-01-01"}}, "params.to"},
        Row{{{"book", text}, {"from", "2026-13-01"}}, "params.from"}}) {
    auto const answer = house.call("rules.backtest", row.params, Role::manager);
    ASSERT_TRUE(answer.contains("error")) << boost::json::serialize(row.params);
    auto const position = std::string(answer.at("error").at("data").at("position").as_string());
    EXPECT_NE(position.find(row.position), std::string::npos) << position;
  }
}

}  // namespace
}  // namespace redress::api
