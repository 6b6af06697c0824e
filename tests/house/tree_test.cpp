#include "tests/house/tree.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace redress::house {
namespace {

namespace fs = std::filesystem;

class ReadTree : public testing::Test {
 protected:
  ReadTree()
      : root_(fs::temp_directory_path() /
              ("redress_tree_" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) + "_" +
               std::to_string(reinterpret_cast<std::uintptr_t>(this)))) {
    fs::create_directories(root_);
  }
  ~ReadTree() override { fs::remove_all(root_); }

  void write(std::string const& path, std::string const& text) const {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path, std::ios::binary) << text;
  }
  std::vector<std::string> paths() const {
    std::vector<std::string> all;
    for (auto const& file : read_tree(root_)) all.push_back(file.path);
    return all;
  }

  fs::path root_;
};

TEST_F(ReadTree, text_of_ours_is_read_and_nothing_else) {
  write("engine/base/money.cpp", "a\nb\n");
  write(".ci/run", "x");
  write("build/release/gen.cpp", "x");
  write(".git/config", "x");
  write("api/console/node_modules/left/pad.js", "x");
  write("docs/picture.png", std::string("\x89PNG\0\0", 6));
  EXPECT_EQ(paths(), (std::vector<std::string>{".ci/run", "docs/picture.png", "engine/base/money.cpp"}));
  EXPECT_EQ(read_tree(root_)[2].text, "a\nb\n");
}

TEST(Lines, are_counted_from_one_and_hold_no_ends) {
  auto const lines = lines_of("a\n\nb");
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].text, "a");
  EXPECT_EQ(lines[1].text, "");
  EXPECT_EQ(lines[2].text, "b");
  EXPECT_EQ(lines[2].number, 3U);
  EXPECT_TRUE(lines_of("").empty());
}

TEST(Folders, are_matched_whole) {
  EXPECT_TRUE((File{"engine/base/money.cpp", ""}.is_under("engine")));
  EXPECT_TRUE((File{"engine/base/money.cpp", ""}.is_under("engine/base")));
  EXPECT_FALSE((File{"engine_room/x.cpp", ""}.is_under("engine")));
}

TEST(Findings, name_file_and_line) {
  EXPECT_EQ(to_text({{"a.cpp", 3, "mend it"}, {"b.cpp", 0, "list it"}}), "  a.cpp:3: mend it\n  b.cpp: list it\n");
}

}  // namespace
}  // namespace redress::house
