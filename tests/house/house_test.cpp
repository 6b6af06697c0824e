// Walks the real tree once and holds every rule against it.
#include "tests/house/rules.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

namespace redress::house {
namespace {

Tree const& the_tree() {
  static Tree const tree = read_tree(REDRESS_SOURCE_DIR);
  return tree;
}

class House : public testing::TestWithParam<Rule> {};

TEST_P(House, keeps) {
  auto const& rule = GetParam();
  auto const findings = rule.check(the_tree());
  EXPECT_TRUE(findings.empty()) << rule.why << " (docs/house-rules.md, " << rule.name << ")\n" << to_text(findings);
}

std::string test_name(testing::TestParamInfo<Rule> const& info) {
  std::string name(info.param.name);
  std::ranges::replace(name, '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Rules, House, testing::ValuesIn(all_rules().begin(), all_rules().end()), test_name);

TEST(HouseRules, every_rule_is_explained_under_its_name_and_nothing_else_is) {
  auto const* page = find_file(the_tree(), "docs/house-rules.md");
  ASSERT_NE(page, nullptr);
  std::vector<std::string> explained;
  for (auto const& [number, line] : lines_of(page->text))
    if (line.starts_with("### ")) explained.emplace_back(line.substr(4));
  std::vector<std::string> held;
  for (auto const& rule : all_rules()) held.emplace_back(rule.name);
  EXPECT_EQ(explained, held);
}

TEST(HouseRules, the_walk_sees_the_whole_tree) {
  for (auto path : {"dev", ".ci/run", "CMakeLists.txt", "engine/base/money.hpp", "tests/house/house_test.cpp"})
    EXPECT_NE(find_file(the_tree(), path), nullptr) << path;
  for (auto const& file : the_tree()) EXPECT_FALSE(file.is_under("build") || file.is_under(".git")) << file.path;
}

TEST(HouseRules, files_that_grow_long_are_pointed_at) {
  auto const growing = getting_long(the_tree());
  if (!growing.empty()) std::cout << "Worth a look before they grow further:\n" << to_text(growing);
}

}  // namespace
}  // namespace redress::house
