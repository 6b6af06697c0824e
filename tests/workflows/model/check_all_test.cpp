// The workflows and the built-in rulebooks hold every property of the model check.
#include "tests/workflows/model/books.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

INSTANTIATE_TEST_SUITE_P(Workflows, ModelCheckOf, testing::ValuesIn(workflows::all_workflows()),
                         [](auto const& each) { return std::string(each.param->kind()); });

}  // namespace
}  // namespace redress::model
