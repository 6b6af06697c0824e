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

TEST(Backtest, the_same_book_changes_nothing) {
  for (unsigned const seed : {1U, 3U, 7U, 11U}) {
    SCOPED_TRACE(fmt::format("seed {}", seed));
    HouseOfDesks house;
    walk_cases(house, seed, 22, 16);
    std::int64_t decisions = 0;
    for (auto const& book : library().books()) {
      auto const report = run(house, *book);
      decisions += report.decisions;
      EXPECT_EQ(report.total, Sum{}) << boost::json::serialize(to_json(report));
      EXPECT_TRUE(report.cases.empty());
      EXPECT_EQ(report.unknown_events, 0);
    }
    EXPECT_GT(decisions, 22);
  }
}

cel::Program later(cel::Program const& due, std::string_view span) {
  auto made = cel::compile(fmt::format("({}) + duration('{}')", due.source(), span), rules::declarations(),
                           {.expected = cel::Type::timestamp()});
  return *made;
}

// A book as somebody might change it: items dropped, effects, deadlines and rates altered at random.
rules::Rulebook changed_at_random(rules::Rulebook book) {
  auto const one_in = [](int count) { return *rc::gen::inRange(0, count) == 0; };
  std::erase_if(book.rules, [&](auto const&) { return one_in(10); });
  for (auto& rule : book.rules) {
    if (one_in(6) && rule.require) rule.require.reset();
    if (one_in(6)) rule.effect = rules::permits(rule.effect) ? rules::RuleEffect::calculate : rules::RuleEffect::block;
    if (one_in(12)) rule.id += "-renamed";
  }
  std::erase_if(book.deadlines, [&](auto const&) { return one_in(8); });
  for (auto& deadline : book.deadlines)
    if (one_in(3)) deadline.due = later(deadline.due, one_in(2) ? "36h" : "-36h");
  std::erase_if(book.compensations, [&](auto const&) { return one_in(6); });
  for (auto& compensation : book.compensations)
    if (one_in(2)) compensation.per_mille += *rc::gen::inRange(-20, 50);
  book.index = rules::BookIndex::of(book);
  return book;
}

HouseOfDesks& walked_house() {
  static HouseOfDesks house;
  static bool const walked = (walk_cases(house, 11, 88, 16), true);
  EXPECT_TRUE(walked);
  return house;
}

RC_GTEST_PROP(Backtest, what_changes_adds_up, ()) {
  auto const& books = library().books();
  auto const& book = books[*rc::gen::inRange<std::size_t>(0, books.size())];
  auto candidate = changed_at_random(*book);
  // Cases of one platform under another's rules differ in everything a book can differ in.
  if (!candidate.platform.empty() && *rc::gen::inRange(0, 3) == 0) candidate.platform = "taobao";
  auto const report = run(walked_house(), candidate);
  RC_TAG(report.total.empty() ? "no difference" : "differences");
  RC_ASSERT(sum_of_cases(report) == report.total);
  RC_ASSERT(sum_of_months(report) == report.total);
  RC_ASSERT(sum_of_rules(report) == report.total);
  std::int64_t changed = 0;
  for (auto const& each : report.cases) changed += each.differs() ? 1 : 0;
  RC_ASSERT(changed == report.cases_changed);
}

TEST(Backtest, later_deadlines_move_by_as_much) {
  auto candidate = *library().find("taobao");
  for (auto& deadline : candidate.deadlines) deadline.due = later(deadline.due, "1h");
  auto const report = run(walked_house(), candidate);
  EXPECT_GT(report.total.deadlines_later, 0);
  EXPECT_EQ(report.total.deadlines_earlier + report.total.deadlines_new + report.total.deadlines_gone, 0);
  for (auto const& each : report.cases)
    for (auto const& decision : each.decisions)
      if (decision.due) {
        EXPECT_GE(*decision.due->now - *decision.due->was, hour_ms) << decision.due->deadline;
      }
}

TEST(Backtest, doubled_rates_double_what_is_owed_once_a_case) {
  auto candidate = *library().find("taobao");
  for (auto& compensation : candidate.compensations) {
    compensation.per_mille *= 2;
    compensation.min_minor *= 2;
    compensation.max_minor *= 2;
  }
  auto const report = run(walked_house(), candidate);
  EXPECT_GT(report.total.compensation_minor.at("CNY"), 0);
  for (auto const& each : report.cases)
    if (each.compensation) {
      EXPECT_EQ(each.compensation->now_minor, 2 * each.compensation->was_minor);
    }
}

TEST(Backtest, names_what_the_entries_do_not_hold_and_does_not_guess) {
  auto candidate = *library().find("taobao");
  auto blind = candidate.rules.front();
  blind.id = "T-BLIND";
  blind.effect = rules::RuleEffect::block;
  blind.confidence = rules::Confidence::design;
  blind.on = {"refund.agree_refund"};
  blind.when.reset();
  blind.require = *cel::compile("account.refunded_minor > 1000000", rules::declarations());
  blind.span = {};
  candidate.rules.push_back(std::move(blind));
  candidate.index = rules::BookIndex::of(candidate);
  HouseOfDesks house;
  agreed_refund(house, 1);
  auto const report = run(house, candidate);
  EXPECT_EQ(report.total.untold, 1);
  EXPECT_EQ(report.total.refused_now, 0) << "a guess would have refused it";
  EXPECT_TRUE(report.total.empty());
  EXPECT_EQ(report.rules.at("T-BLIND").untold_facts, std::set<std::string>{"account.refunded_minor"});
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

// A shop that had no book of its own yet: what the book below decided in its cases is what its first book is tried on.
TEST(Backtest, tries_a_shops_own_book_on_what_was_decided_in_that_shop) {
  HouseOfDesks house{1};
  agreed_refund(house, 1);
  auto const own_rules = replaced(replaced(std::string(no_refunds), ", source: S1", ""), ", refund.instant_refund", "");
  for (auto const& [shop, decisions] : {std::pair{"s1", 1}, std::pair{"s2", 0}}) {
    auto const text =
        fmt::format("book: own\nversion: \"2026-01-01\"\nshop: {}\nextends: taobao\ntitle: {{zh: 自定, en: own}}\n{}",
                    shop, replaced(own_rules, "T-NO-REFUND", "OWN-001"));
    auto const candidate = rules::load_candidate({{"own", text}}, library(), workflow_names());
    ASSERT_TRUE(candidate.book) << candidate.findings.front().says.en;
    auto const report = run(house, *candidate.book);
    EXPECT_EQ(report.cases.size(), static_cast<std::size_t>(decisions)) << shop;
    EXPECT_EQ(report.decisions > 0, decisions > 0) << shop;
    EXPECT_EQ(report.of_other_books > 0, decisions == 0) << "those of another shop are of other books";
  }
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
  EXPECT_LE(result.at("cases").as_array().size(), 1U);
  auto further = call;
  further.params.emplace("from", result.at("next_from"));
  auto const rest = boost::json::parse(answer_backtest(house.store(), library(), further)).at("result");
  EXPECT_FALSE(rest.at("cut").as_bool());
  EXPECT_GT(rest.at("decisions").as_int64(), 5);
}

TEST(Backtest, takes_changed_parts_beside_the_book) {
  HouseOfDesks house;
  agreed_refund(house, 1);
  object const part{{"book", "taobao-disputes"},
                    {"text", replaced(source_text("taobao-disputes"), "\nrules:\n", no_refunds)}};
  object params{{"book", source_text("taobao")}};
  EXPECT_TRUE(house.call("rules.backtest", params, Role::manager).at("result").at("empty").as_bool());
  params.emplace("files", boost::json::array{part});
  auto const answer = house.call("rules.backtest", params, Role::manager);
  ASSERT_TRUE(answer.contains("result")) << boost::json::serialize(answer);
  EXPECT_EQ(answer.at("result").at("total").at("refused_now"), 1);
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
