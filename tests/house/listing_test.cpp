#include "tests/house/planted.hpp"

#include <gtest/gtest.h>

namespace redress::house {
namespace {

TEST(CMakeLists, name_every_source) {
  struct Sample {
    std::string list_path;
    std::string list;
    Lines found;
  };
  for (auto const& [list_path, list, found] : std::vector<Sample>{
           {"engine/base/CMakeLists.txt", "target_sources(redress_engine PRIVATE fault.cpp money.cpp)\n", {}},
           {"engine/base/CMakeLists.txt", "target_sources(redress_engine PRIVATE\n  money.cpp)\n", {}},
           {"engine/CMakeLists.txt", "target_sources(redress_engine PRIVATE base/money.cpp)\n", {}},
           {"engine/CMakeLists.txt", "target_sources(redress_engine PRIVATE money.cpp)\n", {0}},
           {"engine/cases/CMakeLists.txt", "target_sources(redress_engine PRIVATE money.cpp)\n", {0}},
           {"engine/base/CMakeLists.txt", "# money.cpp is gone\n", {0}},
           {"engine/base/CMakeLists.txt", "target_sources(redress_engine PRIVATE new_money.cpp)\n", {0}},
       })
    EXPECT_EQ(lines_found(cmake_lists_every_source, "engine/base/money.cpp", "", {{list_path, list}}), found) << list;
  EXPECT_EQ(lines_found(cmake_lists_every_source, "engine/base/money.hpp", ""), Lines{});
  EXPECT_EQ(lines_found(cmake_lists_every_source, "docs/examples/client.cpp", ""), Lines{});
}

TEST(Pages, can_be_found_from_the_first_ones) {
  Tree const tree{{"README.md", "[docs](docs/README.md)\n"},
                  {"docs/README.md", "[a](a.md#part), [decisions](decisions/README.md)\n"},
                  {"docs/decisions/README.md", "[one](0001.md)\n```\n[x](hidden.md)\n```\n"}};
  EXPECT_EQ(lines_found(pages_can_be_found, "docs/a.md", "", tree), Lines{});
  EXPECT_EQ(lines_found(pages_can_be_found, "docs/decisions/0001.md", "", tree), Lines{});
  EXPECT_EQ(lines_found(pages_can_be_found, "docs/decisions/hidden.md", "", tree), Lines{0});
  EXPECT_EQ(lines_found(pages_can_be_found, "docs/b.md", "", tree), Lines{0});
}

TEST(Pages, links_lead_somewhere) {
  Tree const tree{{"docs/a.md", ""}, {"engine/base/money.hpp", ""}};
  EXPECT_EQ(
      lines_found(
          links_lead_somewhere, "docs/b.md",
          "[a](a.md) [a](./a.md#x) [m](../engine/base/money.hpp) [f](../engine/base/) [w](https://e.org) [h](#h)\n",
          tree),
      Lines{});
  EXPECT_EQ(lines_found(links_lead_somewhere, "docs/b.md", "\n[a](c.md)\n[b](../a.md)\n", tree), (Lines{2, 3}));
}

TEST(Readmes, have_the_same_headings) {
  Tree const english{{"README.md", "# Redress\n```\n# not a heading\n```\n## Start\n### More\n"}};
  auto const found = [&](std::string text) {
    return lines_found(both_readmes_match, "README.zh-CN.md", std::move(text), english);
  };
  EXPECT_EQ(found("# Redress 售后\n## 开始\n### 更多\n"), Lines{});
  EXPECT_EQ(found("# Redress 售后\n## 开始\n\n## 更多\n"), Lines{4});
  EXPECT_EQ(found("# Redress 售后\n## 开始\n### 更多\n## 完\n"), Lines{4});
  EXPECT_EQ(both_readmes_match({english[0], {"README.zh-CN.md", "# Redress\n"}}).at(0).line, 5U);
  EXPECT_EQ(both_readmes_match(english).at(0).path, "README.zh-CN.md");
  EXPECT_EQ(both_readmes_match({{"README.zh-CN.md", "# Redress\n"}}).at(0).path, "README.md");
  EXPECT_EQ(both_readmes_match({}).size(), 1U);
}

}  // namespace
}  // namespace redress::house
