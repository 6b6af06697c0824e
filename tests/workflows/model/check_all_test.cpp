// The workflows and the built-in rulebooks hold every property of the model check.
#include "tests/workflows/model/books.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <iostream>

namespace redress::model {
namespace {

class ModelCheckOf : public testing::TestWithParam<Workflow const*> {};

TEST_P(ModelCheckOf, nothing_is_wrong) {
  std::array const one{GetParam()};
  // Between them these take every row; `redress workflow check` walks under the others too.
  std::array const books{checked_book("taobao"), checked_book("tmall")};
  auto const report = check_all(one, books, true, [](auto const&, auto) {});
  std::string all;
  for (auto const& told : report.findings)
    all += told.kind + " / " + told.book + " " + told.finding.code + "\n" + told.story.en;
  EXPECT_TRUE(all.empty()) << all;
  for (auto const& walk : report.walks) {
    std::cout << walk.kind << " " << walk.book << ": " << walk.situations << " situations, " << walk.attempts
              << " attempts, " << walk.accepted << " accepted\n";
    EXPECT_TRUE(walk.whole) << walk.kind << " " << walk.book;
    EXPECT_GT(walk.situations, 20U);
    EXPECT_GT(walk.accepted, 100);
  }
}

// What a reader of a finding sees: how the case began, each move with who made it and where it led, and what is wrong.
TEST(ModelCheck, tells_a_counterexample_as_its_shortest_story) {
  auto const& checked = checked_book("taobao");
  auto book = *checked.book;
  std::erase_if(book.deadlines, [](auto const& deadline) { return deadline.slot == "review.report_handling"; });
  std::array const one{workflows::find_workflow("bad_review")};
  std::array const books{CheckedBook{&book, checked.notes}};
  auto const report = check_all(one, books, false, [](auto const&, auto) {});
  auto const told =
      std::ranges::find(report.findings, "no_deadline", [](ToldFinding const& each) { return each.finding.code; });
  ASSERT_NE(told, report.findings.end());
  EXPECT_THAT(
      told->story.en,
      testing::MatchesRegex("  the order is paid; known at first: [^\n]*review.score=1\n"
                            "  1. [^\n]* the buyer: Open the case \\(open\\) -> POSTED \\(Posted, to be classified\\)\n"
                            "  2. [^\n]* the seller: Classify the review \\(classify\\) [^\n]* -> TRIAGE [^\n]*\n"
                            "  3. [^\n]* the seller: Report the review as malicious \\(report_review\\) [^\n]* -> "
                            "REPORTED [^\n]* \\[submit_report\\]\n"
                            "  => REPORTED: the slot review.report_handling has no deadline here\n"));
  EXPECT_THAT(told->story.zh, testing::HasSubstr("卖家“举报恶意评价”"));
}

INSTANTIATE_TEST_SUITE_P(Workflows, ModelCheckOf, testing::ValuesIn(workflows::all_workflows()),
                         [](auto const& each) { return std::string(each.param->kind()); });

}  // namespace
}  // namespace redress::model
