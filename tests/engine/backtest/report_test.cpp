#include "engine/backtest/report.hpp"

#include <gtest/gtest.h>

namespace redress::backtest {
namespace {

Instant at(std::string_view text) { return parse_rfc3339(text).value(); }

CaseChange one_of_everything() {
  CaseChange change{.case_id = "case_1", .shop = "a \"b\", c", .kind = "refund", .currency = "CNY"};
  DecisionChange decision{.entry_id = "entry_1", .event = "agree_refund", .at = at("2026-01-31T16:00:00Z")};
  decision.verdicts.push_back({"R-1", rules::Verdict::holds, rules::Verdict::fails});
  decision.outcome = OutcomeChange{true, "R-1"};
  decision.refund_minor = -500;
  decision.due = DueChange{"D-1", at("2026-02-02T00:00:00Z"), at("2026-02-01T00:00:00Z")};
  decision.untold.push_back({"R-2", {"account.refunded_minor"}});
  change.decisions.push_back(std::move(decision));
  change.compensation = CompensationChange{"C-1", "entry_1", at("2026-01-31T15:59:59Z"), 100, 250};
  return change;
}

TEST(BacktestReport, PutsEachDifferenceToItsMonthAndRule) {
  Report report;
  report.add(one_of_everything(), 10);
  EXPECT_EQ(report.total, sum_of(report.cases.at(0)));
  EXPECT_EQ(report.months.at("2026-02").refused_now, 1) << "16:00 UTC is already the next month in Beijing";
  EXPECT_EQ(report.months.at("2026-01").compensation_minor, (MinorByCurrency{{"CNY", 150}}));
  EXPECT_EQ(report.rules.at("R-1").sum.refund_minor, (MinorByCurrency{{"CNY", -500}}));
  EXPECT_EQ(report.rules.at("R-1").flips.at("holds -> fails"), 1);
  EXPECT_EQ(report.rules.at("D-1").sum.deadlines_earlier, 1);
  EXPECT_EQ(report.rules.at("R-2").sum.untold, 1);
  EXPECT_TRUE(report.rules.at("R-2").sum.empty()) << "what cannot be told is no difference";
  EXPECT_FALSE(report.total.empty());
}

TEST(BacktestReport, SumsGoOnWhenTheListIsFull) {
  Report report;
  for (int i = 0; i < 3; ++i) report.add(one_of_everything(), 1);
  EXPECT_EQ(report.cases.size(), 1u);
  EXPECT_EQ(report.cases_changed, 3);
  EXPECT_EQ(report.total.refund_minor, (MinorByCurrency{{"CNY", -1500}}));
}

TEST(BacktestReport, WritesOneLineADifference) {
  Report report;
  report.add(one_of_everything(), 10);
  auto const head = std::string(R"(case_1,"a ""b"", c",refund,entry_1,2026-01-31T16:00:00.000Z,2026-02,agree_refund,)");
  EXPECT_EQ(
      to_csv(report),
      "case_id,shop,kind,entry_id,at,month,event,what,rule,was,now,minor,currency\n" + head +
          "verdict,R-1,holds,fails,,\n" + head + "outcome,R-1,accepted,refused,,\n" + head + "refund,R-1,,,-500,CNY\n" +
          head + "deadline,D-1,2026-02-02T00:00:00.000Z,2026-02-01T00:00:00.000Z,,\n" + head +
          "untold,R-2,,account.refunded_minor,,\n" +
          R"(case_1,"a ""b"", c",refund,entry_1,2026-01-31T15:59:59.000Z,2026-01,,compensation,C-1,100,250,150,CNY)"
          "\n");
}

}  // namespace
}  // namespace redress::backtest
